import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Source } from './source.ts'
import { lineOf, source } from './source.ts'

/** Root of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url))

const SKIPPED = /(^|\/)(node_modules|dist|coverage|data|muster-data|\.git)(\/|$)/

/** Paths of files under the root by pattern, sorted; what is installed or built is left out. */
export function paths(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT, exclude: (path) => SKIPPED.test(path.replaceAll('\\', '/')) })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[a-z]+$/.test(path))
    .toSorted()
}

export const textOf = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8')

/** Every source file of the repository, read once. */
export const HOUSE: readonly Source[] = paths(
  '{packages,tidy,scenarios,examples,bench,fixtures}/**/*.{ts,tsx,mjs}',
  '*.{ts,mjs}',
).map((path) => source(path, textOf(path)))

/** A small tree for showing that a rule can fail. */
export const tree = (files: Readonly<Record<string, string>>): Source[] =>
  Object.entries(files).map(([path, text]) => source(path, text))

/** Something that breaks a rule, where, and what to do about it. */
export interface Complaint {
  readonly path: string
  readonly line: number
  readonly message: string
}
export const inWords = (found: readonly Complaint[]): string[] =>
  found.map(({ path, line, message }) => `${path}:${line}: ${message}`)

/** Everywhere that a pattern occurs in a view of a file. `pattern` needs the flag g. */
export function occurrences(
  file: Source,
  view: 'code' | 'uncommented' | 'text',
  pattern: RegExp,
  message: (found: string) => string,
): Complaint[] {
  return [...file[view].matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineOf(file.text, match.index),
    message: message(match[0].trim()),
  }))
}

/** How many complaints each file may still give. A list of these only shrinks: a number that is too high is a complaint. */
export type KnownExceptions = Readonly<Record<string, number>>

export function beyondKnown(found: readonly Complaint[], known: KnownExceptions): Complaint[] {
  const counts = new Map<string, number>()
  for (const { path } of found) counts.set(path, (counts.get(path) ?? 0) + 1)
  const tooHigh = Object.entries(known)
    .filter(([path, count]) => (counts.get(path) ?? 0) < count)
    .map(([path, count]) => ({
      path,
      line: 1,
      message: `the list of known exceptions grants ${count}, and there are ${counts.get(path) ?? 0}: lower the number`,
    }))
  return [...found.filter(({ path }) => (counts.get(path) ?? 0) > (known[path] ?? 0)), ...tooHigh]
}

/**
 * States one rule as two tests: the house keeps it, and the files of `broken` break it in exactly the places named
 * (`path:line`), so that the rule is known to be able to fail.
 */
export function houseRule(
  title: string,
  find: (files: readonly Source[]) => Complaint[],
  broken: { readonly files: Readonly<Record<string, string>>; readonly at: readonly string[] },
  known: KnownExceptions = {},
): void {
  test(title, () => {
    expect(inWords(beyondKnown(find(HOUSE), known))).toEqual([])
  })
  test(`${title}: a file that does otherwise is named`, () => {
    const found = find(tree(broken.files)).map(({ path, line }) => `${path}:${line}`)
    expect(found.toSorted()).toEqual([...broken.at].toSorted())
  })
}
