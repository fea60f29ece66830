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

/** The entry by which the first experiment of a project was started. */
const firstRun = (project: string): string => `
      left join lateral (
        select l.seq, l.at from ledger_entry l where l.project = ${project} and l.type = 'ExperimentStarted' order by l.seq limit 1) r on true
      cross join unnest($7::text[]) as w(at)
      cross join lateral (select case when r.at <= w.at then r.seq end as seq) f`

// Projects and criteria are put beside each other and grouped: joining them would be planned by guesses about arrays.
const successCriteriaClear = `
  with criterion as (
    select l.project, l.seq, l.at, l.type, l.entry::jsonb->'data'->>'kind' as kind, lead(l.seq) over w as next_seq, lead(l.at) over w as next_at
    from ledger_entry l where l.project = any(${PROJECTS}) and l.type in ('CriterionSet', 'CriterionWithdrawn')
    window w as (partition by l.entry::jsonb->'data'->>'criterion' order by l.seq)),
  beside as (
    select p.id as project, w.at, null::text as kind, f.seq, true as counts
    from project p ${firstRun('p.id')}
    where p.id = any(${PROJECTS}) and p.created_at <= w.at and (p.retired_at is null or p.retired_at > w.at)
    union all
    select c.project, w.at, c.kind, c.seq, false
    from criterion c ${firstRun('c.project')}
    where c.type = 'CriterionSet' and c.at <= w.at and (f.seq is null or c.seq < f.seq)
      and (c.next_seq is null or c.next_at > w.at or c.next_seq > f.seq)),
  moment as (
    select b.project, b.at, array_agg(b.kind) as kinds, array_agg(b.seq) as seqs from beside b group by 1, 2 having bool_or(b.counts))
  select m.project || '/' || m.at as key, m.project as subject, m.project, m.at, ${NONE},
    ${isTrue('k.clear')} as value, case when k.clear then 'clear' else 'late' end as part,
    array_remove(m.seqs, null) as entries
  from moment m cross join lateral (select m.kinds @> array(select jsonb_array_elements_text(${PARAMETERS}->'kinds')) as clear) k`

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
