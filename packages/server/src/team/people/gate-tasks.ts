import type { GateStatus, NextStep, Round } from '@muster/core'
import { canonicalJson, experimentNoun, roundNoun, versionNoun } from '@muster/core'
import type { StandingGate } from '../../judging/gates/queries.ts'
import { standingGate } from '../../judging/gates/queries.ts'
import { sha256Hex } from '../../store/commit.ts'
import type { Queries, Row } from '../../store/database.ts'
import type { Remembered } from '../../store/remembering.ts'
import { typesOf } from '../../store/remembering.ts'
import type { Named, Task } from './task.ts'

const digest = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`

/** A submission that is open, or the newest version of an experiment that is running and was never submitted. */
interface Candidate {
  readonly project: string
  readonly version: string
  readonly round: Round | null
  readonly at: string
}
const STANDING = typesOf(roundNoun, versionNoun, experimentNoun)

async function candidatesOf(database: Queries, projects: readonly string[]): Promise<Map<string, Candidate[]>> {
  const rows = await database.query<Candidate & Row>(
    `select project, doc->>'version' as version, doc as round, doc->>'submittedAt' as at from round
       where project = any($1) and doc->>'state' = 'open'
     union all
     select v.project, v.id, null, v.at
       from (
         select distinct on (doc->>'model') id, project, doc->>'experiment' as experiment, doc->>'registeredAt' as at
         from version where project = any($1) order by doc->>'model', (doc->>'number')::int desc) v
       join experiment x on x.id = v.experiment
       where x.status = 'running' and not exists (select 1 from round r where r.doc->>'version' = v.id)
     order by 2`,
    [projects],
  )
  return Map.groupBy(rows, (row) => row.project)
}

/** What candidates at the gates of projects need of a person, and the newest candidates on their way to it. */
export async function gateTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  const ids = projects.map((p) => p.id)
  const found = await remembered.each('candidates', STANDING, ids, (missing) => candidatesOf(database, missing))
  const tasks: Task[] = []
  for (const project of projects)
    for (const { version, round, at } of found.get(project.id) ?? []) {
      const asked = { round: round ?? undefined, project: project.id, remembered }
      const gate = await standingGate(database, version, { now, digest }, asked)
      if (gate === undefined) continue
      const mine = gate.status.next.filter((step) => step.who.includes(person))
      tasks.push(...mine.flatMap((step) => taskOf(step, { project, gate, version, round, at })))
    }
  return tasks
}

interface At {
  readonly project: Named
  readonly gate: StandingGate
  readonly version: string
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

function taskOf(step: NextStep, { project, gate, version, round, at }: At): Task[] {
  const { status } = gate
  const kind = KINDS[step.act]
  // A candidate that lacks evidence is not yet to be submitted; one of a round is to be submitted again in any case.
  const isEarly = kind === 'submission' && round === null && status.next.some((s) => s.act === 'evidence.seal')
  if (kind === undefined || isEarly) return []
  const name = `${gate.model} version ${gate.number}`
  return [
    {
      kind,
      act: step.act,
      project: project.id,
      projectName: project.name,
      subject: kind === 'check' || round === null ? version : round.id,
      since: at,
      blocks: blockedBy(kind, status),
      sole: step.who.length === 1,
      ...(round === null ? {} : { from: round.submittedBy }),
      basis: status.basis,
      version,
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
