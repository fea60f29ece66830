import { Environment } from '@marcbachmann/cel-js'
import type { EvidenceKindsPack } from './evidence-kinds-pack.ts'

type Kind = EvidenceKindsPack['kinds'][number]
type Field = Kind['fields'][number]

/** What is wrong with a condition: in words, and where in its text. */
export interface ConditionFault {
  readonly message: string
  readonly range?: { readonly start: number; readonly end: number }
}

/** A condition of a lifecycle pack looks at `project` alone; the names are those of the context it is given. */
const PROJECT = {
  objective: 'string',
  scope: 'string',
  criteria: 'list<ProjectCriterion>',
  milestones: 'list<ProjectMilestone>',
  experiments: 'double',
  models: 'double',
  roles: 'list<string>',
  disciplines: 'list<string>',
  matrixErrors: 'double',
  openRounds: 'double',
  promotions: 'double',
} as const

/** Numbers are doubles, and people write `== 0`: evaluating compares the two, so checking must as well. */
function numbers(): Environment {
  return new Environment().registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
}

function projectWorld(): Environment {
  return numbers()
    .registerType('ProjectCriterion', { fields: { kind: 'string', metric: 'string' } })
    .registerType('ProjectMilestone', { fields: { state: 'string' } })
    .registerVariable({ name: 'project', schema: PROJECT })
}

// Facts arrive as JSON, in which every number is a double.
const CEL_TYPES: Record<Field['type'], string> = {
  number: 'double',
  integer: 'double',
  boolean: 'bool',
  string: 'string',
  'text-list': 'list<string>',
  date: 'string',
  digest: 'string',
}

/** `kinds` undefined: nothing is known of the facts, so each may be anything. */
function gateWorld(needs: readonly string[], kinds: readonly Kind[] | undefined): Environment {
  const world = numbers()
    .registerType('Criterion', {
      fields: { kind: 'string', metric: 'string', split: 'string', met: 'bool', known: 'bool' },
    })
    .registerVariable('criteria', 'list<Criterion>')
  if (kinds === undefined) return world.registerVariable('evidence', 'map<string, map<string, dyn>>')
  const schema = Object.fromEntries(
    needs.map((need) => {
      const fields = kinds.find((kind) => kind.id === need)?.fields ?? []
      return [need, Object.fromEntries(fields.map((f) => [f.name, CEL_TYPES[f.type]]))]
    }),
  )
  return world.registerVariable({ name: 'evidence', schema })
}

/** What an expression that is no condition may give. */
const VALUES: readonly string[] = ['bool', 'dyn', 'double', 'int', 'string']

function check(
  world: () => Environment,
  text: string,
  allowed: readonly string[] = ['bool', 'dyn'],
): ConditionFault | undefined {
  // A regular expression can take for ever; a condition is evaluated while somebody waits.
  const regular = /\bmatches\s*\(/.exec(text)
  if (regular !== null) {
    const start = regular.index
    return { message: 'A condition may not use matches(); compare with == or "in".', range: { start, end: start + 7 } }
  }
  try {
    const result = world().check(text)
    if (result.error !== undefined) {
      const { summary, range } = result.error
      return {
        message: `${summary}.`,
        ...(range === undefined ? {} : { range: { start: range.start, end: range.end } }),
      }
    }
    if (allowed.includes(result.type ?? '')) return undefined
    const wanted =
      allowed === VALUES
        ? 'a computed field gives a number, a text, or true or false'
        : 'a condition gives true or false'
    return { message: `It gives ${result.type ?? 'something unknown'}; ${wanted}.` }
  } catch (error) {
    return { message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'It cannot be parsed.' }
  }
}

/**
 * Parses and type-checks a condition of a gate. It may look at `criteria` and at `evidence` of the kinds it needs.
 *
 * @example checkGateCondition('evidence.cost.monthly <= evidence.cost.budget', ['cost'], undefined) // undefined: sound
 */
export function checkGateCondition(
  text: string,
  needs: readonly string[],
  kinds: readonly Kind[] | undefined,
): ConditionFault | undefined {
  return check(() => gateWorld(needs, kinds), text)
}

/** Parses and type-checks a condition of a lifecycle pack, which looks at `project`. */
export function checkStageCondition(text: string): ConditionFault | undefined {
  return check(projectWorld, text)
}

/** A field of a register as its expressions see it: numbers are doubles, lists are lists of texts. */
interface ItemField {
  readonly name: string
  readonly type: string
}
const ITEM_TYPES: Readonly<Record<string, string>> = {
  number: 'double',
  integer: 'double',
  boolean: 'bool',
  choices: 'list<string>',
  list: 'list<string>',
}

/** Parses and type-checks a computed field of a register: a number, a text, or true or false over `item`. */
export function checkItemExpression(text: string, fields: readonly ItemField[]): ConditionFault | undefined {
  const schema = Object.fromEntries(fields.map((f) => [f.name, ITEM_TYPES[f.type] ?? 'string']))
  return check(() => numbers().registerVariable({ name: 'item', schema }), text, VALUES)
}

/**
 * Optional facts that a condition reads without asking `has(…)` first: where one is left out, the condition cannot be
 * evaluated and the check fails.
 */
export function unguardedFacts(text: string, kinds: readonly Kind[]): string[] {
  const asked = new Set([...text.matchAll(/has\(\s*(evidence(?:\.\w+)+)\s*\)/g)].map((match) => match[1]))
  const optional = new Set(
    kinds.flatMap((kind) => kind.fields.filter((f) => !f.required).map((f) => `evidence.${kind.id}.${f.name}`)),
  )
  const read = [...text.matchAll(/\bevidence\.\w+\.\w+/g)].map((match) => match[0])
  return [...new Set(read)].filter((name) => optional.has(name) && !asked.has(name))
}
