import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Line, Section, Spread } from './figures.ts'
import { middleOf } from './figures.ts'

const number = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 })
const withUnit = (value: number, unit: string): string =>
  unit.startsWith('/') ? `${number(value)}${unit}` : `${number(value)} ${unit}`

const spread = (measured: Spread | number): string =>
  typeof measured === 'number' ? '' : `${number(measured.min)}–${number(measured.max)} (${measured.runs})`

/** How many times slower than the yardstick (or faster, where it is below 1). */
function ratio({ measured, unit, yardstick }: Line): string {
  if (yardstick === undefined) return ''
  const [mine, other] = [middleOf(measured), middleOf(yardstick.measured)]
  return `${number(unit.startsWith('/') || unit.endsWith('/s') ? other / mine : mine / other)}×`
}

function row(line: Line): string {
  const { what, measured, unit, yardstick, target, peakMb } = line
  const cells = [
    what,
    withUnit(middleOf(measured), unit),
    spread(measured),
    yardstick === undefined ? '' : `${yardstick.what}: ${withUnit(middleOf(yardstick.measured), unit)}`,
    ratio(line),
    target === undefined ? '' : `${target.text}: ${target.met ? 'reached' : '**missed**'}`,
    peakMb === undefined ? '' : `${peakMb} MB`,
  ]
  return `| ${cells.join(' | ')} |`
}

function tableOf({ title, notes, lines }: Section): string {
  return [
    `### ${title}`,
    '',
    ...notes.flatMap((note) => [note, '']),
    '| what | median | min–max (runs) | yardstick in the same run | time ÷ yardstick | target | peak memory |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map(row),
  ].join('\n')
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, ${type()} ${release().split('-')[0] ?? ''}, Node ${process.versions.node}; load of the machine at the end ${loadavg()[0]?.toFixed(1) ?? ''}`
}

const begin = (name: string): string => `<!-- ${name} -->`

/** The results of one benchmark, with when and on what they were measured. */
function section(name: string, sections: readonly Section[]): string {
  const day = new Date().toISOString().slice(0, 10)
  return [
    begin(name),
    `## ${name}`,
    '',
    `\`npm run bench -- ${name}\`, ${day}, on ${machine()}.`,
    '',
    sections.map(tableOf).join('\n\n'),
    '',
  ].join('\n')
}

/** The file: what was measured now, and what the file already held of the others. */
function whole(before: string, now: ReadonlyMap<string, string>, order: readonly string[]): string {
  const kept = new Map(
    before
      .split(/^(?=<!-- [a-z-]+ -->$)/m)
      .slice(1)
      .map((text) => [/^<!-- ([a-z-]+) -->/.exec(text)?.[1] ?? '', text]),
  )
  const parts = order.flatMap((name) => now.get(name) ?? kept.get(name) ?? [])
  return [
    '# Results of the benchmarks',
    '',
    'Written by `npm run bench [-- name…]`; a run replaces the sections it measured. Absolute times depend on the machine and on what else runs there: the ratio to the yardstick, measured in the same run, is what to compare. Each figure is a median; a missed target is said to be missed.',
    '',
    ...parts.flatMap((part) => [part.trimEnd(), '']).slice(0, -1),
    '',
  ].join('\n')
}

export const report = { section, whole }
