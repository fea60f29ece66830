import type { ComputedFormula, ComputedFormulaId } from '@muster/core'
import { COMPUTED_FORMULAS } from '@muster/core'
import { sha256Hex } from '../../store/commit.ts'
import type { Queries } from '../../store/database.ts'
import type { Point, Question, Window } from './measure.ts'
import { trendFrom, windowsOf } from './measure.ts'

/** The formulas that an entry of a type can change. */
const READERS = new Map<string, ComputedFormulaId[]>()
for (const [id, { reads }] of Object.entries(COMPUTED_FORMULAS) as [ComputedFormulaId, ComputedFormula][])
  for (const type of reads) READERS.set(type, [...(READERS.get(type) ?? []), id])

/** What one project gave to a question, while the ledger had so many entries. */
interface Given {
  readonly size: number
  readonly windows: readonly Window[]
}

/** After so many entries that nobody has looked at, it is quicker to ask anew than to read what they were about. */
const MOST_ENTRIES = 20_000
/** Questions times projects that are remembered; a day makes new ones of all of them. */
const MOST_REMEMBERED = 200_000
const MOST_TRENDS = 20_000
/** The record is asked about so many projects at once: whoever waits for the one connection waits for these. */
const TOGETHER = 25

/** Of lists of projects: all KPIs of a scorecard ask about the same one. */
const digests = new WeakMap<readonly string[], string>()
function digestOf(projects: readonly string[]): string {
  const known = digests.get(projects)
  if (known !== undefined) return known
  const digest = sha256Hex(projects.join(' '))
  digests.set(projects, digest)
  return digest
}

/** What is remembered of one database. */
class Memory {
  readonly #questions = new Map<string, Map<string, Given>>()
  /** Number of the newest entry that can have changed what a formula says of a project. */
  readonly #changed = new Map<string, number>()
  /** Number of the newest entry that can have changed what a formula says of anything. */
  readonly #newest = new Map<ComputedFormulaId, number>()
  /** Trends as they were put together, while the ledger had so many entries. */
  readonly #trends = new Map<string, { readonly size: number; readonly trend: readonly Point[] }>()
  /** Raised whenever all was forgotten: what was asked before is not remembered after. */
  #generation = 0
  #size: number | undefined
  #count = 0

  /** Reads what was recorded since somebody looked; gives how many entries there are. */
  async catchUp(queries: Queries): Promise<number> {
    const known = this.#size
    const [head] = await queries.query<{ size: number }>('select size from ledger_head')
    const size = Number(head?.size ?? 0)
    if (known === undefined || size - known > MOST_ENTRIES || size < known) this.#forget()
    else if (size > known) {
      const rows = await queries.query<{ seq: number; type: string; project: string }>(
        'select seq, type, project from ledger_entry where seq >= $1 and seq < $2 and project is not null',
        [known, size],
      )
      for (const { seq, type, project } of rows)
        for (const formula of READERS.get(type) ?? []) {
          const key = `${formula} ${project}`
          this.#changed.set(key, Math.max(Number(seq), this.#changed.get(key) ?? -1))
          this.#newest.set(formula, Math.max(Number(seq), this.#newest.get(formula) ?? -1))
        }
    }
    // Somebody else may have read further meanwhile.
    this.#size = Math.max(size, this.#size ?? 0)
    return size
  }

  #forget(): void {
    this.#questions.clear()
    this.#changed.clear()
    this.#newest.clear()
    this.#trends.clear()
    this.#generation += 1
    this.#size = undefined
    this.#count = 0
  }

  async trend(queries: Queries, question: Question, size: number): Promise<readonly Point[]> {
    const { formula, parameters, projects, windows } = question
    const whole = sha256Hex(JSON.stringify([formula, parameters, digestOf(projects), windows.edges]))
    const known = this.#trends.get(whole)
    if (known !== undefined && known.size > (this.#newest.get(formula) ?? -1)) return known.trend
    const generation = this.#generation
    const trend = trendFrom(question, await this.#windows(queries, question, size))
    if (this.#generation !== generation) return trend
    if (this.#trends.size >= MOST_TRENDS) this.#trends.clear()
    if ((this.#trends.get(whole)?.size ?? -1) <= size) this.#trends.set(whole, { size, trend })
    return trend
  }

  /** The windows of all projects of a question: those that are remembered and still hold, and the others asked anew. */
  async #windows(queries: Queries, question: Question, size: number): Promise<Window[]> {
    const { formula, parameters, projects, windows } = question
    const key = sha256Hex(JSON.stringify([formula, parameters, windows.edges]))
    const given = this.#of(key)
    const isKnown = (project: string): boolean =>
      (given.get(project)?.size ?? -1) > (this.#changed.get(`${formula} ${project}`) ?? -1)
    const found = new Map<string, readonly Window[]>()
    const missing: string[] = []
    for (const project of projects) {
      if (isKnown(project)) found.set(project, given.get(project)?.windows ?? [])
      else missing.push(project)
    }
    for (let from = 0; from < missing.length; from += TOGETHER) {
      const some = missing.slice(from, from + TOGETHER)
      const seen = await windowsOf(queries, { ...question, projects: some })
      for (const project of some) {
        const own = seen.get(project) ?? []
        found.set(project, own)
        // At least so many entries were seen: what was recorded while this was asked is caught up with later.
        if ((given.get(project)?.size ?? -1) <= size) this.#keep(given, project, { size, windows: own })
      }
    }
    return [...found.values()].flat()
  }

  #of(key: string): Map<string, Given> {
    if (this.#count > MOST_REMEMBERED) this.#forget()
    let given = this.#questions.get(key)
    if (given === undefined) this.#questions.set(key, (given = new Map()))
    return given
  }

  #keep(given: Map<string, Given>, project: string, what: Given): void {
    if (!given.has(project)) this.#count += 1
    given.set(project, what)
  }
}

const memories = new WeakMap<object, Memory>()

/**
 * Trends as they are on record now. What each project gave to a question is remembered, and asked again only when
 * something it could be about was recorded since, or another day has begun: windows are whole days, so nothing else can
 * change it. A portfolio is put together from its projects.
 */
export async function rememberedTrends(queries: Queries): Promise<(question: Question) => Promise<readonly Point[]>> {
  const { home } = queries
  if (home === undefined) {
    const memory = new Memory()
    return (question) => memory.trend(queries, question, 0)
  }
  let memory = memories.get(home)
  if (memory === undefined) memories.set(home, (memory = new Memory()))
  const size = await memory.catchUp(queries)
  return (question) => memory.trend(queries, question, size)
}
