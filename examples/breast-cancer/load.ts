import { randomBytes } from 'node:crypto'
import type { Running } from '@muster/server'
import type { Member } from './cast.ts'
import { CAST, Stage } from './cast.ts'
import { buildCandidates, passTheGate, submitTooEarly } from './gate-story.ts'
import { foundProject } from './project-story.ts'
import { workAsATeam } from './team-story.ts'

export interface Loaded {
  readonly people: readonly { readonly name: string; readonly email: string; readonly role: string }[]
  /** One password for everybody in the example; '' when it was loaded before. */
  readonly password: string
  readonly project: string
  readonly version: string
  readonly promotion: string
  /** True when the data folder already held the example. */
  readonly already: boolean
}

/** The data folder holds a workspace of its own: the example belongs into an empty one. */
export class WorkspaceInUse extends Error {
  override readonly name = 'WorkspaceInUse'
}

const KEY = 'example.breast-cancer'

/**
 * Loads the worked example: a real model goes from idea to production, by thirteen people over HTTP, refusals included.
 * Tells each step in a sentence. Loading twice does nothing the second time.
 */
export async function loadExample(running: Running, on: { step(text: string): void }): Promise<Loaded> {
  const { database } = running.context
  const people = CAST.map((member: Member) => ({
    name: member.name,
    email: member.email,
    role: member.role ?? 'administrator',
  }))
  const [known] = await database.query<{ value: string }>('select value from setting where key = $1', [KEY])
  if (known !== undefined) {
    const ids = JSON.parse(known.value) as Pick<Loaded, 'project' | 'version' | 'promotion'>
    return { ...ids, people, password: '', already: true }
  }
  const code = running.setupLink === undefined ? null : new URL(running.setupLink).searchParams.get('code')
  if (code === null) {
    throw new WorkspaceInUse(
      'This workspace is already in use. Load the example into a new data folder: npm start -- --example --data ./example-data',
    )
  }
  const stage = new Stage(running.url)
  const password = `tour-${randomBytes(9).toString('base64url')}`
  await enterAll(stage, code, password)
  on.step(
    `Mara Lindqvist opened the workspace and registered ${CAST.length - 1} people. She administers it and can approve nothing.`,
  )
  const project = await foundProject(stage, on)
  const candidate = await buildCandidates(stage, project, on)
  await submitTooEarly(stage, candidate, on)
  const promotion = await passTheGate(stage, candidate, on)
  await workAsATeam(stage, project, on)
  const verdict = (await stage.get('mara', '/ledger/verify')) as { ok: boolean; size: number }
  on.step(`The ledger ${verdict.ok ? 'verifies' : 'DOES NOT VERIFY'}: ${verdict.size} entries, every hash recomputed.`)
  const ids = { project, version: candidate.version, promotion }
  await database.query('insert into setting (key, value) values ($1, $2)', [KEY, JSON.stringify(ids)])
  return { ...ids, people, password, already: false }
}

async function enterAll(stage: Stage, code: string, password: string): Promise<void> {
  const [administrator, ...others] = CAST
  await stage.open(administrator.key, code, administrator, password)
  for (const member of others) await stage.enter(administrator.key, member.key, member, password)
}
