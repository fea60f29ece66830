import type { Ask } from './ask.ts'
import { everything } from './resolve.ts'
import { oneLine } from './terminal.ts'

type Item = Readonly<Record<string, unknown>>

/** What the server answers to an act, as far as it is said. */
export interface ActAnswer {
  readonly act: string
  readonly subject: string
  readonly project?: string
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly subject: string }[]
  readonly result?: Readonly<Record<string, unknown>>
}

/** Where the record of an id is shown, by the id's prefix. */
const SHOWN: Readonly<Record<string, string>> = {
  prj: 'projects',
  exp: 'experiments',
  mdl: 'models',
  ver: 'versions',
  evd: 'evidence',
  rnd: 'rounds',
  prm: 'promotions',
  per: 'people',
}

/** A word as a shell takes it: quoted when it must be. */
export const word = (text: string): string =>
  /^[\w@.:/+-]+$/.test(text) ? text : /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`

/** "a", "a and b", "a, b and c". */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`

/**
 * What can be said of an act that was done: its command, its answer, and the records it is about, by name. The act is done,
 * so that nothing here may fail: what cannot be read is called by its id.
 */
export class Known {
  readonly command: Item
  readonly answer: ActAnswer
  readonly #ask: Ask
  readonly #records = new Map<string, Promise<Item>>()

  constructor(ask: Ask, command: Item, answer: ActAnswer) {
    this.#ask = ask
    this.command = command
    this.answer = answer
  }

  /** A field of the command as one line of text; empty when it was left out. */
  text(field: string): string {
    const value = this.command[field]
    return typeof value === 'string' ? oneLine(value) : typeof value === 'number' ? String(value) : ''
  }

  /** The record of an id; without fields when it cannot be read. */
  record(id: string): Promise<Item> {
    const known = this.#records.get(id)
    if (known !== undefined) return known
    const noun = SHOWN[id.slice(0, 3)]
    const read = (noun === undefined ? Promise.resolve({}) : this.#ask(`/api/v1/${noun}/${id}`))
      .then((value) => value as Item)
      .catch((): Item => ({}))
    this.#records.set(id, read)
    return read
  }

  /** A record that has no page of its own, from the list it stands in. */
  async listedIn(path: string, id: string): Promise<Item> {
    const items = await everything(this.#ask, path).catch((): Item[] => [])
    return items.find((item) => item['id'] === id) ?? {}
  }

  async #field(id: string, field: string): Promise<string> {
    const value = (await this.record(id))[field]
    return typeof value === 'string' && value !== '' ? oneLine(value) : id
  }

  /** Name of a person. */
  async person(id = this.text('person')): Promise<string> {
    const found = (await this.record(id))['person'] as Item | undefined
    const name = found?.['name']
    return typeof name === 'string' ? oneLine(name) : id
  }

  /** Name of the project that the act was about. */
  project(id = this.answer.project ?? this.text('project')): Promise<string> {
    return this.#field(id, 'name')
  }

  /** What a record is called in one word or a few, by its id. */
  async called(id: string): Promise<string> {
    if (id.startsWith('ver_')) {
      const { model, number } = await this.record(id)
      return typeof model === 'string' && typeof number === 'number' ? `${await this.model(model)}@${number}` : id
    }
    return this.#field(id, id.startsWith('exp_') ? 'title' : 'name')
  }

  experiment(id = this.text('experiment')): Promise<string> {
    return this.#field(id, 'title')
  }

  model(id = this.text('model')): Promise<string> {
    return this.#field(id, 'name')
  }

  /** A version as "churn version 2", and as it is typed: churn@2. */
  async version(id = this.text('version')): Promise<{ readonly said: string; readonly typed: string }> {
    const { model, number } = await this.record(id)
    if (typeof model !== 'string' || typeof number !== 'number') return { said: id, typed: id }
    const name = await this.model(model)
    return { said: `${name} version ${number}`, typed: word(`${name}@${number}`) }
  }

  /** The version that a round or a promotion is about. */
  async versionOf(id: string): Promise<{ readonly said: string; readonly typed: string }> {
    const { version } = await this.record(id)
    return typeof version === 'string' ? this.version(version) : { said: 'the candidate', typed: '…' }
  }

  /** The record of the project that the act was about. */
  projectRecord(): Promise<Item> {
    return this.record(this.answer.project ?? this.text('project'))
  }

  /** The assignments of the project that the act was about. */
  async team(): Promise<readonly Item[]> {
    const path = `/api/v1/projects/${this.answer.project ?? ''}/team`
    const team = (await this.#ask(path).catch(() => ({}))) as { assignments?: readonly Item[] }
    return team.assignments ?? []
  }

  /** Names of those who are A for an activity of the project. */
  async accountable(activity: string): Promise<string> {
    const path = `/api/v1/projects/${this.answer.project ?? ''}/answers/${encodeURIComponent(activity)}`
    const answers = (await this.#ask(path).catch(() => ({}))) as {
      stakes?: { A?: { people: string[]; role: string }[] }
      names?: Record<string, string | null>
    }
    const holding = answers.stakes?.A?.[0]
    const names = holding?.people.map((p) => oneLine(answers.names?.[p] ?? p)) ?? []
    return names.length > 0 ? listed(names) : (holding?.role ?? 'whoever is accountable')
  }

  /** How many entries of a type the act made. */
  count(type: string): number {
    return this.answer.entries.filter((entry) => entry.type === type).length
  }
}
