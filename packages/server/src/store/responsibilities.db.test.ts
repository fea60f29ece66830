import { eachDatabase } from '@muster/testkit'
import { expect, test } from 'vitest'
import type { Queries } from './database.ts'
import { projectWithTeam } from './responsibilities.ts'

class Undo extends Error {}

eachDatabase((open) => {
  test('a team that an undone transaction saw is never taken for one that was written later under the same number', async () => {
    const { database } = await open()
    const write = async (tx: Queries, name: string, seq: number): Promise<void> => {
      await tx.query('update ledger_head set writer = pg_current_xact_id()')
      await tx.query(
        `insert into project (id, project, seq, doc) values ('p', 'p', $1, $2::text::jsonb)
         on conflict (id) do update set seq = excluded.seq, doc = excluded.doc`,
        [seq, JSON.stringify({ name, stage: 'idea', matrix: { activities: [], cells: {} } })],
      )
    }
    await database.query('alter table ledger_head disable trigger forward')
    await database.transaction((tx) => write(tx, 'first', 1))
    const nameOf = async (on: Queries) => (await projectWithTeam(on, 'p'))?.state.name
    expect(await nameOf(database)).toBe('first')
    const undone = database.transaction(async (tx) => {
      await write(tx, 'undone', 2)
      expect(await nameOf(tx)).toBe('undone')
      throw new Undo()
    })
    await expect(undone).rejects.toBeInstanceOf(Undo)
    expect(await nameOf(database)).toBe('first')
    await database.transaction((tx) => write(tx, 'second', 2))
    expect(await nameOf(database)).toBe('second')
  })
})
