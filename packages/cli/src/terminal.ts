/** What a stream can show. */
export interface Screen {
  readonly color: boolean
  /** Columns; Infinity where nothing is cut, as in a pipe. */
  readonly width: number
  readonly interactive: boolean
}

/** The screen behind a stream: no colour without a terminal, with NO_COLOR, or on a dumb one. */
export function screenOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Screen {
  const interactive = stream.isTTY === true
  const noColor = environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== ''
  return {
    interactive,
    color: interactive && !noColor && environment['TERM'] !== 'dumb',
    width: interactive ? Math.max(stream.columns ?? 80, 40) : Number.POSITIVE_INFINITY,
  }
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const
export type Paint = (style: keyof typeof CODES, text: string) => string

/** Paints text, or leaves it as it is. */
export const painter =
  (screen: Pick<Screen, 'color'>): Paint =>
  (style, text) => {
    const [on, off] = CODES[style]
    return screen.color && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text
  }

// oxlint-disable-next-line no-control-regex -- exactly those are taken out
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g

/** Text of others as it may be printed: nothing that moves the cursor or turns the direction around. */
export const clean = (text: string): string => text.replaceAll(CONTROL, '\uFFFD')
/** Such text on one line. */
export const oneLine = (text: string): string => clean(text.replaceAll(/\s+/g, ' ').trim())

const ZERO = /^(?:\p{M}|[\u200B-\u200D])$/u
const WIDE =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]$/u

/** Columns that a text takes, given without escape codes. */
export function widthOf(text: string): number {
  let width = 0
  for (const c of text) width += ZERO.test(c) ? 0 : WIDE.test(c) ? 2 : 1
  return width
}

/** Cuts a text to a number of columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let out = ''
  let width = 0
  for (const c of text) {
    const more = widthOf(c)
    if (width + more > columns - 1) break
    out += c
    width += more
  }
  return `${out}…`
}

const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(columns - widthOf(text), 0))

const NARROWEST = 8
const GAP = 2

const IS_ID = /^(?:[a-z]{3}_[0-9A-Z]{26}|sha256:[0-9a-f]{64})$/

/**
 * A table with aligned columns, not wider than the screen. Where it is too wide, an id in the last column goes to a line of
 * its own, so that the words can be read; then the widest columns give way. Ids are never cut.
 *
 * @param headers titles of the columns
 * @param rows cells of one line each
 */
export function table(headers: readonly string[], rows: readonly (readonly string[])[], screen: Screen): string[] {
  const last = headers.length - 1
  const isTooWide = naturalWidths(headers, rows).reduce((sum, w) => sum + w + GAP, -GAP) > screen.width
  if (!isTooWide || last < 1 || !rows.some((row) => IS_ID.test(row[last] ?? ''))) return aligned(headers, rows, screen)
  const paint = painter(screen)
  const [head = '', ...lines] = aligned(
    headers.slice(0, last),
    rows.map((row) => row.slice(0, last)),
    screen,
  )
  return [head, ...lines.flatMap((line, i) => [line, `  ${paint('dim', rows[i]?.[last] ?? '')}`])]
}

const naturalWidths = (headers: readonly string[], rows: readonly (readonly string[])[]): number[] =>
  headers.map((h, i) => Math.max(widthOf(h), ...rows.map((r) => widthOf(r[i] ?? ''))))

function aligned(headers: readonly string[], rows: readonly (readonly string[])[], screen: Screen): string[] {
  const paint = painter(screen)
  const widths = naturalWidths(headers, rows)
  const isId = headers.map((_, i) => rows.some((r) => IS_ID.test(r[i] ?? '')))
  let excess = widths.reduce((sum, w) => sum + w + GAP, -GAP) - screen.width
  while (excess > 0) {
    const candidates = widths.map((w, i) => (isId[i] === true ? 0 : w))
    const widest = candidates.indexOf(Math.max(...candidates))
    const current = candidates[widest] ?? 0
    if (current <= NARROWEST) break
    const next = Math.max(...candidates.filter((_, i) => i !== widest), NARROWEST)
    const less = Math.min(excess, Math.max(current - next, 1))
    widths[widest] = current - less
    excess -= less
  }
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        i === headers.length - 1 ? cut(cell, widths[i] ?? 0) : pad(cut(cell, widths[i] ?? 0), widths[i] ?? 0),
      )
      .join(' '.repeat(GAP))
      .trimEnd()
  return [paint('dim', lineOf(headers)), ...rows.map(lineOf)]
}

/** Breaks a text at words; lines after the first are indented. */
export function wrap(text: string, screen: Pick<Screen, 'width'>, indent = 0): string[] {
  const room = Math.min(screen.width, 100) - indent
  const lines: string[] = []
  for (const paragraph of clean(text).split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && widthOf(line) + 1 + widthOf(word) > room) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    lines.push(line)
  }
  return lines.map((line, i) => (i === 0 ? line : ' '.repeat(indent) + line))
}

const STEPS: readonly (readonly [limitMs: number, unitMs: number, name: Intl.RelativeTimeFormatUnit])[] = [
  [3_600_000, 60_000, 'minute'],
  [86_400_000, 3_600_000, 'hour'],
  [30 * 86_400_000, 86_400_000, 'day'],
  [365 * 86_400_000, 30 * 86_400_000, 'month'],
  [Number.POSITIVE_INFINITY, 365 * 86_400_000, 'year'],
]

/** "3 hours ago", "in 2 days", "just now". Gives the text back when it is no instant. */
export function relative(instant: string, now: number): string {
  const difference = Date.parse(instant) - now
  if (Number.isNaN(difference)) return instant
  const size = Math.abs(difference)
  if (size < 60_000) return difference > 0 ? 'in a moment' : 'just now'
  for (const [limit, unit, name] of STEPS) {
    if (size >= limit) continue
    const count = Math.round(size / unit)
    const words = `${count} ${name}${count === 1 ? '' : 's'}`
    return difference > 0 ? `in ${words}` : `${words} ago`
  }
  return instant
}

/** "1.4 MiB". */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return unit === 0 ? `${bytes} bytes` : `${value.toFixed(1)} ${units[unit] ?? ''}`
}
