import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { createGunzip, createGzip } from 'node:zlib'
import type { LedgerEntry } from '@muster/core'
import { openCheckpoint, parseVerifierKey, rootOf, sameBytes, verifyLedger } from '@muster/core'
import type { FileStore } from '../files/file-store.ts'
import { signedHead, storedEntries } from '../record/ledger/log.ts'
import type { LedgerKey } from '../record/ledger/signing.ts'
import { ledgerKeyFromPem, verifySignature } from '../record/ledger/signing.ts'
import type { Head } from './commit.ts'
import { append, lockHead, project, recordedEvent, sha256 } from './commit.ts'
import type { Database, Queries } from './database.ts'
import { shippedMigrations } from './migrate.ts'
import { Work } from './work.ts'

const FORMAT = 'muster-backup@v1'
/** What a backup holds beside the ledger: everything that does not follow from it and must survive. */
const TABLES = [
  'person_profile',
  'token_secret',
  'auth_user',
  'auth_account',
  'file',
  'ledger_checkpoint',
  'notice_read',
] as const
const ROWS = 500
const CHUNK = 512 * 1024

/** The backup is not one, is damaged, or is of a newer Muster. */
export class BackupBroken extends Error {
  override readonly name = 'BackupBroken'
}

/**
 * Everything needed to restore the workspace, as gzip-compressed JSON lines: a header, the signing key, the entries, the
 * signed head, the rows that no entry holds, the files. Records are not in it: they follow from the entries.
 */
export function makeBackup(from: {
  readonly database: Database
  readonly ledgerKey: LedgerKey
  readonly files: FileStore
  readonly version: string
}): Readable {
  return Readable.from(lines(from)).pipe(createGzip())
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`

async function* lines({
  database,
  ledgerKey,
  files,
  version,
}: Parameters<typeof makeBackup>[0]): AsyncGenerator<string> {
  const { note, size } = await signedHead(database, ledgerKey)
  const newest = shippedMigrations().at(-1)?.number ?? 0
  yield line({ format: FORMAT, version, migration: newest, name: ledgerKey.signer.name, size })
  yield line({ key: ledgerKey.pem })
  for await (const batch of storedEntries(database, 0, size))
    yield batch.map(({ text }) => line({ entry: text })).join('')
  yield line({ checkpoint: note })
  for (const table of TABLES) yield* rowsOf(database, table)
  const stored = await database.query<{ digest: string }>('select digest from file order by digest')
  for (const { digest } of stored) {
    if (files.path(digest) === undefined) continue
    for await (const chunk of files.read(digest)) yield* inChunks(digest, chunk as Buffer)
    yield line({ file: digest, end: true })
  }
  yield line({ end: true })
}

async function* rowsOf(database: Queries, table: string): AsyncGenerator<string> {
  for (let offset = 0; ; offset += ROWS) {
    const rows = await database.query<{ row: unknown }>(
      `select row_to_json(t) as row from ${table} t order by t offset $1 limit ${ROWS}`,
      [offset],
    )
    if (rows.length > 0) yield line({ table, rows: rows.map((r) => r.row) })
    if (rows.length < ROWS) return
  }
}

function* inChunks(digest: string, chunk: Buffer): Generator<string> {
  for (let at = 0; at < chunk.length; at += CHUNK)
    yield line({ file: digest, bytes: chunk.subarray(at, at + CHUNK).toString('base64') })
}

interface Into {
  readonly database: Database
  readonly files: FileStore
  /** Keeps the signing key; called before the database commits. */
  readonly keepKey: (pem: string) => void
  /** Told from time to time how many entries are restored. */
  readonly onProgress?: (entries: number) => void
}

interface Restored {
  readonly entries: number
  readonly files: number
  readonly name: string
}

/** Restores a backup into an empty store. The ledger is verified first to last; nothing is kept when anything is wrong. */
export async function restoreBackup(path: string, into: Into): Promise<Restored> {
  const [existing] = await into.database.query<{ size: number }>('select size from ledger_head')
  if (Number(existing?.size ?? 0) > 0)
    throw new BackupBroken('The store to restore into is not empty. Give another data folder or database.')
  return into.database.transaction(async (tx) => new Restoring(tx, into).run(path))
}

class Restoring {
  readonly #tx: Queries
  readonly #into: Into
  readonly #work: Work
  #head: Head | undefined
  #key: LedgerKey | undefined
  #name = ''
  #pending: LedgerEntry[] = []
  #verifier: ReturnType<typeof verifyLedger> | undefined
  #checked = false
  #files = 0
  #open: { digest: string; push: (chunk: Buffer | null) => void; done: Promise<{ digest: string }> } | undefined

  constructor(tx: Queries, into: Into) {
    this.#tx = tx
    this.#into = into
    this.#work = new Work(tx)
  }

  async run(path: string): Promise<Restored> {
    this.#head = await lockHead(this.#tx)
    let ended = false
    try {
      const input = createReadStream(path).pipe(createGunzip())
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        if (ended) throw new BackupBroken('Something follows the end of the backup.')
        ended = await this.#take(parse(text))
      }
    } catch (error) {
      throw readable(error, path)
    }
    if (!ended || !this.#checked) throw new BackupBroken(`${path} ends too early: the backup is cut off.`)
    return { entries: this.#head.size, files: this.#files, name: this.#name }
  }

  async #take(item: Record<string, unknown>): Promise<boolean> {
    if (typeof item['format'] === 'string') this.#header(item)
    else if (typeof item['key'] === 'string') this.#useKey(item['key'])
    else if (typeof item['entry'] === 'string') await this.#entry(item['entry'])
    else if (typeof item['checkpoint'] === 'string') await this.#check(item['checkpoint'])
    else if (typeof item['table'] === 'string') await this.#rows(item['table'], item['rows'])
    else if (typeof item['file'] === 'string') await this.#file(item['file'], item['bytes'])
    else if (item['end'] === true) return true
    else throw new BackupBroken('The backup holds a line that is not understood.')
    return false
  }

  #header(item: Record<string, unknown>): void {
    if (item['format'] !== FORMAT) throw new BackupBroken(`This is "${String(item['format'])}", not "${FORMAT}".`)
    if (Number(item['migration']) > (shippedMigrations().at(-1)?.number ?? 0))
      throw new BackupBroken('The backup was made by a newer Muster. Restore it with that version.')
    this.#name = String(item['name'])
  }

  #useKey(pem: string): void {
    this.#key = ledgerKeyFromPem(pem, this.#name)
    const key = parseVerifierKey(sha256, this.#key.verifierKey)
    if (!key.ok) throw new BackupBroken(key.problem)
    this.#verifier = verifyLedger({
      sha256,
      verify: verifySignature,
      origin: this.#name,
      keys: [key.value],
      complete: true,
    })
  }

  async #entry(text: string): Promise<void> {
    if (this.#verifier === undefined) throw new BackupBroken('The backup has entries before its key.')
    this.#verifier.entry(text)
    this.#pending.push(JSON.parse(text) as LedgerEntry)
    if (this.#pending.length >= ROWS) await this.#flush()
  }

  async #flush(): Promise<void> {
    const entries = this.#pending
    this.#pending = []
    if (entries.length === 0 || this.#head === undefined) return
    if (entries.some((e, i) => e.seq !== (this.#head?.size ?? 0) + i))
      throw new BackupBroken('The entries of the backup are not in order.')
    this.#head = await append(this.#tx, this.#head, entries)
    await project(this.#work, entries.map(recordedEvent))
    this.#work.clear()
    this.#into.onProgress?.(this.#head.size)
  }

  async #check(note: string): Promise<void> {
    await this.#flush()
    this.#verifier?.checkpoint(note)
    const verdict = this.#verifier?.finish()
    if (verdict?.ok !== true)
      throw new BackupBroken(
        `The ledger in the backup does not verify: ${verdict?.findings.map((f) => `${f.code}: ${f.message}`).join('; ') ?? 'no key'}`,
      )
    const key = parseVerifierKey(sha256, this.#key?.verifierKey ?? '')
    const opened = key.ok ? openCheckpoint(note, this.#name, [key.value], { verify: verifySignature }) : undefined
    if (
      opened?.ok !== true ||
      this.#head === undefined ||
      !sameBytes(opened.checkpoint.root, rootOf(sha256, this.#head))
    )
      throw new BackupBroken('The restored tree does not have the signed root.')
    this.#into.keepKey(this.#key?.pem ?? '')
    this.#checked = true
  }

  async #rows(table: string, rows: unknown): Promise<void> {
    if (!TABLES.some((t) => t === table))
      throw new BackupBroken(`The backup holds a table "${table}" that is not restored.`)
    await this.#tx.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::text::json) on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  }

  async #file(digest: string, bytes: unknown): Promise<void> {
    if (this.#open === undefined) {
      const stream = new Readable({ read() {} })
      this.#open = { digest, push: (chunk) => stream.push(chunk), done: this.#into.files.put(stream) }
    }
    if (this.#open.digest !== digest) throw new BackupBroken('The files of the backup are mixed up.')
    if (typeof bytes === 'string') {
      this.#open.push(Buffer.from(bytes, 'base64'))
      return
    }
    this.#open.push(null)
    const stored = await this.#open.done
    if (stored.digest !== digest) throw new BackupBroken(`The file ${digest} in the backup is damaged.`)
    this.#open = undefined
    this.#files += 1
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new BackupBroken('The backup holds a line that is not JSON.')
}

function readable(error: unknown, path: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new BackupBroken(`There is no file ${path}.`)
  if (typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'))
    return new BackupBroken(`${path} is not a Muster backup, or is damaged.`)
  return error
}
