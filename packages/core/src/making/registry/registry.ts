import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import type { Experiment } from '../experiments/experiment.ts'
import { experimentFact } from '../experiments/experiment.ts'

/** The alias that names what is live. It moves by promotion and roll-back alone. */
export const CHAMPION = 'champion'

const artifact = z.strictObject({
  name: input.line(300).describe('File name'),
  digest: input.digest.describe('sha256:… of the file'),
  bytes: z.int().min(0).optional().describe('Size in bytes'),
})

export const modelRegistered = eventType(
  'ModelRegistered',
  'A model exists in the registry.',
  z.strictObject({ name: z.string(), description: z.string() }),
)
export const aliasMoved = eventType(
  'AliasMoved',
  'A named pointer of the model points to another version, or to none.',
  z.strictObject({
    alias: z.string(),
    version: input.id('ver').nullable(),
    previous: input.id('ver').nullable(),
    because: z.string(),
  }),
)
export const versionRegistered = eventType(
  'VersionRegistered',
  'An immutable version of a model exists, with its digest and where it comes from.',
  z.strictObject({
    model: input.id('mdl'),
    number: z.int(),
    digest: input.digest,
    description: z.string(),
    experiment: input.id('exp'),
    dataDigest: input.digest,
    commit: z.string(),
    framework: z.string().optional(),
    artifacts: z.array(z.strictObject({ name: z.string(), digest: input.digest, bytes: z.int().optional() })),
  }),
)

export interface Model {
  readonly id: string
  readonly project: string
  readonly name: string
  readonly description: string
  readonly registeredBy: string
  readonly registeredAt: string
  /** Number of the newest version; 0 before the first. */
  readonly versions: number
  readonly aliases: Readonly<Record<string, string>>
}

export const modelEvents = [modelRegistered, aliasMoved, versionRegistered] as const
export const modelNoun = noun<Model, typeof modelEvents>(
  'model',
  modelEvents,
  {
    born: {
      ModelRegistered: (e) => ({
        id: e.subject,
        project: e.project ?? '',
        ...e.data,
        registeredBy: e.actor,
        registeredAt: e.at,
        versions: 0,
        aliases: {},
      }),
    },
    changed: {
      AliasMoved: (s, e) => {
        const { [e.data.alias]: _moved, ...others } = s.aliases
        return { ...s, aliases: e.data.version === null ? others : { ...others, [e.data.alias]: e.data.version } }
      },
      VersionRegistered: (s, e) => ({ ...s, versions: e.data.number }),
    },
  },
  (e) => [e.type === 'VersionRegistered' ? String(e.data['model']) : e.subject],
)

/** An immutable version of a model with its lineage: experiment, training data, code. */
export interface ModelVersion {
  readonly id: string
  readonly project: string
  readonly model: string
  readonly number: number
  readonly digest: string
  readonly description: string
  readonly experiment: string
  readonly dataDigest: string
  readonly commit: string
  readonly framework?: string
  readonly artifacts: readonly { readonly name: string; readonly digest: string; readonly bytes?: number }[]
  readonly registeredBy: string
  /** Who answers for the account that registered it, when a token or a service account did. */
  readonly onBehalfOf?: string
  readonly registeredAt: string
}
export const versionEvents = [versionRegistered] as const
export const versionNoun = noun<ModelVersion, typeof versionEvents>('version', versionEvents, {
  born: {
    VersionRegistered: (e) =>
      ({
        id: e.subject,
        project: e.project ?? '',
        ...e.data,
        registeredBy: e.actor,
        ...(e.onBehalfOf === undefined ? {} : { onBehalfOf: e.onBehalfOf }),
        registeredAt: e.at,
      }) as ModelVersion,
  },
  changed: {},
})

/** Everybody who made a version: of its experiment the owner and who proposed it, of the version who registered it. */
export function makers(experiment: Experiment, version: ModelVersion): Set<string> {
  const people = [
    experiment.owner,
    experiment.proposedBy,
    experiment.onBehalfOf,
    version.registeredBy,
    version.onBehalfOf,
  ]
  return new Set(people.filter((person) => person !== undefined))
}

export const modelFact = fact<Model>('model')
export const versionFact = fact<ModelVersion>('version')
/** True if the workspace already has a model of the name that the command gives. */
export const modelNameTakenFact = fact<boolean>('modelNameTaken')
/** The version of the model that has the digest the command gives, if there is one. */
export const sameDigestFact = fact<string | undefined>('sameDigest')

const byStake = (activity: string) =>
  ({ kind: 'activity', stake: 'R', activity, responsibilities: (f: { project: ProjectFacts }) => f.project }) as const

export const registerModel = act({
  name: 'model.register',
  title: 'Register a model',
  help: 'Makes a name in the registry under which versions are kept.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dots, dashes or underscores, at most 100')
      .describe('Name, unique in the workspace'),
    description: input.text(5_000).describe('What it predicts, for whom, from what'),
  }),
  needs: { project: projectFact, taken: modelNameTakenFact },
  permission: byStake('train-model'),
  events: [modelRegistered],
  decide: (command, _grant, { project, taken }, { newId }) =>
    taken
      ? refuse(refusal('name-taken', `There already is a model "${command.name}".`, { subject: '/name' }))
      : accept(
          event(modelRegistered, newId('mdl'), { name: command.name, description: command.description }, project.id),
        ),
})

export const registerVersion = act({
  name: 'version.register',
  title: 'Register a model version',
  help: 'Records an immutable version with the digest of the model file, the experiment it came from, the data and the code.',
  input: z.strictObject({
    model: input.id('mdl').describe('The model'),
    experiment: input.id('exp').describe('The experiment that made it'),
    digest: input.digest.describe('sha256:… of the model file'),
    dataDigest: input.digest.describe('sha256:… of the training data'),
    commit: z
      .string()
      .regex(/^[0-9a-f]{7,64}$/, 'must be a commit hash')
      .describe('Commit of the training code'),
    description: input.text(5_000).describe('What is different in this version'),
    framework: input.line(100).optional().describe('Framework and version'),
    artifacts: z.array(artifact).max(200).default([]).describe('Further files, each with its digest'),
  }),
  needs: { model: modelFact, experiment: experimentFact, project: projectFact, sameDigest: sameDigestFact },
  permission: byStake('train-model'),
  events: [versionRegistered],
  decide: (command, _grant, { model, experiment, sameDigest }, { newId }) => {
    if (sameDigest !== undefined)
      return refuse(
        refusal('version-exists', 'This model already has a version with the same digest.', { subject: sameDigest }),
      )
    const mismatch = belongs(experiment, model)
    if (mismatch !== undefined) return refuse(mismatch)
    const { framework, ...rest } = command
    const data = {
      ...rest,
      number: model.versions + 1,
      artifacts: command.artifacts.map((a) => ({
        name: a.name,
        digest: a.digest,
        ...(a.bytes === undefined ? {} : { bytes: a.bytes }),
      })),
      ...(framework === undefined ? {} : { framework }),
    }
    return accept(event(versionRegistered, newId('ver'), data, model.project))
  },
})

function belongs(experiment: Experiment, model: Model) {
  if (experiment.project !== model.project) {
    return refusal('lineage-mismatch', 'The experiment and the model belong to different projects.', {
      subject: '/experiment',
    })
  }
  if (experiment.status === 'abandoned' || experiment.status === 'rejected') {
    return refusal(
      'experiment-status',
      `The experiment is ${experiment.status}; no version can come from it any more.`,
      { subject: experiment.id },
    )
  }
  return undefined
}

const onAlias = {
  model: input.id('mdl').describe('The model'),
  alias: input.slug.describe('Name of the pointer, e.g. "challenger"'),
}
const reserved = refusal('alias-reserved', `"${CHAMPION}" names what is live; it moves by promotion alone.`, {
  subject: '/alias',
  help: 'Submit the version at the gate: "muster gate submit".',
})

export const setAlias = act({
  name: 'alias.set',
  title: 'Point an alias to a version',
  help: 'Moves a named pointer. "champion" is refused here: it moves by promotion alone.',
  input: z.strictObject({ ...onAlias, version: input.id('ver').describe('The version') }),
  needs: { model: modelFact, version: versionFact, project: projectFact },
  permission: byStake('deploy-to-production'),
  events: [aliasMoved],
  decide: (command, _grant, { model, version }) => {
    if (command.alias === CHAMPION) return refuse(reserved)
    if (version.model !== model.id)
      return refuse(refusal('lineage-mismatch', 'The version belongs to another model.', { subject: '/version' }))
    const previous = Object.hasOwn(model.aliases, command.alias) ? (model.aliases[command.alias] ?? null) : null
    if (previous === version.id)
      return refuse(refusal('already-so', 'The alias already points to this version.', { subject: '/alias' }))
    return accept(
      event(
        aliasMoved,
        model.id,
        { alias: command.alias, version: version.id, previous, because: 'set by hand' },
        model.project,
      ),
    )
  },
})

export const removeAlias = act({
  name: 'alias.remove',
  title: 'Remove an alias',
  help: 'The pointer names no version any more. "champion" is refused here.',
  input: z.strictObject(onAlias),
  needs: { model: modelFact, project: projectFact },
  permission: byStake('deploy-to-production'),
  events: [aliasMoved],
  decide: (command, _grant, { model }) => {
    if (command.alias === CHAMPION) return refuse(reserved)
    const previous = Object.hasOwn(model.aliases, command.alias) ? model.aliases[command.alias] : undefined
    if (previous === undefined)
      return refuse(refusal('alias-unknown', `The model has no alias "${command.alias}".`, { subject: '/alias' }))
    return accept(
      event(
        aliasMoved,
        model.id,
        { alias: command.alias, version: null, previous, because: 'removed by hand' },
        model.project,
      ),
    )
  },
})
