import type { Project } from '@muster/core'
import { packNoun } from '@muster/core'
import type { ProjectPacks } from '../../record/packs/queries.ts'
import { packsOf, staffingPack } from '../../record/packs/queries.ts'
import { registersOf } from '../../record/registers/queries.ts'
import { kpisOf } from '../../record/scorecards/queries.ts'
import type { Queries } from '../../store/database.ts'
import { remembering, typesOf } from '../../store/remembering.ts'

type Words = ReadonlyMap<string, string>

const PACKS = typesOf(packNoun)
/** Words of the packs that a project follows: the same object as long as it follows the same ones. */
const ofProjects = new WeakMap<ProjectPacks, Words>()

function wordsIn(packs: ProjectPacks): Words {
  const known = ofProjects.get(packs)
  if (known !== undefined) return known
  const roles = packs.roles.map((r): [string, string] => [`role/${r.id}`, r.title])
  const titles = new Map(packs.roles.map((r) => [r.id, r.title]))
  const engaged = (wanted: readonly string[]): string => `${wanted.map((r) => titles.get(r) ?? r).join(' or ')} engaged`
  const words = new Map([
    ...roles,
    ...[...packs.gate.reviews, ...packs.gate.approvals].map((d): [string, string] => [`duty/${d.duty}`, d.title]),
    ...packs.gate.checks.map((c): [string, string] => [`check/${c.id}`, c.title]),
    ...packs.evidenceKinds.map((k): [string, string] => [`evidence-kind/${k.id}`, k.title]),
    ...packs.stages.flatMap((s): [string, string][] => [
      [`stage/${s.id}`, s.title],
      ...s.require.map((r): [string, string] => [`stage-check/${r.id}`, r.title]),
      ...s.involve.map((r): [string, string] => [
        `stage-check/${r.id}`,
        r.discipline === undefined
          ? engaged(r.role === undefined ? (r.anyOf ?? []) : [r.role])
          : `somebody from ${r.discipline} engaged`,
      ]),
    ]),
    ...packs.roles.flatMap((r) =>
      r.responsibilities.map((one): [string, string] => [`responsibility/${one.id}`, one.text]),
    ),
  ])
  ofProjects.set(packs, words)
  return words
}

/** Words of the packs that belong to the workspace. */
async function wordsOfWorkspace(queries: Queries): Promise<Words> {
  const staffing = await staffingPack(queries)
  const registers = (await registersOf(queries)).map((r) => r.definition)
  return new Map([
    ...staffing.patterns.map((p): [string, string] => [`pattern/${p.id}`, p.title]),
    ...staffing.questions.map((q): [string, string] => [`question/${q.id}`, q.question]),
    ...(await kpisOf(queries)).map((k): [string, string] => [`kpi/${k.id}`, k.title]),
    ...registers.flatMap((r): [string, string][] => [
      [`register/${r.id}`, r.title],
      [`prefix/${r.id}`, r.item.prefix],
      ...r.states.map((s): [string, string] => [`state/${r.id}/${s.id}`, s.title]),
    ]),
  ])
}

/** What packs call their roles, duties, checks, stages, kinds, patterns, KPIs, registers: "kind/id" → title. */
export async function wordsOf(queries: Queries, project: Pick<Project, 'packs' | 'industries'>): Promise<Words> {
  const own = wordsIn(await packsOf(queries, project))
  const remembered = await remembering(queries)
  const common = await remembered.one('words of the workspace', { types: PACKS }, () => wordsOfWorkspace(queries))
  return new Map([...common, ...own])
}
