/** A line of a list of people: who it names, or why it cannot be taken. */
export interface ListedPerson {
  /** Counted from 1, as in the text. */
  readonly line: number
  readonly name: string
  readonly email: string
  readonly problem?: 'no-email' | 'email' | 'no-name' | 'name' | 'twice' | 'known'
}

/** As many people as one list may name; more are registered with the next one. */
export const MOST_LISTED = 200
const MOST_NAME = 200
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/

/**
 * Reads a list of people as it is pasted or exported: one line each, name and address in any order, divided by commas,
 * semicolons or tabs, or as `Name <address>`. Empty lines and a heading say nothing. `known` are addresses that are
 * registered already.
 *
 * @example
 * readPeople('Ada Okafor, ada@example.org', new Set())
 * // [{ line: 1, name: 'Ada Okafor', email: 'ada@example.org' }]
 */
export function readPeople(text: string, known: ReadonlySet<string>): readonly ListedPerson[] {
  const seen = new Set<string>()
  const found: ListedPerson[] = []
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const cells = cellsOf(raw)
    if (cells.length === 0 || (found.length === 0 && isHeading(cells))) continue
    const email = cells.find((cell) => cell.includes('@')) ?? ''
    const name = cells
      .filter((cell) => cell !== email)
      .join(' ')
      .replaceAll(/\s+/g, ' ')
    const key = email.toLowerCase()
    const problem = problemOf(name, email, seen.has(key), known.has(key))
    seen.add(key)
    found.push({ line: index + 1, name, email, ...(problem === undefined ? {} : { problem }) })
  }
  return found
}

function problemOf(name: string, email: string, isTwice: boolean, isKnown: boolean): ListedPerson['problem'] {
  if (email === '') return 'no-email'
  if (email.length > 200 || !ADDRESS.test(email)) return 'email'
  if (name === '') return 'no-name'
  if (name.length > MOST_NAME) return 'name'
  if (isTwice) return 'twice'
  return isKnown ? 'known' : undefined
}

function cellsOf(line: string): string[] {
  const angled = /^(.*)<([^<>]+)>\s*[,;]?\s*$/.exec(line)
  const parts = angled === null ? splitCells(line) : [angled[1] ?? '', angled[2] ?? '']
  return parts
    .map((part) =>
      part
        .trim()
        .replaceAll(/^["']+|["']+$/g, '')
        .trim(),
    )
    .filter((part) => part !== '')
}

/** Divides a line at commas, semicolons and tabs, but for those inside quotes: `"Okafor, Ada",a@b.c` has two cells. */
function splitCells(line: string): string[] {
  const cells: string[] = []
  let rest = line
  while (rest !== '') {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:[,;\t]|$)/.exec(rest)
    const cell = quoted ?? /^([^,;\t]*)[,;\t]?/.exec(rest)
    cells.push(quoted === null ? (cell?.[1] ?? '') : (quoted[1] ?? '').replaceAll('""', '"'))
    rest = rest.slice(cell?.[0].length ?? rest.length)
  }
  return cells
}

/** A first line without an address, such as `Name, E-mail`. */
function isHeading(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => !cell.includes('@')) && cells.some((cell) => /^e-?mail/i.test(cell))
}
