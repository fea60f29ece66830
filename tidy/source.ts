/**
 * Reads source text well enough to hold it against the house rules: where comments, strings and code are, and what a
 * file imports. TypeScript 7 has no JavaScript API yet, and a rule must not depend on how something is formatted.
 */

/** A string or template literal: its place in the text, its text, and whether it holds `${…}`. */
export interface Literal {
  readonly start: number
  readonly end: number
  readonly value: string
  readonly filled: boolean
}

export interface Import {
  readonly specifier: string
  readonly line: number
  /** `import(…)` and `require(…)` come at run time. */
  readonly dynamic: boolean
  /** `import type … from`: it is gone when the program runs. */
  readonly typeOnly: boolean
  /** `export … from`. */
  readonly exported: boolean
}

export interface Source {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The text with comments and the insides of strings as spaces; offsets and lines are those of the text. */
  readonly code: string
  /** The text with comments as spaces. */
  readonly uncommented: string
  readonly literals: ReadonlyMap<number, Literal>
  readonly imports: readonly Import[]
}

/** Reads one file. Example: `source('a.ts', "import { z } from 'zod'").imports[0].specifier // 'zod'`. */
export function source(path: string, text: string): Source {
  const { code, uncommented, literals } = scan(text)
  return { path, text, code, uncommented, literals, imports: importsOf(text, code, literals) }
}

/** Line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line += 1
  return line
}

const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{;+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield|throw))\s*$/
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y

/** Where the comment that starts at `i` ends; undefined when none does. */
function endOfComment(text: string, i: number): number | undefined {
  if (text[i] !== '/') return undefined
  const next = text[i + 1]
  if (next !== '/' && next !== '*') return undefined
  const close = text.indexOf(next === '/' ? '\n' : '*/', i + 2)
  if (close === -1) return text.length
  return next === '/' ? close : close + 2
}

/** One pass over a text: blanks comments, and notes every literal. */
function scan(text: string): { code: string; uncommented: string; literals: Map<number, Literal> } {
  const code = text.split('')
  const uncommented = text.split('')
  const literals = new Map<number, Literal>()
  const blank = (from: number, to: number, comment: boolean): void => {
    for (let i = from; i < to; i += 1) {
      if (text[i] === '\n') continue
      code[i] = ' '
      if (comment) uncommented[i] = ' '
    }
  }

  /** Reads code up to the `}` that closes a template's `${`, or to the end; gives the offset behind it. */
  const readCode = (from: number, inTemplate: boolean): number => {
    let depth = 0
    let i = from
    while (i < text.length) {
      const c = text[i] ?? ''
      const behind = endOfComment(text, i)
      if (behind !== undefined) {
        blank(i, behind, true)
        i = behind
      } else if (c === "'" || c === '"') i = readString(i, c)
      else if (c === '`') i = readTemplate(i)
      else if (c === '/' && BEFORE_REGEX.test(code.slice(Math.max(0, i - 40), i).join(''))) i = readRegex(i)
      else {
        if (c === '{') depth += 1
        if (c === '}' && inTemplate && depth === 0) return i + 1
        if (c === '}') depth -= 1
        i += 1
      }
    }
    return i
  }
  const readString = (start: number, quote: string): number => {
    let i = start + 1
    while (i < text.length && text[i] !== quote && text[i] !== '\n') i += text[i] === '\\' ? 2 : 1
    blank(start + 1, i, false)
    literals.set(start, { start, end: i + 1, value: text.slice(start + 1, i), filled: false })
    return i + 1
  }
  const readTemplate = (start: number): number => {
    let i = start + 1
    let filled = false
    while (i < text.length && text[i] !== '`') {
      if (text[i] === '$' && text[i + 1] === '{') {
        filled = true
        i = readCode(i + 2, true)
      } else {
        const next = text[i] === '\\' ? i + 2 : i + 1
        blank(i, next, false)
        i = next
      }
    }
    literals.set(start, { start, end: i + 1, value: text.slice(start + 1, i), filled })
    return i + 1
  }
  const readRegex = (start: number): number => {
    REGEX.lastIndex = start
    const found = REGEX.exec(text)
    if (found === null) return start + 1
    blank(start + 1, start + found[0].length, false)
    return start + found[0].length
  }
  readCode(0, false)
  return { code: code.join(''), uncommented: uncommented.join(''), literals }
}

const STATEMENT = /(?<=^|[\n;}])[ \t]*(import|export)\b(?:[\w$*{}\s,]*?\bfrom)?\s*(?=['"])/g
const CALL = /\b(?:import|require|require\.resolve)\s*\(\s*(?=['"`])/g

function importsOf(text: string, code: string, literals: ReadonlyMap<number, Literal>): Import[] {
  const found: Import[] = []
  const add = (match: RegExpExecArray, dynamic: boolean, exported: boolean): void => {
    const literal = literals.get(match.index + match[0].length)
    // What is put together at run time (a package per machine) cannot be told by reading.
    if (literal === undefined || literal.filled) return
    const line = lineOf(text, literal.start)
    const typeOnly = /^\s*(?:import|export)\s+type\b/.test(match[0])
    found.push({ specifier: literal.value, line, dynamic, typeOnly, exported })
  }
  for (const match of code.matchAll(STATEMENT)) add(match, false, match[1] === 'export')
  for (const match of code.matchAll(CALL)) add(match, true, false)
  return found
}
