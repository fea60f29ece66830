import { duration, measured, percent } from '../../ui/number.ts'
import { words } from '../../words/packs.ts'

/** A value as it is shown: words, several of them, or code that is read letter by letter. */
export type Shown = string | readonly string[] | { readonly code: string }
export interface Fact {
  /** Name of the field in the pack. */
  readonly field: string
  readonly value: Shown
}
/** One item of a list of a pack. */
export interface PackItem {
  /** What it is called in files and in the terminal. */
  readonly id?: string
  readonly title: string
  /** What it means, in a sentence or a few. */
  readonly about: readonly string[]
  readonly facts: readonly Fact[]
  /** Statements and rules that it comes from. */
  readonly source: readonly string[]
  readonly parts: readonly PackPart[]
}
/** One list of a pack, under its name in the pack. */
export interface PackPart {
  readonly list: string
  readonly items: readonly PackItem[]
}
/** What ids are called; an id that has no title stands for itself. */
export type TitleOf = (id: string) => string | undefined

type Fields = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord)
const isText = (value: unknown): value is string => typeof value === 'string'

const HEADER = new Set(['pack', 'id', 'version', 'title', 'description', 'sources', 'notes', 'cells', 'sourceCells'])
const IDS = ['id', 'duty', 'name']
const TITLES = ['title', 'question', 'text']
const ABOUT = ['description', 'summary', 'purpose', 'help', 'reason', 'message', 'basis', 'note']
const CODE = new Set(['condition', 'expression', 'rule', 'order'])
const SHARES = new Set(['errorRateMax', 'performanceMargin'])
const PEOPLE = new Set(['attendees', 'facilitators'])
/** Fields whose ids are not those of what the pack itself lists, though they may be written alike. */
const ELSEWHERE = new Set([
  'needs',
  'evidence',
  'kinds',
  'query',
  'formula',
  'fact',
  'skills',
  'choices',
  'topics',
  'disciplines',
  'engagements',
  'answers',
])
const SLUG = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$/

/** A list of a pack with all that is in it; ids are replaced by their titles where they have one. */
export function partOf(list: string, items: readonly Fields[], titleOf: TitleOf): PackPart {
  return { list, items: items.map((item) => itemOf(item, titleOf)) }
}

/** All lists of a pack in the order of the pack. */
export function partsOf(content: Fields, titleOf: TitleOf): readonly PackPart[] {
  return inOrder(content, words.list).flatMap(([list, value]) =>
    !HEADER.has(list) && isList(value) ? [partOf(list, value, titleOf)] : [],
  )
}

/** What a pack says once and not in a list, by the field that says it; '' for what stands at its top. */
export function settingsOf(content: Fields, titleOf: TitleOf): readonly PackPart[] {
  const own = inOrder(content, words.field).filter(
    ([field, value]) => !HEADER.has(field) && !isList(value) && !isRecord(value),
  )
  const groups = Object.entries(content).filter(([field, value]) => !HEADER.has(field) && isRecord(value))
  const parts = groups.map(([field, value]) => partOf(field, [value as Fields], titleOf))
  return own.length === 0 ? parts : [partOf('', [Object.fromEntries(own)], titleOf), ...parts]
}

function itemOf(item: Fields, titleOf: TitleOf): PackItem {
  const id = IDS.map((key) => item[key]).find(isText)
  const titled = TITLES.find((key) => isText(item[key]))
  const { title, taken } =
    titled === undefined ? untitled(item, id, titleOf) : { title: String(item[titled]), taken: titled }
  const hidden = new Set([...IDS, ...ABOUT, 'source', taken])
  const rest = inOrder(item, words.field).filter(([field, value]) => !hidden.has(field) && !isNothing(field, value))
  return {
    ...(id === undefined || id === title ? {} : { id }),
    title,
    about: ABOUT.map((key) => item[key]).filter((text): text is string => isText(text) && text !== title),
    facts: rest.flatMap(([field, value]) =>
      isList(value) && field !== 'bands' ? [] : [{ field, value: shown(field, value, titleOf) }],
    ),
    source: Array.isArray(item['source']) ? item['source'].filter(isText) : [],
    parts: rest.flatMap(([field, value]) =>
      isList(value) && field !== 'bands' ? [partOf(field, value, titleOf)] : [],
    ),
  }
}

/** An empty list says nothing, but that everybody is meant where people are named. */
const isNothing = (field: string, value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0 && !PEOPLE.has(field))

/** Fields in the order in which the words for them are listed: a pack that is kept has lost its own. */
function inOrder(of: Fields, names: Readonly<Record<string, string>>): readonly (readonly [string, unknown])[] {
  const places = new Map(Object.keys(names).map((name, place) => [name, place]))
  const placeOf = (name: string): number => places.get(name) ?? places.size
  return Object.entries(of).toSorted(([a], [b]) => placeOf(a) - placeOf(b))
}

/** What an item without a title of its own is called: by whom or what it is about. */
function untitled(item: Fields, id: string | undefined, titleOf: TitleOf): { title: string; taken: string } {
  if (isText(item['message'])) return { title: item['message'], taken: 'message' }
  if (isText(item['discipline'])) return { title: words.from(item['discipline']), taken: 'discipline' }
  if (isText(item['role'])) return { title: named(item['role'], titleOf), taken: 'role' }
  for (const field of ['anyOf', 'roles', 'responsibilities']) {
    const value = item[field]
    if (!Array.isArray(value)) continue
    const all = value.map((v) => named(String(v), titleOf)).join(field === 'responsibilities' ? '; ' : ', ')
    return { title: field === 'anyOf' ? words.oneOf(all) : all, taken: field }
  }
  if (isText(item['stage'])) return { title: named(item['stage'], titleOf), taken: 'stage' }
  if (typeof item['weight'] === 'number') return { title: percent(item['weight'] / 100), taken: 'weight' }
  return { title: id === undefined ? '' : named(id, titleOf), taken: '' }
}

/** The title of an id, or the id in words: `evaluate-model` is "evaluate model". */
export const named = (id: string, titleOf: TitleOf): string =>
  titleOf(id) ?? words.value[id] ?? (SLUG.test(id) ? id.replaceAll(/[-_]/g, ' ') : id)

const noTitle: TitleOf = () => undefined

function shown(field: string, value: unknown, titleOf: TitleOf): Shown {
  if (CODE.has(field) && isText(value)) return { code: value }
  if (Array.isArray(value))
    return value.length === 0 ? words.everybody : value.map((v) => line(v, ELSEWHERE.has(field) ? noTitle : titleOf))
  if (isRecord(value) && !isText(value['text']))
    return Object.entries(value).map(([name, v]) => `${fieldName(name)}: ${inLine(name, v, titleOf)}`)
  return inLine(field, value, titleOf)
}

function inLine(field: string, value: unknown, titleOf: TitleOf): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((v) => line(v, titleOf)).join(', ')
  if (typeof value === 'number') return counted(field, value)
  return line(value, ELSEWHERE.has(field) ? noTitle : titleOf)
}

function line(value: unknown, titleOf: TitleOf): string {
  if (isText(value)) return named(value, titleOf)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return measured(value)
  if (!isRecord(value)) return ''
  const { text, source, ...others } = value
  const said = Object.entries(others).map(([name, v]) =>
    name === 'id' ? String(v) : `${fieldName(name)}: ${inLine(name, v, titleOf)}`,
  )
  return [...(isText(text) ? [text] : []), ...said, ...(Array.isArray(source) ? [source.join(', ')] : [])]
    .filter((text) => text !== '')
    .join(' · ')
}

/** A number with its unit, which the name of its field ends in. */
function counted(field: string, value: number): string {
  if (SHARES.has(field)) return percent(value)
  if (field === 'costRatioMax') return percent(value)
  if (field === 'weight') return percent(value / 100)
  if (/minutes$/i.test(field)) return duration(value)
  if (field.endsWith('WorkingDays')) return words.workingDays(value)
  if (/Days$|^daysBefore$/.test(field)) return words.days(value)
  if (field.endsWith('Ms')) return words.milliseconds(measured(value))
  return measured(value)
}

export const fieldName = (field: string): string => words.field[field] ?? words.list[field] ?? field

/** All words of an item, to be searched. */
export function textOf(item: PackItem): string {
  const facts = item.facts.map(({ value }) => (isText(value) ? value : 'code' in value ? value.code : value.join(' ')))
  const parts = item.parts.flatMap((part) => part.items.map(textOf))
  return [item.id ?? '', item.title, ...item.about, ...facts, ...item.source, ...parts].join(' ')
}
