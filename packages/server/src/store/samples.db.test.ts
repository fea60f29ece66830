import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { actingOn, eachDatabase } from '@muster/testkit'
import { expect, test } from 'vitest'
import { fileStoreIn } from '../files/file-store.ts'
import { ledgerKeyIn, storeLedgerKey } from '../record/ledger/signing.ts'
import { verifyStore } from '../record/ledger/verify.ts'
import { restoreBackup } from './backup.ts'
import { replay } from './replay.ts'

const FOLDER = join(import.meta.dirname, '../../../../fixtures/store')
const samples = readdirSync(FOLDER).filter((file) => file.endsWith('.backup'))

test('there is a sample of the first release', () => expect(samples).toContain('0.1.0.backup'))

eachDatabase((open) => {
  test.each(samples)('the sample of a release is restored, verified and usable: %s', async (file) => {
    const { database, folder } = await open()
    const files = fileStoreIn(join(folder, 'files'), 1e9)
    const keepKey = (pem: string): void => storeLedgerKey(folder, pem)
    const restored = await restoreBackup(join(FOLDER, file), { database, files, keepKey })
    expect(restored).toMatchObject({ files: 1, name: 'sample.example' })
    expect(await verifyStore(database, ledgerKeyIn(folder, 'sample.example'))).toMatchObject({
      ok: true,
      findings: [],
      size: restored.entries,
    })
    expect(await replay(database)).toMatchObject({ ok: true, findings: [] })
    expect(await database.query('select name from person_profile order by name')).toEqual([
      { name: 'Ada Lovelace' },
      { name: 'Bob Roberts' },
      { name: 'CI' },
    ])
    expect((await actingOn(database).do('service.register', { name: 'next' })).entries[0]!.seq).toBe(restored.entries)
  })
})
