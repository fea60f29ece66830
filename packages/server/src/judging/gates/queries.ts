import type {
  Consultation,
  Evidence,
  Experiment,
  GateFacts,
  GateStatus,
  Model,
  ModelVersion,
  Round,
  Waiver,
} from '@muster/core'
import {
  assignmentNoun,
  consultationNoun,
  evidenceNoun,
  experimentNoun,
  gateStatus,
  modelNoun,
  personNoun,
  projectNoun,
  promotionNoun,
  refusal,
  roundNoun,
  sealingOf,
  statusHoldsUntil,
  versionNoun,
  waiverNoun,
} from '@muster/core'
import { packsOf } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader, Reading } from '../../store/perform.ts'
import { LoaderRefusal, must } from '../../store/perform.ts'
import type { Remembered } from '../../store/remembering.ts'
import { remembering, typesOf } from '../../store/remembering.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { checksWhenEntering } from '../../work/projects/queries.ts'

interface GateRow extends Record<string, unknown> {
  version: ModelVersion
  model: Model
  experiment: Experiment
  evidence: Evidence[] | null
  waivers: Waiver[] | null
  round: Round | null
  rounds: number
  openElsewhere: number
  consultations: Consultation[] | null
}

/** Entries that can change the status of a gate: what is judged, by whom, and what the stage that it enters asks. */
const STANDING = typesOf(
  assignmentNoun,
  consultationNoun,
  evidenceNoun,
  experimentNoun,
  modelNoun,
  personNoun,
  projectNoun,
  promotionNoun,
  roundNoun,
  versionNoun,
  waiverNoun,
)

/** Everything a decision at the gate of one version looks at. `round` names the round; the newest of the version otherwise. */
export async function gateFacts(
  queries: Queries,
  version: string,
  now: string,
  round?: Round,
): Promise<GateFacts | undefined> {
  const found = await gateRecords(queries, version, round)
  if (found === undefined) return undefined
  const { row, team } = found
  const packs = await packsOf(queries, team.state)
  const project = {
    ...team,
    name: team.state.name,
    roles: packs.roleIds,
    judged: ['train-model', 'deploy-to-production'],
  }
  const judged = round ?? row.round ?? undefined
  return {
    project,
    definition: packs.gate,
    experiment: row.experiment,
    model: row.model,
    version: row.version,
    evidence: row.evidence ?? [],
    waivers: row.waivers ?? [],
    ...(judged === undefined ? {} : { round: judged }),
    rounds: row.rounds,
    consultations: row.consultations ?? [],
    sealing: sealingOf(packs.evidenceKinds),
    liveChecks: await checksWhenEntering(queries, project, 'live', now),
    openElsewhere: row.openElsewhere,
  }
}

/** Which gate, and what is remembered already by whoever asks for many. */
export interface Asked {
  /** The newest one of the version otherwise. */
  readonly round?: Round | undefined
  /** Project of the version, where it is known. */
  readonly project?: string | undefined
  readonly remembered?: Remembered
}

/** A gate as it stands, with what it is called. */
export interface StandingGate {
  readonly status: GateStatus
  readonly model: string
  readonly number: number
  readonly experiment: string
}
interface Standing {
  at?: { readonly from: string; readonly until: string; readonly gate: StandingGate | undefined }
}

/** The status of a gate, computed anew only where an entry or the passing of time can have changed it. */
export async function standingGate(
  queries: Queries,
  version: string,
  moment: { readonly now: string; readonly digest: (value: unknown) => string },
  asked: Asked = {},
): Promise<StandingGate | undefined> {
  const { now, digest } = moment
  const memory = asked.remembered ?? (await remembering(queries))
  const source = { types: STANDING, ...(asked.project === undefined ? {} : { project: asked.project }) }
  const name = `status of the gate of ${version} ${asked.round?.id ?? ''}`
  const standing = await memory.one<Standing>(name, source, () => Promise.resolve({}))
  // Within a process the clock only goes forward; in a test it may not.
  if (standing.at !== undefined && standing.at.from <= now && now < standing.at.until) return standing.at.gate
  const facts = await gateFacts(queries, version, now, asked.round)
  if (facts === undefined) return undefined
  const status = gateStatus(facts, now, digest)
  const gate = { status, model: facts.model.name, number: facts.version.number, experiment: facts.experiment.id }
  standing.at = { from: now, until: statusHoldsUntil(facts, now), gate }
  return gate
}

/** The records behind {@link gateFacts}. */
async function gateRecords(queries: Queries, version: string, round?: Round) {
  const [row] = await queries.query<GateRow>(
    // By number: a superseded round changes after the round that supersedes it was opened.
    `with r as (select id, doc from round where doc->>'version' = $1 order by (doc->>'number')::int desc limit 1)
     select v.doc as version, m.doc as model, x.doc as experiment,
       (select json_agg(e.doc order by e.id) from evidence e where e.doc->>'version' = $1 and e.doc->>'state' = 'current') as evidence,
       (select json_agg(w.doc order by w.id) from waiver w where w.doc->>'version' = $1) as waivers,
       (select doc from r) as round,
       (select count(*)::int from round n where n.doc->>'version' = $1) as rounds,
       (select count(*)::int from round o where o.project = v.project and o.doc->>'state' = 'open'
          and o.doc->>'experiment' = x.id and o.doc->>'version' <> $1) as "openElsewhere",
       (select json_agg(c.doc order by c.id) from consultation c where c.doc->>'about' = coalesce($2, (select id from r))) as consultations
     from version v join model m on m.id = v.doc->>'model' join experiment x on x.id = v.doc->>'experiment'
     where v.id = $1`,
    [version, round?.id ?? null],
  )
  if (row === undefined) return undefined
  const team = await projectWithTeam(queries, row.version.project)
  return team === undefined ? undefined : { row, team }
}

async function gateOfCommand(reading: Reading): Promise<GateFacts> {
  const { command, loaded, work, now } = reading
  const round = typeof command['round'] === 'string' ? await must(reading, roundNoun, command['round']) : undefined
  const version =
    round?.version ??
    (typeof command['version'] === 'string' ? command['version'] : (loaded['waiver'] as Waiver | undefined)?.version)
  const facts = version === undefined ? undefined : await gateFacts(work, version, now, round)
  if (facts === undefined)
    throw new LoaderRefusal(
      refusal('not-found', `There is no version ${String(version)}.`, { subject: String(version) }),
    )
  return facts
}

/** Facts about gates that acts need. */
export const gateLoaders: Record<string, Loader> = {
  gate: gateOfCommand,
  waiver: (reading) => must(reading, waiverNoun, reading.command['waiver']),
}
