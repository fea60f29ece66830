import {
  NONE,
  PARAMETERS,
  PROJECTS,
  TODAY,
  daysFrom,
  entriesOf,
  inWindow,
  isTrue,
  measureIn,
  overall,
} from './sql-parts.ts'

const parameter = (name: string): string => `${PARAMETERS}->>'${name}'`

const modelMetric = `
  select e.id as key, e.id as subject, e.project, e.sealed_at as at, m.value, m.low, m.high, null::float8 as figure, null::float8 as age_days,
    case when m.value is null then 'undefined' else 'measured' end as part, array[e.entry] as entries
  from evidence e cross join lateral ${overall('e', parameter('metric'))} m
  where e.project = any(${PROJECTS}) and e.kind = 'evaluation' and e.split = ${parameter('split')} and e.state = 'current'
    and ${inWindow('e.sealed_at')}`

/** The newest evaluation of a version on the split, sealed up to an instant and not withdrawn since. */
const evaluatedBefore = (version: string, instant: string): string =>
  `(select a.overall, a.entry from evidence a where a.doc->>'version' = ${version} and a.kind = 'evaluation' and a.split = ${parameter('split')}
      and a.state <> 'withdrawn' and a.sealed_at <= ${instant} order by a.entry desc limit 1)`

const measureAtApproval = `
  select p.id as key, p.id as subject, p.project, p.promoted_at as at, m.value, m.low, m.high, null::float8 as figure, null::float8 as age_days,
    case when m.value is null then 'missing' else 'measured' end as part,
    array_remove(array[a.entry] || ${entriesOf('array[p.id]', 'ModelPromoted')}, null) as entries
  from promotion p
    left join lateral ${evaluatedBefore('p.version', 'p.promoted_at')} a on true
    left join lateral ${overall('a', parameter('metric'))} m on true
  where p.project = any(${PROJECTS}) and ${inWindow('p.promoted_at')}`

const measureKept = `
  select e.id as key, e.id as subject, e.project, e.sealed_at as at, ${NONE},
    live.value / nullif(before.value, 0) as value,
    case when live.value is null or coalesce(before.value, 0) = 0 then 'incomparable' else 'compared' end as part,
    array_remove(array[a.entry, f.entry, e.entry], null) as entries
  from evidence e
    cross join lateral (
      select p.promoted_at, (p.doc->>'entry')::bigint as entry from promotion p where p.version = e.doc->>'version'
      order by p.promoted_at, p.id limit 1) f
    cross join lateral ${overall('e', parameter('metric'))} live
    left join lateral ${evaluatedBefore(`e.doc->>'version'`, 'f.promoted_at')} a on true
    left join lateral ${overall('a', parameter('metric'))} before on true
  where e.project = any(${PROJECTS}) and e.kind = 'evaluation' and e.split = ${parameter('liveSplit')} and e.state <> 'withdrawn'
    and ${inWindow('e.sealed_at')} and f.promoted_at <= e.sealed_at`

/** Specificity of a version on a slice, by its current evaluation on the split. */
const specificity = (version: string, as: string): string => `
    left join lateral (
      select c.entry, m.value, m.low, m.high from evidence c cross join lateral ${measureIn('c.doc', `'specificity'`, 's.slice')} m
      where c.doc->>'version' = ${version} and c.kind = 'evaluation' and c.split = ${parameter('split')} and c.state = 'current'
      limit 1) ${as} on true`
const CHANGE = 'old.value - new.value'

const falsePositiveChange = `
  select p.id || '/' || md5(s.slice) as key, p.id as subject, p.project, p.promoted_at as at, ${CHANGE} as value,
    ${CHANGE} - sqrt((new.high - new.value) ^ 2 + (old.value - old.low) ^ 2) as low,
    ${CHANGE} + sqrt((new.value - new.low) ^ 2 + (old.high - old.value) ^ 2) as high,
    1 - new.value as figure, null::float8 as age_days,
    case when ${CHANGE} is null then 'incomparable' else 'compared' end as part,
    array_remove(array[old.entry, new.entry] || ${entriesOf('array[p.id]', 'ModelPromoted')}, null) as entries
  from promotion p
    cross join lateral (
      select ${parameter('slice')} as slice where ${PARAMETERS} ? 'slice'
      union
      select c->>'slice' from project q cross join jsonb_array_elements(q.doc->'criteria') c
      where q.id = p.project and c ? 'slice' and not ${PARAMETERS} ? 'slice') s
    ${specificity('p.version', 'new')}
    ${specificity('p.replaces', 'old')}
  where p.project = any(${PROJECTS}) and p.replaces is not null and ${inWindow('p.promoted_at')}`

const numberIn = (field: string): string =>
  `case when jsonb_typeof(e.doc->'facts'->(${field})) = 'number' then (e.doc->'facts'->>(${field}))::float8 end`
const sealed = (value: string): string => `
  select e.id as key, e.id as subject, e.project, e.sealed_at as at, ${NONE}, f.value,
    case when f.value is null then 'absent' else 'sealed' end as part, array[e.entry] as entries
  from evidence e cross join lateral (select ${value} as value) f
  where e.project = any(${PROJECTS}) and e.kind = ${parameter('kind')} and e.state = 'current' and ${inWindow('e.sealed_at')}`

/** Of a boolean field: 1 where it is true, 0 where it is false. */
const truth = `case e.doc->'facts'->(${parameter('field')}) when 'true'::jsonb then 1.0::float8 when 'false'::jsonb then 0.0::float8 end`
const sealedShare = `
  select e.id as key, e.id as subject, e.project, e.sealed_at as at, ${NONE}, f.value,
    case when f.value is null then 'absent' when f.value = 1 then 'holds' else 'fails' end as part, array[e.entry] as entries
  from evidence e cross join lateral (select ${truth} as value) f
  where e.project = any(${PROJECTS}) and e.kind = ${parameter('kind')} and e.state = 'current' and ${inWindow('e.sealed_at')}`

const auditsPassed = `
  select f.version as key, f.version as subject, f.project, f.at, null::float8 as low, null::float8 as high, a.worst as figure, null::float8 as age_days,
    ${isTrue(`a.worst <= (${parameter('atMost')})::float8`)} as value,
    case when a.worst is null then 'missing' when a.worst <= (${parameter('atMost')})::float8 then 'passed' else 'failed' end as part,
    array(select l.seq from ledger_entry l where l.subject = f.round and l.type = 'RoundOpened' union select unnest(a.entries) order by 1) as entries
  from (
      select distinct on (r.version) r.version, r.project, r.submitted_at as at, r.id as round
      from round r where r.project = any(${PROJECTS}) order by r.version, r.submitted_at, r.id) f
    left join lateral (
      select max(abs((m->>'value')::float8)) as worst, array_agg(distinct e.entry) as entries
      from evidence e cross join jsonb_array_elements(e.doc->'measures') m
      where e.doc->>'version' = f.version and e.kind = ${parameter('kind')} and e.state = 'current'
        and ${PARAMETERS}->'measures' ? (m->>'name') and m->>'value' is not null) a on true
  where ${inWindow('f.at')}`

const signOffsGiven = `
  select r.id || '/' || d.duty as key, r.id as subject, r.project, r.submitted_at as at,
    null::float8 as low, null::float8 as high, null::float8 as figure,
    ${isTrue('r.given ? d.duty')} as value, case when r.given ? d.duty then 'given' else 'missing' end as part,
    (select ${daysFrom(`coalesce(max(g->>'at'), r.submitted_at)`, '$8::text')}
      from jsonb_array_elements((r.doc->'reviews') || (r.doc->'approvals')) g where g->>'duty' = d.duty and r.given ? d.duty) as age_days,
    array(select l.seq from ledger_entry l where l.subject = r.id and l.type = 'RoundOpened'
      union select (g->>'entry')::bigint from jsonb_array_elements((r.doc->'reviews') || (r.doc->'approvals')) g where g->>'duty' = d.duty order by 1) as entries
  from round r cross join jsonb_array_elements_text(${PARAMETERS}->'duties') as d(duty)
  where r.project = any(${PROJECTS}) and r.state not in ('withdrawn', 'superseded') and r.asked ? d.duty and ${inWindow('r.submitted_at')}`

const NEEDS: Readonly<Record<string, string>> = {
  commit: `v.doc->>'commit' ~ '^([0-9a-f]{40}|[0-9a-f]{64})$'`,
  data: `v.doc ? 'dataDigest'`,
  environment: `v.doc ? 'framework'`,
  artifacts: `jsonb_array_length(v.doc->'artifacts') > 0`,
}
const COMPLETE = Object.entries(NEEDS)
  .map(([need, isThere]) => `(not ${PARAMETERS}->'needs' ? '${need}' or ${isThere})`)
  .join(' and ')
const lineageComplete = `
  select v.id as key, v.id as subject, v.project, v.doc->>'registeredAt' as at, ${NONE},
    ${isTrue('c.complete')} as value, case when c.complete then 'complete' else 'incomplete' end as part,
    ${entriesOf('array[v.id]', 'VersionRegistered')} as entries
  from version v cross join lateral (select ${COMPLETE} as complete) c
  where v.project = any(${PROJECTS}) and ${inWindow(`v.doc->>'registeredAt'`)}`

const consultationsAnswered = `
  select c.id || '/' || k.role as key, c.id as subject, c.project, k.at, ${NONE},
    ${isTrue('k.answered')} as value, case when k.answered then 'answered' else 'lapsed' end as part,
    ${entriesOf('array[c.id]', 'ConsultationOpened', 'ConsultationAnswered')} as entries
  from consultation c
    cross join lateral (
      select a.role, a.answered_at is not null as answered, least(a.answered_at, c.doc->>'dueAt') as at
      from (
        select a->>'role' as role, (select min(g->>'at') from jsonb_array_elements(c.doc->'answers') g where g->'roles' ? (a->>'role')) as answered_at
        from jsonb_array_elements(c.doc->'asked') a) a) k
  where c.project = any(${PROJECTS}) and ${inWindow('k.at')}
    and (k.answered or (left(c.doc->>'dueAt', 10) < ${TODAY} and c.doc->>'dueAt' <= coalesce(
      (select r.ended_at from round r where r.id = c.doc->>'about'),
      (select h.doc->>'decidedAt' from handover h where h.id = c.doc->>'about'), c.doc->>'dueAt')))`

export const JUDGING_OBSERVATIONS = {
  'model-metric': modelMetric,
  'measure-at-approval': measureAtApproval,
  'measure-kept': measureKept,
  'false-positive-change': falsePositiveChange,
  'sealed-fact': sealed(numberIn(parameter('field'))),
  'sealed-ratio': sealed(`(${numberIn(parameter('field'))}) / nullif(${numberIn(parameter('over'))}, 0)`),
  'sealed-share': sealedShare,
  'audits-passed': auditsPassed,
  'sign-offs-given': signOffsGiven,
  'lineage-complete': lineageComplete,
  'consultations-answered': consultationsAnswered,
} as const
