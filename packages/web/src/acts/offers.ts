import { useQuery } from '@tanstack/react-query'
import { ask, askAll, knowledge } from '../api/asking.ts'
import { words as ui } from '../words/ui.ts'

/** Something that can be chosen: what is sent, and what people read. */
export interface Offered {
  readonly value: string
  readonly label: string
}

export interface Source {
  readonly queryKey: readonly unknown[]
  readonly queryFn: () => Promise<readonly Offered[]>
}

/** What can be chosen from the answer to a question of the pages; what they know already is not asked again. */
const chosenFrom = (from: () => Promise<readonly Offered[]>, ...key: readonly unknown[]): Source => ({
  queryKey: ['offers', ...key],
  queryFn: from,
})

const titled = (items: readonly { readonly id: string; readonly title: string }[]): readonly Offered[] =>
  items.map(({ id, title }) => ({ value: id, label: title }))

const know = knowledge.fetchQuery.bind(knowledge)
type OfProject = (project: string) => Promise<readonly Offered[]>

/** Records of a project by the beginning of their ids. */
const RECORDS: Readonly<Record<string, OfProject>> = {
  exp: async (project) => titled(await know(askAll('experiment.list', { project }))),
  cer: async (project) => titled(await know(askAll('ceremony.list', { project }))),
  act: async (project) => titled(await know(askAll('action.list', { project }))),
  mil: async (project) => titled((await know(ask('project.show', { project }))).milestones),
  crt: async (project) => titled((await know(ask('project.show', { project }))).criteria),
  mdl: async (project) => (await know(askAll('model.list', { project }))).map((m) => ({ value: m.id, label: m.name })),
  ver: async (project) => versionsOf(project),
  rnd: async (project) => roundsOf(project),
  evd: async (project) => evidenceOf(project),
  hnd: async (project) => titled(await know(askAll('handover.list', { project }))),
  cns: async (project) =>
    (await know(askAll('consultation.list', { project })))
      .filter((c) => !c.moot)
      .map((c) => ({ value: c.id, label: c.question })),
}

/** The newest versions of each model, by the name of the model. */
async function versionsOf(project: string): Promise<readonly Offered[]> {
  const models = await know(askAll('model.list', { project }))
  const versions = await Promise.all(models.map((m) => know(ask('version.list', { model: m.id, limit: 20 }))))
  return models.flatMap((m, i) =>
    (versions[i]?.items ?? []).map((v) => ({ value: v.id, label: `${m.name} ${ui.version(v.number)}` })),
  )
}

/** Submissions that are open; all where none is. */
async function roundsOf(project: string): Promise<readonly Offered[]> {
  const [rounds, versions] = [await know(askAll('round.list', { project })), await versionsOf(project)]
  const open = rounds.filter((r) => r.state === 'open')
  return (open.length === 0 ? rounds : open).map((r) => ({
    value: r.id,
    label: `${versions.find((v) => v.value === r.version)?.label ?? r.version}, ${ui.state[r.state] ?? r.state}`,
  }))
}

const MOST_WITH_EVIDENCE = 5

/** What is sealed on the newest versions. */
async function evidenceOf(project: string): Promise<readonly Offered[]> {
  const versions = (await versionsOf(project)).slice(0, MOST_WITH_EVIDENCE)
  const sealed = await Promise.all(versions.map((v) => know(askAll('evidence.list', { version: v.value }))))
  return versions.flatMap((v, i) => (sealed[i] ?? []).map((e) => ({ value: e.id, label: `${v.label}: ${e.kind}` })))
}

const roles = async (): Promise<readonly Offered[]> => titled((await know(ask('role.list'))).items)
const packs = (kind: string) => async (): Promise<readonly Offered[]> =>
  (await know(askAll('pack.list'))).filter((p) => p.kind === kind).map((p) => ({ value: p.name, label: p.title }))

/** Words of packs by the name of the field, of one act or of all. */
const WORDS: Readonly<Record<string, () => Promise<readonly Offered[]>>> = {
  role: roles,
  attendees: roles,
  raci: packs('raci'),
  gate: packs('gate'),
  lifecycle: packs('lifecycle'),
  industry: packs('industry'),
  register: packs('register'),
  'ceremony.schedule kind': async () => titled((await know(ask('ceremony.kinds'))).items),
}

/** Words of the project's own packs, by the name of the field, of one act or of all. */
const WORDS_OF_PROJECT: Readonly<Record<string, OfProject>> = {
  activity: async (project) => titled((await know(ask('project.team', { project }))).matrix.activities),
  'experiment.propose kind': async (project) => {
    const { packs: followed } = await know(ask('project.show', { project }))
    const { content } = await know(ask('pack.show', { pack: followed['experiment-kinds'].digest }))
    return titled((content['kinds'] ?? []) as Parameters<typeof titled>[0])
  },
}

const people = async (): Promise<readonly Offered[]> =>
  (await know(askAll('person.list'))).filter((p) => p.active).map((p) => ({ value: p.id, label: p.name ?? ui.erased }))
const projects = async (): Promise<readonly Offered[]> =>
  (await know(askAll('project.list'))).map((p) => ({ value: p.id, label: p.name }))

/** Where the choices for a record come from. */
export function recordsOf(prefix: string, project: string | undefined): Source | undefined {
  if (prefix === 'per') return chosenFrom(people, 'people')
  if (prefix === 'prj') return chosenFrom(projects, 'projects')
  const found = RECORDS[prefix]
  return project === undefined || found === undefined ? undefined : chosenFrom(() => found(project), prefix, project)
}

/** Where the choices for a word of a pack come from. */
export function wordsOf(act: string, name: string, project: string | undefined): Source | undefined {
  const special = `${act} ${name}`
  const found = WORDS[special] ?? WORDS[name]
  if (found !== undefined) return chosenFrom(found, special)
  const own = WORDS_OF_PROJECT[special] ?? WORDS_OF_PROJECT[name]
  return project === undefined || own === undefined ? undefined : chosenFrom(() => own(project), special, project)
}

const NOTHING: Source = { queryKey: ['offers'], queryFn: async () => [] }

/** What can be chosen; undefined as long as it is not known. */
export function useOffered(from: Source | undefined): readonly Offered[] | undefined {
  return useQuery({ ...(from ?? NOTHING), enabled: from !== undefined, staleTime: 30_000 }).data
}
