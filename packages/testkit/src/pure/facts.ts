import type {
  AnyAct,
  GateFacts,
  Item,
  Noun,
  Person,
  ProjectFacts,
  ProjectPackKind,
  RegisterFacts,
  Round,
  StageCheck,
  Standing,
} from '@muster/core'
import {
  assignmentNoun,
  consultationNoun,
  evidenceNoun,
  experimentNoun,
  handoverNoun,
  itemNoun,
  modelNoun,
  personNoun,
  projectNoun,
  promotionNoun,
  roundNoun,
  scorecardNoun,
  sealingOf,
  stageChecks,
  tokenNoun,
  versionNoun,
  waiverNoun,
} from '@muster/core'
import { digest } from './moment.ts'
import type { RaciName } from './shipped.ts'
import { CEREMONY_FACTS } from './ceremony-facts.ts'
import {
  evidenceKinds,
  experimentKinds,
  industryPack,
  matrixOf,
  productionGate,
  registerPackNamed,
  rolesPack,
  shippedKpis,
  standardStages,
} from './shipped.ts'
import type { Records } from './records.ts'
import { teamLoaders } from './team-facts.ts'

type Command = Readonly<Record<string, unknown>>
type Loaded = Record<string, unknown>
type Loader = (world: Records, command: Command, loaded: Loaded) => unknown

const CATALOGUE = rolesPack()
const ROLES: ReadonlySet<string> = new Set(CATALOGUE.roles.map((r) => r.id))
const GATE = productionGate()
const KINDS = evidenceKinds()
const EXPERIMENTS = experimentKinds()
const STAGES = standardStages()
const MATRICES = { 'source-5x8': matrixOf('source-5x8'), 'full-team': matrixOf('full-team') }
const JUDGED = ['train-model', 'evaluate-model', 'deploy-to-production']

/** A project with its team, as acts about it see it. */
export function projectFacts(world: Records, id: string): ProjectFacts {
  const state = world.get(projectNoun, id)
  const assignments = world.all(assignmentNoun).filter((a) => a.project === id)
  const standing = ({ active, deactivatedAt }: Person): Standing =>
    deactivatedAt === undefined ? { active } : { active, deactivatedAt }
  return {
    id,
    name: state.name,
    matrix: state.matrix,
    assignments,
    people: new Map(assignments.map((a) => [a.person, standing(world.get(personNoun, a.person))])),
    retired: state.stage === 'retired',
    roles: ROLES,
    judged: JUDGED,
    state,
  }
}

/** All that a decision at the gate looks at, for the newest round of a version or the one named. */
export function gateFacts(world: Records, version: string, named?: string): GateFacts {
  const candidate = world.get(versionNoun, version)
  const rounds = world.all(roundNoun).filter((r) => r.version === version)
  const round: Round | undefined = named === undefined ? rounds.at(-1) : world.get(roundNoun, named)
  return {
    project: projectFacts(world, candidate.project),
    definition: GATE,
    experiment: world.get(experimentNoun, candidate.experiment),
    model: world.get(modelNoun, candidate.model),
    version: candidate,
    evidence: world.all(evidenceNoun).filter((e) => e.version === version && e.state === 'current'),
    waivers: world.all(waiverNoun).filter((w) => w.version === version),
    ...(round === undefined ? {} : { round }),
    rounds: rounds.length,
    consultations: world.all(consultationNoun).filter((c) => c.about === round?.id),
    sealing: sealingOf(KINDS),
    liveChecks: [],
    openElsewhere: world
      .all(roundNoun)
      .filter((r) => r.state === 'open' && r.experiment === candidate.experiment && r.version !== version).length,
  }
}

const text = (command: Command, key: string): string => {
  const value = command[key]
  if (typeof value !== 'string') throw new Error(`the command has no ${key}`)
  return value
}
const named =
  <T>(noun: Noun<T>, key = noun.name): Loader =>
  (world, command) =>
    world.get(noun, text(command, key))

/** The project of the record that the command names, or of a record loaded before. */
const project: Loader = (world, command, loaded) => {
  if (typeof command['project'] === 'string') return projectFacts(world, command['project'])
  for (const record of Object.values(loaded)) {
    if (typeof record === 'object' && record !== null && 'project' in record && typeof record.project === 'string')
      return projectFacts(world, record.project)
  }
  throw new Error('the command names no project')
}

const gate: Loader = (world, command, loaded) => {
  if (typeof command['round'] === 'string')
    return gateFacts(world, world.get(roundNoun, command['round']).version, command['round'])
  const waiver = loaded['waiver'] as { version: string } | undefined
  return gateFacts(world, waiver === undefined ? text(command, 'version') : waiver.version)
}

const chosenPacks: Loader = (_world, command) => {
  const name = (command['raci'] ?? command['pack']) as string
  const known = Object.hasOwn(MATRICES, name) || command['kind'] !== undefined
  const reference = (kind: string, id: string) => ({ id, version: '1.0.0', digest: digest({ kind, id }) })
  const kinds: ProjectPackKind[] = ['raci', 'gate', 'lifecycle', 'roles', 'evidence-kinds', 'experiment-kinds']
  return {
    references: Object.fromEntries(kinds.map((kind) => [kind, reference(kind, name)])),
    matrix: MATRICES[name as RaciName] ?? MATRICES['full-team'],
    roles: ROLES,
    missing: known ? [] : [`raci/${name}`],
  }
}

const experimentPlan: Loader = (_world, command) => {
  const kind = EXPERIMENTS.find((k) => k.id === command['kind'])
  return {
    known: EXPERIMENTS.map((k) => k.id),
    reviews: kind?.reviews ?? [],
    forecast: {
      p50Days: kind?.priorP50Days ?? 0,
      p85Days: kind?.priorP85Days ?? 0,
      basis: 'prior',
      n: 0,
      explanation: 'No past experiments of this kind: the prior of the pack.',
    },
  }
}

const disciplineOf = (role: string): string => CATALOGUE.roles.find((r) => r.id === role)?.discipline ?? ''

const checks: Loader = (world, command): StageCheck[] => {
  const { state, assignments } = projectFacts(world, text(command, 'project'))
  const definition = STAGES.find((s) => s.id === command['to'])
  if (definition === undefined) return []
  const roles = [...new Set(assignments.filter((a) => a.endedAt === undefined).map((a) => a.role))]
  const ofProject = <T extends { project: string }>(noun: Noun<T>) =>
    world.all(noun).filter((r) => r.project === state.id)
  const context = {
    ...state,
    roles,
    disciplines: roles.map(disciplineOf),
    experiments: ofProject(experimentNoun).length,
    models: ofProject(modelNoun).length,
    matrixErrors: 0,
    openRounds: world.all(roundNoun).filter((r) => r.project === state.id && r.state === 'open').length,
    promotions: world.all(promotionNoun).filter((p) => p.project === state.id).length,
  }
  return stageChecks(definition, context, state.checkModes)
}

/** A register with what its rules need; people in it are all of the world. */
function registerOf(world: Records, command: Command, loaded: Loaded): RegisterFacts {
  const item = loaded['item'] as Item | undefined
  const name = item?.register ?? text(command, 'register')
  const definition = registerPackNamed(name)
  const project = item === undefined ? (command['project'] as string | undefined) : item.project
  const others = world.all(itemNoun).filter((i) => i.register === name && i.project === project)
  const people = world.all(personNoun).filter((p) => p.active)
  const assignments = world.all(assignmentNoun)
  const anywhere = {
    id: 'workspace',
    matrix: { activities: [], cells: {} },
    assignments,
    people: new Map(people.map((p) => [p.id, { active: p.active }])),
    retired: false,
  }
  return {
    definition,
    digest: digest(name),
    ...(project === undefined ? {} : { project }),
    keeping: project === undefined ? anywhere : projectFacts(world, project),
    known: {
      people: new Set(people.map((p) => p.id)),
      roles: ROLES,
      records: new Map<string, { noun: string; register?: string }>([
        ...world.all(itemNoun).map((i) => [i.id, { noun: 'item', register: i.register }] as const),
        ...world.all(projectNoun).map((p) => [p.id, { noun: 'project' }] as const),
        ...world.all(versionNoun).map((v) => [v.id, { noun: 'version' }] as const),
      ]),
    },
    numbered: Math.max(0, ...others.map((i) => i.number)),
    others,
  }
}

const LOADERS: Readonly<Record<string, Loader>> = {
  workspace: (world) => ({ open: world.all(personNoun).length > 0 }),
  person: named(personNoun),
  lead: named(personNoun, 'lead'),
  administrators: (world) =>
    world
      .all(personNoun)
      .filter((p) => p.active && p.administrator)
      .map((p) => p.id),
  token: named(tokenNoun),
  ownTokens: (world) => world.all(tokenNoun).filter((t) => t.revokedAt === undefined),
  project,
  team: project,
  chosenPacks,
  namesakes: (world, command) =>
    world
      .all(projectNoun)
      .filter((p) => p.stage !== 'retired' && p.name.toLowerCase() === text(command, 'name').toLowerCase())
      .map((p) => p.stage),
  stageChecks: checks,
  inReviewChecks: () => [],
  checkIds: () => new Set(STAGES.flatMap((s) => [...s.involve, ...s.require].map((c) => c.id))),
  assignment: named(assignmentNoun),
  consultation: named(consultationNoun),
  consultations: (world, command) => world.all(consultationNoun).filter((c) => c.about === command['handover']),
  stillOpen: (world, _command, loaded) => {
    const { about } = loaded['consultation'] as { about: string }
    return [...world.all(roundNoun), ...world.all(handoverNoun)].some((r) => r.id === about && r.state === 'open')
  },
  handover: named(handoverNoun),
  experiment: (world, command, loaded) => {
    const named = (loaded['version'] ?? loaded['promotion']) as { experiment: string } | undefined
    return world.get(experimentNoun, (command['experiment'] ?? named?.experiment) as string)
  },
  experimentPlan,
  model: (world, command, loaded) =>
    world.get(modelNoun, (command['model'] ?? (loaded['promotion'] as { model: string }).model) as string),
  modelNameTaken: (world, command) => world.all(modelNoun).some((m) => m.name === command['name']),
  sameDigest: (world, command) =>
    world.all(versionNoun).find((v) => v.model === command['model'] && v.digest === command['digest'])?.id,
  version: named(versionNoun),
  evidence: named(evidenceNoun),
  evidenceKinds: () => KINDS,
  currentEvidence: (world, command) =>
    world.all(evidenceNoun).filter((e) => e.version === command['version'] && e.state === 'current'),
  gate,
  waiver: named(waiverNoun),
  promotion: named(promotionNoun),
  livePromotion: (world, _command, loaded) =>
    world.all(promotionNoun).find((p) => p.model === (loaded['gate'] as GateFacts).model.id && p.state === 'live'),
  readPack: () => ({ problems: [] }),
  item: named(itemNoun),
  register: registerOf,
  importedRows: () => ({ rows: [] }),
  chosenIndustry: (_world, command) => {
    const { activities = [], cells = {}, roles = [] } = industryPack(text(command, 'industry'))
    const reference = { id: text(command, 'industry'), version: '1.0.0', digest: digest(command['industry']) }
    return {
      reference,
      activities: activities.map(({ id, title }) => ({ id, title, covers: [] })),
      cells,
      roles: roles.map((r) => r.id),
    }
  },
  ...teamLoaders,
  ...CEREMONY_FACTS,
  kpis: () => new Map(shippedKpis().map((kpi) => [kpi.id, kpi])),
  scorecard: (world, command) => world.all(scorecardNoun).find((s) => s.id === command['project']),
}

/** Loads what an act needs, as the server's loaders do; facts given `instead` are not loaded. */
export function loadFacts(world: Records, act: AnyAct, command: Command, instead: Readonly<Loaded> = {}): Loaded {
  const loaded: Loaded = { ...instead }
  for (const [key, need] of Object.entries(act.needs as Record<string, { fact: string }>)) {
    if (Object.hasOwn(instead, key)) continue
    const loader = LOADERS[need.fact]
    if (loader === undefined) throw new Error(`no loader for the fact ${need.fact}`)
    loaded[key] = loader(world, command, loaded)
  }
  return loaded
}
