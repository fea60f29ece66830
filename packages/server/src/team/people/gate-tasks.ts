import type { GateFacts, GateStatus, NextStep, Round } from '@muster/core'
import { canonicalJson, gateStatus } from '@muster/core'
import { gateFacts } from '../../judging/gates/queries.ts'
import { sha256Hex } from '../../store/commit.ts'
import type { Queries } from '../../store/database.ts'
import type { Named, Task } from './task.ts'

const digest = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`

/** What candidates at the gate need of a person, and the newest candidates on their way to it. */
export async function gateTasks(database: Queries, project: Named, person: string, now: string): Promise<Task[]> {
  const rows = await database.query<{ version: string; round: Round | null; at: string }>(
    `select doc->>'version' as version, doc as round, doc->>'submittedAt' as at from round
       where project = $1 and doc->>'state' = 'open'
     union all
     select v.id, null, v.doc->>'registeredAt' from version v
       join experiment x on x.id = v.doc->>'experiment'
       where v.project = $1 and x.doc->>'status' = 'running'
         and not exists (select 1 from round r where r.doc->>'version' = v.id)
         and not exists (select 1 from version n where n.doc->>'model' = v.doc->>'model'
           and (n.doc->>'number')::int > (v.doc->>'number')::int)
     order by 1`,
    [project.id],
  )
  const tasks: Task[] = []
  for (const { version, round, at } of rows) {
    const facts = await gateFacts(database, version, now, round ?? undefined)
    if (facts === undefined) continue
    const status = gateStatus(facts, now, digest)
    const mine = status.next.filter((step) => step.who.includes(person))
    tasks.push(...mine.flatMap((step) => taskOf(step, { project, facts, status, round, at })))
  }
  return tasks
}

interface At {
  readonly project: Named
  readonly facts: GateFacts
  readonly status: GateStatus
  readonly round: Round | null
  readonly at: string
}

const KINDS: Readonly<Record<string, Task['kind']>> = {
  'evidence.seal': 'check',
  'gate.submit': 'submission',
  'review.give': 'review',
  'approval.give': 'approval',
  'promotion.promote': 'promotion',
}

function taskOf(step: NextStep, { project, facts, status, round, at }: At): Task[] {
  const kind = KINDS[step.act]
  // A candidate that lacks evidence is not yet to be submitted; one of a round is to be submitted again in any case.
  const isEarly = kind === 'submission' && round === null && status.next.some((s) => s.act === 'evidence.seal')
  if (kind === undefined || isEarly) return []
  const name = `${facts.model.name} version ${facts.version.number}`
  return [
    {
      kind,
      act: step.act,
      project: project.id,
      projectName: project.name,
      subject: kind === 'check' || round === null ? facts.version.id : round.id,
      since: at,
      blocks: blockedBy(kind, status),
      sole: step.who.length === 1,
      ...(round === null ? {} : { from: round.submittedBy }),
      basis: status.basis,
      version: facts.version.id,
      what: wordsOf(kind, step, name, round),
      ...(step.duty === undefined ? {} : { duty: step.duty }),
    },
  ]
}

function wordsOf(kind: Task['kind'], step: NextStep, name: string, round: Round | null): string {
  switch (kind) {
    case 'promotion':
      return `Promote ${name}: nothing is missing.`
    case 'submission':
      return round === null
        ? `Submit ${name}: its evidence is complete.`
        : `Submit ${name} again: what is judged has changed.`
    default:
      return `${step.what} (${name})`
  }
}

/** The order of a gate: evidence, submission, reviews, approvals, promotion. All that is still to come waits. */
function blockedBy(kind: Task['kind'], status: GateStatus): number {
  const open = (duties: GateStatus['reviews']): number => duties.filter((d) => d.state !== 'given').length
  const afterReviews = open(status.approvals) + 1
  switch (kind) {
    case 'review':
      return afterReviews
    case 'approval':
    case 'promotion':
      return 1
    default:
      return open(status.reviews) + afterReviews
  }
}
