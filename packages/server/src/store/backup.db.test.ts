import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Open, TestStore } from '@muster/testkit'
import { FIRST, actingOn, eachDatabase, openedWorkspace, stores } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileStore } from '../files/file-store.ts'
import { fileStoreIn } from '../files/file-store.ts'
import { authenticate } from '../identity/authenticate.ts'
import { identityCompanions } from '../identity/companions.ts'
import { hashed, setPassword } from '../identity/passwords.ts'
import { signIn } from '../identity/sign-in.ts'
import { signedHead } from '../record/ledger/log.ts'
import type { LedgerKey } from '../record/ledger/signing.ts'
import { ledgerKeyIn, storeLedgerKey } from '../record/ledger/signing.ts'
import { verifyStore } from '../record/ledger/verify.ts'
import { BackupBroken, makeBackup, restoreBackup } from './backup.ts'
import type { Database } from './database.ts'
import { replay } from './replay.ts'

const PASSWORD = 'correct horse battery staple'
const EMAIL = 'ada@example.org'
const FILE = randomBytes(1_500_000)
const DIGEST = `sha256:${createHash('sha256').update(FILE).digest('hex')}`

const work = mkdtempSync(join(tmpdir(), 'muster-backup-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
let count = 0
const saved = (bytes: Buffer): string => {
  const path = join(work, `${(count += 1)}.backup`)
  writeFileSync(path, bytes)
  return path
}
const filesOf = (store: TestStore): FileStore => fileStoreIn(join(store.folder, 'files'), 1e9)
const everyFile = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => statSync(join(folder, f)).isFile())
    : []

interface Made {
  readonly backup: Buffer
  readonly secret: string
  readonly key: LedgerKey
}

/** A workspace with a person who can sign in, a token, a file and a signed head; and its backup. */
async function made(store: TestStore): Promise<Made> {
  const { database } = store
  const acting = await openedWorkspace(database, { companions: identityCompanions((path) => path) })
  await setPassword(database, { id: FIRST, name: 'Ada Lovelace', email: EMAIL }, await hashed(PASSWORD))
  const issued = await acting.do('token.issue', { person: FIRST, label: 'ci', scopes: ['*'] })
  for (let i = 0; i < 30; i += 1) await acting.do('service.register', { name: `service ${i}` })
  const files = filesOf(store)
  await files.put(Readable.from([FILE]))
  await database.query('insert into file (digest, name, bytes, uploaded_by) values ($1, $2, $3, $4)', [
    DIGEST,
    'data.bin',
    FILE.length,
    FIRST,
  ])
  const key = ledgerKeyIn(store.folder, 'test.example')
  await signedHead(database, key)
  const backup = Buffer.concat(await makeBackup({ database, ledgerKey: key, files, version: '0.1.0' }).toArray())
  return { backup, secret: String(issued.result?.['secret']), key }
}

const restoreInto = (store: TestStore, path: string) =>
  restoreBackup(path, {
    database: store.database,
    files: filesOf(store),
    keepKey: (pem) => storeLedgerKey(store.folder, pem),
  })

const contents = async (database: Database): Promise<unknown> => {
  const tables = [
    'ledger_entry',
    'ledger_node',
    'person',
    'token',
    'person_profile',
    'token_secret',
    'auth_user',
    'auth_account',
    'file',
  ]
  const all: Record<string, unknown> = {}
  for (const table of tables) {
    const rows = await database.query<{ row: string }>(`select row_to_json(t)::jsonb::text as row from ${table} t`)
    all[table] = rows.map((r) => r.row).toSorted()
  }
  return all
}

async function expectTheSame(from: TestStore, to: TestStore, { secret, key }: Made): Promise<void> {
  expect(await contents(to.database)).toEqual(await contents(from.database))
  const restored = ledgerKeyIn(to.folder, 'test.example')
  expect(restored.verifierKey).toBe(key.verifierKey)
  expect(await verifyStore(to.database, restored)).toMatchObject({ ok: true, findings: [] })
  expect(await replay(to.database)).toMatchObject({ ok: true, findings: [] })
  expect(readFileSync(filesOf(to).path(DIGEST)!).equals(FILE)).toBe(true)
  const auth = signIn(to.database, { url: 'http://127.0.0.1:7300', secret: 'x'.repeat(40) })
  const bearer = new Headers({ authorization: `Bearer ${secret}` })
  expect(await authenticate(to.database, auth, bearer, new Date().toISOString())).toMatchObject({
    caller: { person: FIRST },
  })
  const signedIn = await auth.api.signInEmail({ body: { email: EMAIL, password: PASSWORD } })
  expect(signedIn.user.id).toBe(FIRST)
  await expect(auth.api.signInEmail({ body: { email: EMAIL, password: 'another long password' } })).rejects.toThrow()
}

const other: Record<string, () => Open> = {}
describe('a backup', () => {
  other['postgres'] = (
    (open) => () =>
      open
  )(stores('pglite'))
  other['pglite'] = (
    (open) => () =>
      open
  )(stores('postgres'))

  eachDatabase((open) => {
    let from: TestStore
    let good: Made
    let lines: string[]
    let target: TestStore
    beforeAll(async () => {
      from = await open()
      target = await open()
      good = await made(from)
      lines = gunzipSync(good.backup).toString().trimEnd().split('\n')
    })
    /** A backup that must be refused, with nothing left behind: one store takes them all. */
    const refused = async (bytes: Buffer, why: RegExp): Promise<void> => {
      const outcome = restoreInto(target, saved(bytes))
      await expect(outcome).rejects.toBeInstanceOf(BackupBroken)
      await expect(outcome).rejects.toThrow(why)
      await nothingIn(target)
    }
    const nothingIn = async (store: TestStore): Promise<void> => {
      const rows = Object.values((await contents(store.database)) as Record<string, unknown[]>)
      expect(rows.flat()).toEqual([])
      expect(everyFile(join(store.folder, 'files'))).toEqual([])
      expect(existsSync(join(store.folder, 'ledger-key.pem'))).toBe(false)
    }
    const packed = (changed: readonly string[]): Buffer => gzipSync(`${changed.join('\n')}\n`)
    const at = (start: string): number => lines.findIndex((l) => l.startsWith(start))

    test('restores into the same kind of database: entries, people, tokens, sign-in and files', async () => {
      const to = await open()
      expect(await restoreInto(to, saved(good.backup))).toMatchObject({ files: 1, name: 'test.example' })
      await expectTheSame(from, to, good)
    })

    test('restores into the other kind of database', async () => {
      const to = await other[open.kind]!()()
      await restoreInto(to, saved(good.backup))
      await expectTheSame(from, to, good)
    })

    test('lets acts go on where it ended', async () => {
      const to = await open()
      const { entries } = await restoreInto(to, saved(good.backup))
      const acting = actingOn(to.database)
      expect((await acting.do('service.register', { name: 'next' })).entries[0]!.seq).toBe(entries)
      expect(await verifyStore(to.database, good.key)).toMatchObject({ ok: true, size: entries + 1 })
    })

    test('is refused when it is cut off, wherever', { timeout: 120_000 }, async () => {
      for (const part of [0, 5, 20, 0.01, 0.5, 0.999])
        await refused(
          good.backup.subarray(0, part < 1 ? Math.floor(good.backup.length * part) : part),
          /damaged|ends too early|not a Muster backup/,
        )
      for (const upTo of [
        1,
        2,
        at('{"checkpoint"'),
        at('{"table"'),
        at('{"file"') + 1,
        lines.length - 2,
        lines.length - 1,
      ])
        await refused(packed(lines.slice(0, upTo)), /ends too early/)
    })

    test('is refused when a bit of it flipped', { timeout: 120_000 }, async () => {
      for (const where of [0, 1, 2, 0.001, 0.01, 0.2, 0.5, 0.8, 0.999]) {
        const bytes = Buffer.from(good.backup)
        bytes[where > 0 && where < 1 ? Math.floor(bytes.length * where) : where]! ^= 0x10
        await refused(bytes, /damaged|not a Muster backup|not JSON|not understood|not restored|does not verify|begin/)
      }
    })

    test('is refused when a piece of a file is damaged, missing or of another file', async () => {
      const [first, second] = [at('{"file"'), at('{"file"') + 1]
      const flipped = lines.with(second, lines[second]!.replace(/"bytes":"..../, '"bytes":"AAAA'))
      await refused(packed(flipped), /is damaged/)
      await refused(packed(lines.toSpliced(second, 1)), /is damaged/)
      await refused(packed(lines.with(second, lines[second]!.replace(/sha256:..../, 'sha256:0000'))), /mixed up/)
      await refused(
        packed(lines.with(first, lines[first]!.replace(/sha256:[0-9a-f]+/, 'sha256:../../x'))),
        /digest|mixed up|damaged/,
      )
    })

    test('is refused when its entries are changed, swapped, missing or doubled', async () => {
      const entry = at('{"entry"') + 3
      await refused(
        packed(lines.with(entry, lines[entry]!.replace('service', 'humanes'))),
        /does not verify|root|damaged/,
      )
      await refused(
        packed(lines.with(entry, lines[entry + 1]!).with(entry + 1, lines[entry]!)),
        /not in order|does not verify/,
      )
      await refused(packed(lines.toSpliced(entry, 1)), /not in order|does not verify/)
      await refused(packed(lines.toSpliced(entry, 0, lines[entry]!)), /not in order|does not verify/)
      await refused(packed(lines.with(entry, '{"entry":"{}"}')), /damaged|not in order|verify/)
      await refused(packed(lines.with(entry, '{"entry":"no json"}')), /damaged|verify/)
    })

    test('is refused when it is something else', async () => {
      await refused(Buffer.from('not a backup at all'), /not a Muster backup/)
      await refused(packed(['not a backup at all']), /not JSON/)
      await refused(packed(['{"format":"other@v1"}']), /not "muster-backup@v1"/)
      await refused(packed(lines.slice(1)), /does not begin as one/)
      await refused(packed([lines[0]!, ...lines]), /begins twice/)
      await refused(packed(lines.with(0, lines[0]!.replace(/"migration":\d+/, '"migration":9999'))), /newer Muster/)
      await refused(packed(lines.with(1, '{"key":"no key"}')), /damaged/)
      await refused(packed(lines.toSpliced(2, 0, lines[1]!)), /two signing keys/)
      await refused(packed([...lines, ...lines.slice(-1)]), /follows the end/)
      await refused(packed(lines.toSpliced(lines.length - 1, 0, '{"table":"setting","rows":[]}')), /not restored/)
      await refused(packed(lines.toSpliced(lines.length - 1, 0, '{"what":1}')), /not understood/)
    })

    test('that is not there is refused with a sentence', async () => {
      const store = await open()
      await expect(restoreInto(store, join(work, 'nowhere.backup'))).rejects.toThrow('There is no file')
      await nothingIn(store)
    })

    test('is refused by a store that is not empty, which stays as it is', async () => {
      const store = await open()
      await openedWorkspace(store.database)
      const before = await contents(store.database)
      await expect(restoreInto(store, saved(good.backup))).rejects.toThrow('not empty')
      expect(await contents(store.database)).toEqual(before)
    })

    test('that is refused can be followed by a good one', async () => {
      const store = await open()
      await expect(restoreInto(store, saved(packed(lines.slice(0, -1))))).rejects.toThrow('ends too early')
      await restoreInto(store, saved(good.backup))
      expect(await contents(store.database)).toEqual(await contents(from.database))
    })

    test('whose making fails in the middle breaks off as a stream, not as the process', async () => {
      const { database } = from
      const failing: Database = {
        ...database,
        query: (sql, values) =>
          sql.includes('token_secret') ? Promise.reject(new Error('gone')) : database.query(sql, values),
      }
      const stream = makeBackup({ database: failing, ledgerKey: good.key, files: filesOf(from), version: '0.1.0' })
      await expect(stream.toArray()).rejects.toThrow('gone')
    })
  })
})
