/** Text as it may stand in HTML and SVG, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  // What no XML document may hold, or turns the direction of text around, is shown as a replacement character.
  const clean = text.replaceAll(/(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '\uFFFD')
  return clean
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element with attributes and content; numbers have at most two decimals. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? place(value) : escaped(value ?? '')}"`)
    .join('')
  return `<${name}${written}>${content.join('')}</${name}>`
}

export function text(x: number, y: number, words: string, more: Attributes = {}): string {
  return element('text', { x, y, ...more }, escaped(words))
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element('line', { x1, y1, x2, y2, class: className })
}

function place(value: number): string {
  return String(Number(value.toFixed(2)))
}

/** A drawing with a title for those who cannot see it. */
export function drawing(width: number, height: number, title: string, content: readonly string[]): string {
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${place(height)}`, width, role: 'img', 'aria-label': title },
    element('title', {}, escaped(title)),
    ...content,
  )
}

/** At most so many letters, with an ellipsis where some are missing. */
export function cut(words: string, most: number): string {
  const letters = Array.from(new Intl.Segmenter('en').segment(words.slice(0, 20 * most)), ({ segment }) => segment)
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : words
}

/** Places between two ends, 1, 2 or 5 times a power of ten apart: about five of them. */
export function ticks(least: number, most: number): number[] {
  const span = most - least
  if (!(span > 0) || !Number.isFinite(span)) return [least]
  const rough = span / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  const first = Math.ceil(least / step - 1e-9)
  const count = Math.floor(most / step + 1e-9) - first + 1
  // Dividing by what a step is a fraction of gives 0.3 and not 0.30000000000000004.
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** A tick as it is written. */
export function tickText(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4)) return value.toExponential(0)
  return String(Number(value.toPrecision(6)))
}
