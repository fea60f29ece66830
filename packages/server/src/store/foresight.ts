import type { RecordedEvent } from '@muster/core'
import { NOUNS } from '@muster/core'
import type { Work } from './work.ts'

/**
 * Reads all records that some events change, each kind in one statement, before the events are folded one after the
 * other. Records that are not there yet are remembered as absent, so that nobody asks for them again.
 */
export async function foresee(work: Work, events: readonly RecordedEvent[]): Promise<void> {
  for (const noun of NOUNS) {
    const types = new Set(noun.events.map((event) => event.type))
    const ids = new Set(
      events.filter(({ type }) => types.has(type)).flatMap((event) => noun.keysOf?.(event) ?? [event.subject]),
    )
    if (ids.size === 0) continue
    // Table names are nouns of core, never input.
    const rows = await work.query<{ id: string; doc: unknown }>(
      `select id, doc from ${noun.name} where id = any (array (select json_array_elements_text($1::text::json)))`,
      [JSON.stringify([...ids])],
    )
    const found = new Map(rows.map(({ id, doc }) => [id, doc]))
    for (const id of ids) work.keep(noun, id, found.get(id))
  }
}
