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
  try {
    let program = compiled.get(expression)
    if (program === undefined) {
      program = parse(expression)
      if (compiled.size >= MOST_COMPILED) compiled.clear()
      compiled.set(expression, program)
    }
    const value: unknown = program(context)
    if (typeof value === 'boolean') return { ok: true, value }
    return { ok: false, error: `The condition gives ${typeof value}, not true or false.` }
  } catch (error) {
    return {
      ok: false,
      error: error instanceof Error ? firstLine(error.message) : 'The condition could not be evaluated.',
    }
  }
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message
