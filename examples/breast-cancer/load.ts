import { randomBytes } from 'node:crypto'
import type { Running } from '@muster/server'
import type { Member, Who } from './cast.ts'
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
  const password = newPassword()
  const [administrator, ...others] = CAST
  await stage.open(administrator.key, code, administrator, password)
  await enterAll(stage, others, password)
  on.step(
    `Mara Lindqvist opened the workspace and registered ${others.length} people. She administers it and can approve nothing.`,
  )
  const ids = await play(stage, database, on)
  return { ...ids, people, password, already: false }
}

/**
 * Plays the same story in a workspace that has an administrator already, who takes Mara's part: `headers` are those by
 * which the server knows them. The workspace must be empty.
 */
export async function playExample(
  at: { readonly url: string; readonly database: Settings },
  administrator: { readonly person: string; readonly headers: Readonly<Record<string, string>> },
  on: { step(text: string): void },
): Promise<Omit<Loaded, 'already'>> {
  const stage = new Stage(at.url)
  const password = newPassword()
  const [mara, ...others] = CAST
  stage.adopt(mara.key, administrator.person, administrator.headers)
  await enterAll(stage, others, password)
  on.step(`You registered ${others.length} people. You administer the workspace and can approve nothing.`)
  const people = others.map(({ name, email, role }) => ({ name, email, role }))
  return { ...(await play(stage, at.database, on)), people, password }
}

interface Settings {
  query(sql: string, values: readonly unknown[]): Promise<unknown>
}
type Made = Pick<Loaded, 'project' | 'version' | 'promotion'>

const newPassword = (): string => `tour-${randomBytes(9).toString('base64url')}`

/** The story itself, by people who are signed in. */
async function play(stage: Stage, database: Settings, on: { step(text: string): void }): Promise<Made> {
  const project = await foundProject(stage, on)
  const candidate = await buildCandidates(stage, project, on)
  await submitTooEarly(stage, candidate, on)
  const promotion = await passTheGate(stage, candidate, on)
  await workAsATeam(stage, project, on)
  const verdict = (await stage.get('mara', '/ledger/verify')) as { ok: boolean; size: number }
  on.step(`The ledger ${verdict.ok ? 'verifies' : 'DOES NOT VERIFY'}: ${verdict.size} entries, every hash recomputed.`)
  const ids = { project, version: candidate.version, promotion }
  await database.query('insert into setting (key, value) values ($1, $2)', [KEY, JSON.stringify(ids)])
  return ids
}

type Others = readonly (Member & { readonly key: Who })[]
async function enterAll(stage: Stage, others: Others, password: string): Promise<void> {
  for (const member of others) await stage.enter('mara', member.key, member, password)
}
