import { describe, expect, test } from 'vitest'
import { bytesText, clean, cut, painter, relative, screenOf, table, widthOf, wrap } from './terminal.ts'

const plain = { color: false, width: Number.POSITIVE_INFINITY, interactive: false }

describe('a screen', () => {
  test('has colour only in a terminal, without NO_COLOR, and not a dumb one', () => {
    const tty = { isTTY: true, columns: 120 }
    expect(screenOf(tty, {})).toEqual({ interactive: true, color: true, width: 120 })
    expect(screenOf(tty, { NO_COLOR: '1' }).color).toBe(false)
    expect(screenOf(tty, { NO_COLOR: '' }).color).toBe(true)
    expect(screenOf(tty, { TERM: 'dumb' }).color).toBe(false)
    expect(screenOf({}, {})).toEqual(plain)
  })

  test('without colour paints nothing', () => {
    expect(painter({ color: false })('red', 'no')).toBe('no')
    expect(painter({ color: true })('red', 'no')).toBe('\u001B[31mno\u001B[39m')
  })
})

describe('a table', () => {
  test('aligns its columns by what is seen, wide and combining characters included', () => {
    const lines = table(
      ['name', 'stage'],
      [
        ['日本', 'idea'],
        ['e\u0301a', 'live'],
      ],
      plain,
    )
    expect(lines).toEqual(['name  stage', '日本  idea', 'e\u0301a    live'])
  })

  test('fits the screen by cutting the widest columns, never an id', () => {
    const id = 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV'
    const lines = table(['id', 'text'], [[id, 'x'.repeat(100)]], { ...plain, width: 60 })
    expect(Math.max(...lines.map(widthOf))).toBe(60)
    expect(lines[1]).toContain(id)
    expect(lines[1]).toMatch(/x…$/)
  })

  test('is not cut in a pipe', () => {
    expect(table(['t'], [['x'.repeat(500)]], plain)[1]).toHaveLength(500)
  })
})

test('escape codes and direction marks of others are not printed', () => {
  expect(clean('a\u001B[2Jb\u202Ec')).toBe('a\uFFFD[2Jb\uFFFDc')
})

test('a text is cut to columns with an ellipsis', () => {
  expect(cut('abcdef', 4)).toBe('abc…')
  expect(cut('abcd', 4)).toBe('abcd')
})

test('a text breaks at words and later lines are indented', () => {
  expect(wrap('one two three', { width: 9 }, 2)).toEqual(['one two', '  three'])
})

test.each([
  [-10, 'just now'],
  [-60, '1 minute ago'],
  [-3 * 3600, '3 hours ago'],
  [2 * 86_400, 'in 2 days'],
  [90 * 86_400, 'in 3 months'],
])('%d seconds from now reads "%s"', (seconds, words) => {
  const now = Date.parse('2026-05-01T00:00:00Z')
  expect(relative(new Date(now + seconds * 1000).toISOString(), now)).toBe(words)
})

test('what is no instant is shown as it is', () => {
  expect(relative('tomorrow', 0)).toBe('tomorrow')
})

test('sizes have units', () => {
  expect([bytesText(512), bytesText(1536), bytesText(3 * 1024 ** 3)]).toEqual(['512 bytes', '1.5 KiB', '3.0 GiB'])
})
