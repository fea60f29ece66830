import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPack } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import type { TitleOf } from './pack-parts.ts'
import { partsOf, settingsOf, textOf } from './pack-parts.ts'

type Content = Readonly<Record<string, unknown>>
const PACKS = join(import.meta.dirname, '../../../../../packs')
const untitled: TitleOf = () => undefined

/** Every shipped pack with its file. */
const shipped: readonly (readonly [string, Content])[] = readdirSync(PACKS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const read = readPack(readFileSync(join(PACKS, file), 'utf8'), file)
    if (!('pack' in read)) throw new Error(`${file} is no pack`)
    return [file, read.pack as unknown as Content] as const
  })

/** Every text in a value, at any depth, but what the page shows in its head or as a matrix. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
const HEAD = ['pack', 'id', 'version', 'title', 'description', 'sources', 'notes', 'cells', 'sourceCells']

describe('the parts of a pack', () => {
  test.each(shipped)('%s: no sentence, condition or source of it is left out', (_file, content) => {
    const inside = Object.fromEntries(Object.entries(content).filter(([field]) => !HEAD.includes(field)))
    const all = [...partsOf(content, untitled), ...settingsOf(content, untitled)]
      .flatMap((part) => part.items.map(textOf))
      .join('\n')
    const wanted = textsIn(inside).filter((text) => /[ .=]/.test(text))
    expect(wanted.filter((text) => !all.includes(text))).toEqual([])
  })

  test('ids are called by their titles, an empty list of people is everybody, and numbers have their units', () => {
    const { items } = partsOf(
      {
        ceremonies: [
          { id: 'stand-up', title: 'Stand-up', durationMinutes: 90, attendees: [], facilitators: ['ml-engineer'] },
        ],
      },
      (id) => (id === 'ml-engineer' ? 'Machine Learning Engineer' : undefined),
    )[0] ?? { items: [] }
    expect(items[0]?.facts).toEqual([
      { field: 'durationMinutes', value: '1.5 hr' },
      { field: 'attendees', value: 'everybody on the project' },
      { field: 'facilitators', value: ['Machine Learning Engineer'] },
    ])
  })

  test('a kind of evidence that is called as a check is does not take its title', () => {
    const titleOf: TitleOf = (id) => (id === 'safety' ? 'Safety evaluation passed' : undefined)
    const [checks] = partsOf(
      { checks: [{ id: 'safety', title: 'Safety evaluation passed', needs: ['safety'] }] },
      titleOf,
    )
    expect(checks?.items[0]?.facts).toEqual([{ field: 'needs', value: ['safety'] }])
  })

  test('what has no title is called by whom or what it is about', () => {
    const [involve] = partsOf(
      {
        involve: [
          { id: 'a', discipline: 'domain' },
          { id: 'b', anyOf: ['ux', 'qa'] },
        ],
      },
      untitled,
    )
    expect(involve?.items.map((i) => i.title)).toEqual(['somebody from domain', 'one of ux, qa'])
  })
})
