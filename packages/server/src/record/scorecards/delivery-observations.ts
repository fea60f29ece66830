import { NONE, PARAMETERS, PROJECTS, TODAY, daysFrom, entriesOf, inWindow, isTrue } from './sql-parts.ts'

const OF_PROMOTIONS = 'array(select p.id from promotion p where p.experiment = e.id)'

const productionDeploymentRate = `
  select e.id as key, e.id as subject, e.project, coalesce(e.started_at, e.ended_at) as at, ${NONE},
    ${isTrue('d.deployed')} as value,
    case when d.deployed then 'deployed' when e.status in ('rejected', 'abandoned') then 'ended' else 'open' end as part,
    ${entriesOf(`array[e.id] || ${OF_PROMOTIONS}`, 'ExperimentStarted', 'ExperimentConcluded', 'ExperimentAbandoned', 'ModelPromoted')} as entries
  from experiment e
    left join lateral (select true as deployed from promotion p where p.experiment = e.id limit 1) d on true
  where e.project = any(${PROJECTS}) and ${inWindow('coalesce(e.started_at, e.ended_at)')}`

const successCriteriaClear = `
  with criterion as (
    select l.project, l.seq, l.at, l.type, l.entry::jsonb->'data'->>'kind' as kind, lead(l.seq) over w as next_seq, lead(l.at) over w as next_at
    from ledger_entry l where l.project = any(${PROJECTS}) and l.type in ('CriterionSet', 'CriterionWithdrawn')
    window w as (partition by l.entry::jsonb->'data'->>'criterion' order by l.seq)),
  moment as (
    select p.id as project, w.at, f.seq as first_seq
    from project p cross join unnest($7::text[]) as w(at)
      left join lateral (
        select l.seq, l.at from ledger_entry l where l.project = p.id and l.type = 'ExperimentStarted' order by l.seq limit 1) f on f.at <= w.at
    where p.id = any(${PROJECTS}) and p.created_at <= w.at and (p.retired_at is null or p.retired_at > w.at)),
  standing as (
    select m.project, m.at, array_agg(c.kind) as kinds, array_agg(c.seq) as seqs
    from moment m join criterion c on c.project = m.project and c.type = 'CriterionSet' and c.at <= m.at
      and (m.first_seq is null or c.seq < m.first_seq)
      and (c.next_seq is null or c.next_at > m.at or c.next_seq > m.first_seq)
    group by 1, 2)
  select m.project || '/' || m.at as key, m.project as subject, m.project, m.at, ${NONE},
    ${isTrue('k.clear')} as value, case when k.clear then 'clear' else 'late' end as part,
    array(select unnest(coalesce(s.seqs, '{}') || array_remove(array[m.first_seq], null)) order by 1) as entries
  from moment m left join standing s on s.project = m.project and s.at = m.at
    cross join lateral (
      select coalesce(s.kinds, '{}') @> array(select jsonb_array_elements_text(${PARAMETERS}->'kinds')) as clear) k`

const DUE = `(c.due || 'T23:59:59.999Z')`
const milestonesOnTime = `
  with change as (
    select l.project, l.seq, l.at, l.type, l.entry::jsonb->'data'->>'milestone' as milestone, l.entry::jsonb->'data'->>'due' as due,
      lead(l.seq) over w as next_seq, lead(l.at) over w as next_at, lead(l.type) over w as next_type
    from ledger_entry l where l.project = any(${PROJECTS}) and l.type in ('MilestoneSet', 'MilestoneCompleted', 'MilestoneDropped')
    window w as (partition by l.entry::jsonb->'data'->>'milestone' order by l.seq))
  select c.milestone || '/' || c.seq as key, c.milestone as subject, c.project, ${DUE} as at, ${NONE},
    ${isTrue(`c.next_type = 'MilestoneCompleted' and c.next_at <= ${DUE}`)} as value,
    case c.next_type when 'MilestoneCompleted' then case when c.next_at <= ${DUE} then 'on-time' else 'late' end
      when 'MilestoneSet' then 'moved' when 'MilestoneDropped' then 'dropped' else 'overdue' end as part,
    array_remove(array[c.seq, c.next_seq], null) as entries
  from change c
  where c.type = 'MilestoneSet' and ${inWindow(DUE)}
    and (c.next_at is null or c.next_at > ${DUE} or c.next_type = 'MilestoneCompleted')
    and (c.due < ${TODAY} or c.next_type = 'MilestoneCompleted')`

const deploymentFrequency = `
  select p.id as key, p.id as subject, p.project, p.promoted_at as at, ${NONE}, 1::float8 as value, 'promoted' as part,
    ${entriesOf('array[p.id]', 'ModelPromoted')} as entries
  from promotion p where p.project = any(${PROJECTS}) and ${inWindow('p.promoted_at')}`

const failedDeploymentRecovery = `
  select p.id as key, p.id as subject, p.project, p.rolled_back_at as at, ${NONE},
    ${daysFrom('p.promoted_at', 'p.rolled_back_at')} * 24 as value, 'rolled-back' as part,
    ${entriesOf('array[p.id]', 'ModelPromoted', 'PromotionRolledBack')} as entries
  from promotion p where p.project = any(${PROJECTS}) and ${inWindow('p.rolled_back_at')}`

const changeFailureRate = `
  select p.id as key, p.id as subject, p.project, p.promoted_at as at, ${NONE}, ${isTrue('p.rolled_back_at is not null')} as value,
    case when p.rolled_back_at is null then 'stands' else 'rolled-back' end as part,
    ${entriesOf('array[p.id]', 'ModelPromoted', 'PromotionRolledBack')} as entries
  from promotion p where p.project = any(${PROJECTS}) and ${inWindow('p.promoted_at')}`

const featureLeadTime = `
  select e.id as key, e.id as subject, p.project, p.promoted_at as at, ${NONE},
    ${daysFrom('coalesce(e.started_at, e.proposed_at)', 'p.promoted_at')} as value, 'promoted' as part,
    ${entriesOf('array[e.id, p.id]', 'ExperimentProposed', 'ExperimentStarted', 'ModelPromoted')} as entries
  from promotion p join experiment e on e.id = p.experiment
  where p.project = any(${PROJECTS}) and ${inWindow('p.promoted_at')}
    and not exists (select 1 from promotion q where q.experiment = p.experiment and (q.promoted_at, q.id) < (p.promoted_at, p.id))`

const experimentRate = `
  select e.id as key, e.id as subject, e.project, e.started_at as at, ${NONE}, 1::float8 as value, 'started' as part,
    ${entriesOf('array[e.id]', 'ExperimentStarted')} as entries
  from experiment e where e.project = any(${PROJECTS}) and ${inWindow('e.started_at')}`

const ENDING = ['ExperimentStarted', 'ExperimentAbandoned', 'ExperimentConcluded', 'ExperimentMoved'] as const
const EARLY = `(e.started_at is null or ${daysFrom('e.started_at', 'e.ended_at')} < e.p50_days)`
const abandonedEarly = `
  select e.id as key, e.id as subject, e.project, e.ended_at as at, ${NONE},
    ${isTrue(`e.status = 'abandoned' and ${EARLY}`)} as value,
    case when e.status <> 'abandoned' then 'finished' when ${EARLY} then 'early' else 'late' end as part,
    ${entriesOf('array[e.id]', ...ENDING)} as entries
  from experiment e
  where e.project = any(${PROJECTS}) and e.status in ('abandoned', 'rejected', 'promoted') and ${inWindow('e.ended_at')}`

const resultToPivot = `
  select e.id as key, e.id as subject, e.project, e.ended_at as at, ${NONE},
    ${daysFrom('e.ended_at', 'x.proposed_at')} as value, case when x.id is null then 'waiting' else 'pivoted' end as part,
    ${entriesOf('array_remove(array[e.id, x.id], null)', 'ExperimentProposed', 'ExperimentAbandoned', 'ExperimentConcluded', 'ExperimentMoved')} as entries
  from experiment e
    left join lateral (
      select n.id, n.proposed_at from experiment n where n.project = e.project and n.proposed_at > e.ended_at
      order by n.proposed_at, n.id limit 1) x on true
  where e.project = any(${PROJECTS}) and e.status in ('abandoned', 'rejected') and ${inWindow('e.ended_at')}`

export const DELIVERY_OBSERVATIONS = {
  'production-deployment-rate': productionDeploymentRate,
  'success-criteria-clear': successCriteriaClear,
  'milestones-on-time': milestonesOnTime,
  'deployment-frequency': deploymentFrequency,
  'failed-deployment-recovery': failedDeploymentRecovery,
  'change-failure-rate': changeFailureRate,
  'feature-lead-time': featureLeadTime,
  'experiment-rate': experimentRate,
  'abandoned-early': abandonedEarly,
  'result-to-pivot': resultToPivot,
} as const
