import { evaluateCondition } from '../../acts/condition.ts'
import type { Project, Stage } from './project.ts'
import { STAGES } from './project.ts'

export type CheckMode = 'prevent' | 'warn' | 'off'

/** A stage of the lifecycle pack: who must be engaged before it is entered, and what must hold. */
export interface StageDefinition {
  readonly id: string
  readonly title: string
  readonly involve: readonly {
    readonly id: string
    readonly role?: string | undefined
    readonly anyOf?: readonly string[] | undefined
    readonly discipline?: string | undefined
    readonly reason: string
    readonly mode: CheckMode
  }[]
  readonly require: readonly {
    readonly id: string
    readonly title: string
    readonly condition: string
    readonly message: string
    readonly mode: CheckMode
  }[]
}

/** What conditions of a lifecycle pack may look at. */
export interface StageContext {
  readonly objective: string
  readonly scope: string
  readonly criteria: readonly { readonly kind: string; readonly metric: string }[]
  readonly milestones: readonly { readonly state: string }[]
  readonly experiments: number
  readonly models: number
  readonly roles: readonly string[]
  readonly disciplines: readonly string[]
  readonly matrixErrors: number
  readonly openRounds: number
  readonly promotions: number
}

/** One check of a stage as it stands: met or not, in which mode, and in words. */
export interface StageCheck {
  readonly id: string
  readonly mode: CheckMode
  readonly met: boolean
  readonly message: string
  /** Who of the workspace could take the role that is missing, in words. */
  readonly help?: string
}

/** The roles that a check wants somebody from, or the discipline. */
export interface Wanted {
  readonly roles: readonly string[]
  readonly discipline?: string
}

/** What makes checks easier to read: what the catalogue calls a role, and who could take one that is missing. */
export interface Telling {
  readonly titleOf?: (role: string) => string
  readonly whoCould?: (wanted: Wanted) => string | undefined
}

/** The checks of entering a stage. A check whose condition cannot be evaluated is not met, and says why. */
export function stageChecks(
  definition: StageDefinition,
  context: StageContext,
  modes: Project['checkModes'],
  { titleOf = (role) => role, whoCould = () => undefined }: Telling = {},
): StageCheck[] {
  const involve = definition.involve.map((rule): StageCheck => {
    const wanted = rule.role === undefined ? (rule.anyOf ?? []) : [rule.role]
    const met =
      rule.discipline === undefined
        ? wanted.some((role) => context.roles.includes(role))
        : context.disciplines.includes(rule.discipline)
    const who = rule.discipline === undefined ? wanted.map(titleOf).join(' or ') : `somebody from ${rule.discipline}`
    const message = sentence(
      met ? `${who} is engaged` : `${who} must be engaged before "${definition.title}": ${rule.reason}`,
    )
    const { discipline } = rule
    const help = met ? undefined : whoCould({ roles: wanted, ...(discipline === undefined ? {} : { discipline }) })
    return { id: rule.id, mode: modeOf(modes, rule), met, message, ...(help === undefined ? {} : { help }) }
  })
  const require = definition.require.map((rule): StageCheck => {
    const result = evaluateCondition(rule.condition, { project: context })
    const message = result.ok ? (result.value ? rule.title : rule.message) : `${rule.title}: ${result.error}`
    return { id: rule.id, mode: modeOf(modes, rule), met: result.ok && result.value, message }
  })
  return [...involve, ...require]
}

/** A sentence for people: it starts with a capital and ends with a full stop. */
function sentence(text: string): string {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

function modeOf(modes: Project['checkModes'], rule: { readonly id: string; readonly mode: CheckMode }): CheckMode {
  return Object.hasOwn(modes, rule.id) ? (modes[rule.id] ?? rule.mode) : rule.mode
}

/**
 * True when a person may move the project from one stage to the other by hand: one step forward up to `building`, back
 * to an earlier one, or to `retired`. `in-review` and `live` are entered by submitting and promoting alone.
 */
export function mayMove(from: Stage, to: Stage): boolean {
  if (from === to || from === 'retired') return false
  if (to === 'retired') return true
  const [a, b] = [STAGES.indexOf(from), STAGES.indexOf(to)]
  const building = STAGES.indexOf('building')
  return b <= building && (b === a + 1 || b < a)
}

/** What a stage that is entered by the gate asks: what stands in the way, and what is only warned of (both in words). */
export function entering(checks: readonly StageCheck[]): {
  blocked: readonly StageCheck[]
  warnings: readonly string[]
} {
  const unmet = checks.filter((c) => !c.met)
  return {
    blocked: unmet.filter((c) => c.mode === 'prevent'),
    warnings: unmet.filter((c) => c.mode === 'warn').map((c) => c.message),
  }
}
