import { expect, test } from 'vitest'
import { spansOf } from './alias-spans.ts'

const move = (day: number, alias: string, version: string | null) => ({
  at: `2026-01-0${day}T00:00:00.000Z`,
  alias,
  version,
})

test('a name points to a version until it is moved or taken away, and the last span is open', () => {
  const spans = spansOf([
    move(3, 'champion', 'ver_2'),
    move(1, 'champion', 'ver_1'),
    move(2, 'shadow', 'ver_2'),
    move(4, 'shadow', null),
  ])
  expect(spans.map((s) => [s.alias, s.version, s.from.slice(8, 10), s.until?.slice(8, 10)])).toEqual([
    ['champion', 'ver_1', '01', '03'],
    ['champion', 'ver_2', '03', undefined],
    ['shadow', 'ver_2', '02', '04'],
  ])
  expect(spansOf([])).toEqual([])
})
