import { parse } from '@marcbachmann/cel-js'

type Compiled = ReturnType<typeof parse>

/** Parsed conditions by their text: a pack's conditions are few and are evaluated often. */
const compiled = new Map<string, Compiled>()
const MOST_COMPILED = 2_000

export type ConditionResult =
  | { readonly ok: true; readonly value: boolean }
  | { readonly ok: false; readonly error: string }

/**
 * Evaluates a CEL condition of a pack over a context of plain JSON values. A condition that fails to parse, asks for a
 * field that is not there, or gives something other than true or false is an error in words, never an exception.
 *
 * @example evaluateCondition('cost <= budget', { cost: 3, budget: 5 }) // { ok: true, value: true }
 */
export function evaluateCondition(expression: string, context: Readonly<Record<string, unknown>>): ConditionResult {
  const result = evaluate(expression, context)
  if (!result.ok) return result
  if (typeof result.value === 'boolean') return { ok: true, value: result.value }
  return { ok: false, error: `The condition gives ${typeof result.value}, not true or false.` }
}

export type ExpressionResult =
  | { readonly ok: true; readonly value: number | string | boolean }
  | { readonly ok: false; readonly error: string }

/**
 * Evaluates a CEL expression of a pack that gives a number, a text, or true or false. A whole number of CEL becomes a
 * number; one that is infinite or no number is an error in words, as is any other value.
 *
 * @example evaluateExpression('item.reach * item.impact', { item: { reach: 10, impact: 0.5 } }) // { ok: true, value: 5 }
 */
export function evaluateExpression(expression: string, context: Readonly<Record<string, unknown>>): ExpressionResult {
  const result = evaluate(expression, context)
  if (!result.ok) return result
  const value = typeof result.value === 'bigint' ? Number(result.value) : result.value
  if (typeof value === 'boolean' || typeof value === 'string') return { ok: true, value }
  if (typeof value !== 'number') return { ok: false, error: `The expression gives ${typeof value}.` }
  return Number.isFinite(value)
    ? { ok: true, value }
    : { ok: false, error: 'The expression gives no finite number (a division by zero?).' }
}

type Evaluated = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }

function evaluate(expression: string, context: Readonly<Record<string, unknown>>): Evaluated {
  try {
    let program = compiled.get(expression)
    if (program === undefined) {
      program = parse(expression)
      if (compiled.size >= MOST_COMPILED) compiled.clear()
      compiled.set(expression, program)
    }
    return { ok: true, value: program(context) as unknown }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? firstLine(error.message) : 'It could not be evaluated.' }
  }
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message
