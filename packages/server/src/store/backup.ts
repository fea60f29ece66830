import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { PassThrough, Readable, pipeline } from 'node:stream'
import { pipeline as pipelineDone } from 'node:stream/promises'
import type { Gunzip } from 'node:zlib'
import { createGunzip, createGzip } from 'node:zlib'
import type { LedgerEntry } from '@muster/core'
import { openCheckpoint, parseVerifierKey, rootOf, sameBytes, verifyLedger } from '@muster/core'
import type { FileStore } from '../files/file-store.ts'
import { FileTooLarge } from '../files/file-store.ts'
import { signedHead, storedEntries } from '../record/ledger/log.ts'
import type { LedgerKey } from '../record/ledger/signing.ts'
import { ledgerKeyFromPem, verifySignature } from '../record/ledger/signing.ts'
import { append, lockHead, project, recordedEvent, sha256 } from './commit.ts'
import type { Database, Queries } from './database.ts'
import { DiskFull, StoreUnavailable, classify } from './database.ts'
import { foresee } from './foresight.ts'
import { shippedMigrations } from './migrate.ts'
import { Work } from './work.ts'
import type { Head } from './writing.ts'

const FORMAT = 'muster-backup@v1'
/** What a backup holds beside the ledger, with its key: everything that does not follow from it and must survive. */
const TABLES = {
  person_profile: 'person',
  applicant_profile: 'applicant',
  token_secret: 'token',
  auth_user: 'id',
  auth_account: 'id',
  file: 'digest',
  file_upload: 'digest, person',
  ledger_checkpoint: 'size',
  notice_read: 'person, seq',
  feed_secret: 'feed',
  poll_voter: 'poll, person',
  poll_count: 'poll, statement, score',
} as const
const ROWS = 500
const CHUNK = 512 * 1024
/** Longest line that a backup may have, in characters: a damaged or hostile one must not fill the memory. */
const MOST_CHARACTERS = 64 * 1024 * 1024

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
  // With `pipe` an error on one side would reach nobody and end the process.
  return pipeline(Readable.from(lines(from)), createGzip(), () => {})
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
  for (const [table, key] of Object.entries(TABLES)) yield* rowsOf(database, table, key, size)
  const stored = await database.query<{ digest: string }>('select digest from file order by digest')
  for (const { digest } of stored) {
    if (files.path(digest) === undefined) continue
    for await (const chunk of files.read(digest)) yield* inChunks(digest, chunk as Buffer)
    yield line({ file: digest, end: true })
  }
  yield line({ end: true })
}

/** The rows of a table by their key, so that rows which come or go meanwhile make no other row be left out. */
async function* rowsOf(database: Queries, table: string, key: string, size: number): AsyncGenerator<string> {
  // Heads that were signed since this backup began belong to entries that are not in it.
  const which = table === 'ledger_checkpoint' ? `size <= ${size}` : 'true'
  for (let last: unknown = null; ;) {
    const rows = await database.query<{ row: unknown }>(
      `select row_to_json(t) as row from ${table} t
       where ${which} and ($1::text is null or (${key}) > (select ${key} from json_populate_record(null::${table}, $1::text::json)))
       order by ${key} limit ${ROWS}`,
      [last === null ? null : JSON.stringify(last)],
    )
    if (rows.length > 0) yield line({ table, rows: rows.map((r) => r.row) })
    if (rows.length < ROWS) return
    last = rows.at(-1)?.row
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

const notEmpty = (): BackupBroken =>
  new BackupBroken('The store to restore into is not empty. Give another data folder or database.')

/** Restores a backup into an empty store. The ledger is verified first to last; nothing is kept when anything is wrong. */
export async function restoreBackup(path: string, into: Into): Promise<Restored> {
  const [existing] = await into.database.query<{ size: number }>('select size from ledger_head')
  if (Number(existing?.size ?? 0) > 0) throw notEmpty()
  return into.database.transaction(async (tx) => new Restoring(tx, into).run(path))
}

class Restoring {
  readonly #tx: Queries
  readonly #into: Into
  readonly #work: Work
  #head: Head | undefined
  #key: LedgerKey | undefined
  #name: string | undefined
  #pending: LedgerEntry[] = []
  #verifier: ReturnType<typeof verifyLedger> | undefined
  #checked = false
  #files = 0
  /** Files that were not there before, to be taken away when the restore fails. */
  readonly #added: string[] = []
  #open: { digest: string; stream: PassThrough; done: Promise<{ digest: string }> } | undefined

  constructor(tx: Queries, into: Into) {
    this.#tx = tx
    this.#into = into
    this.#work = new Work(tx)
  }

  async run(path: string): Promise<Restored> {
    this.#head = await lockHead(this.#tx)
    if (this.#head.size > 0) throw notEmpty()
    try {
      let ended = false
      for await (const text of linesIn(path)) {
        if (ended) throw new BackupBroken('Something follows the end of the backup.')
        ended = await this.#take(parse(text))
      }
      if (!ended || !this.#checked || this.#open !== undefined)
        throw new BackupBroken(`${path} ends too early: the backup is cut off.`)
      this.#into.keepKey(this.#key?.pem ?? '')
      return { entries: this.#head.size, files: this.#files, name: this.#name ?? '' }
    } catch (error) {
      await this.#clean()
      throw readable(error, path)
    }
  }

  async #clean(): Promise<void> {
    if (this.#open !== undefined) {
      this.#open.stream.destroy(new Error('the restore was given up'))
      await this.#open.done.catch(() => undefined)
    }
    for (const digest of this.#added) await this.#into.files.remove(digest)
  }

  async #take(item: Record<string, unknown>): Promise<boolean> {
    if (typeof item['format'] === 'string') this.#header(item)
    else if (this.#name === undefined) throw new BackupBroken('This is not a Muster backup: it does not begin as one.')
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
    if (this.#name !== undefined) throw new BackupBroken('The backup begins twice.')
    if (item['format'] !== FORMAT) throw new BackupBroken(`This is "${String(item['format'])}", not "${FORMAT}".`)
    if (Number(item['migration']) > (shippedMigrations().at(-1)?.number ?? 0))
      throw new BackupBroken('The backup was made by a newer Muster. Restore it with that version.')
    this.#name = String(item['name'])
  }

  #useKey(pem: string): void {
    if (this.#key !== undefined) throw new BackupBroken('The backup holds two signing keys.')
    const origin = this.#name ?? ''
    this.#key = ledgerKeyFromPem(pem, origin)
    const key = parseVerifierKey(sha256, this.#key.verifierKey)
    if (!key.ok) throw new BackupBroken(key.problem)
    this.#verifier = verifyLedger({
      sha256,
      verify: verifySignature,
      origin,
      keys: [key.value],
      complete: true,
    })
  }

  async #entry(text: string): Promise<void> {
    if (this.#verifier === undefined || this.#checked)
      throw new BackupBroken('The entries of the backup do not stand between its key and its signed head.')
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
    const events = entries.map(recordedEvent)
    await foresee(this.#work, events)
    await project(this.#work, events)
    this.#work.clear()
    this.#into.onProgress?.(this.#head.size)
  }

  async #check(note: string): Promise<void> {
    if (this.#checked) throw new BackupBroken('The backup holds two signed heads.')
    await this.#flush()
    this.#verifier?.checkpoint(note)
    const verdict = this.#verifier?.finish()
    if (verdict?.ok !== true)
      throw new BackupBroken(
        `The ledger in the backup does not verify: ${verdict?.findings.map((f) => `${f.code}: ${f.message}`).join('; ') ?? 'no key'}`,
      )
    const key = parseVerifierKey(sha256, this.#key?.verifierKey ?? '')
    const opened = key.ok ? openCheckpoint(note, this.#name ?? '', [key.value], { verify: verifySignature }) : undefined
    if (
      opened?.ok !== true ||
      this.#head === undefined ||
      !sameBytes(opened.checkpoint.root, rootOf(sha256, this.#head))
    )
      throw new BackupBroken('The restored tree does not have the signed root.')
    this.#checked = true
  }

  async #rows(table: string, rows: unknown): Promise<void> {
    if (!Object.hasOwn(TABLES, table))
      throw new BackupBroken(`The backup holds a table "${table}" that is not restored.`)
    await this.#tx.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::text::json) on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  }

  async #file(digest: string, bytes: unknown): Promise<void> {
    if (this.#open === undefined) {
      const stream = new PassThrough()
      const done = this.#into.files.put(stream)
      // Looked at when the file ends; until then a failure shows in the stream.
      done.catch(() => undefined)
      this.#open = { digest, stream, done }
    }
    const { stream, done } = this.#open
    if (this.#open.digest !== digest) throw new BackupBroken('The files of the backup are mixed up.')
    if (typeof bytes === 'string') {
      // Waits when the disk is slower than the backup; a stream that broke is told by `done`.
      if (!stream.write(Buffer.from(bytes, 'base64'))) await Promise.race([once(stream, 'drain'), done])
      return
    }
    const known = this.#into.files.path(digest) !== undefined
    stream.end()
    const stored = await done
    this.#open = undefined
    if (!known || stored.digest !== digest) this.#added.push(stored.digest)
    if (stored.digest !== digest) throw new BackupBroken(`The file ${digest} in the backup is damaged.`)
    this.#files += 1
  }
}

/** The lines of a compressed file. Errors of reading and of decompressing both end the iteration. */
async function* linesIn(path: string): AsyncGenerator<string> {
  const text = createGunzip()
  const reading = finished(createReadStream(path), text)
  let held: string[] = []
  let characters = 0
  for await (const chunk of text.setEncoding('utf8')) {
    const [first = '', ...more] = String(chunk).split('\n')
    held.push(first)
    characters += first.length
    if (characters > MOST_CHARACTERS) throw new BackupBroken('The backup holds a line that is too long.')
    const rest = more.pop()
    if (rest === undefined) continue
    yield held.join('')
    yield* more
    held = [rest]
    characters = rest.length
  }
  await reading
  if (characters > 0) yield held.join('')
}

/** `pipeline` whose failure is told by its last stream. */
function finished(from: Readable, to: Gunzip): Promise<void> {
  const done = pipelineDone(from, to)
  done.catch(() => undefined)
  return done
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
  const known = classify(error)
  if (known instanceof BackupBroken || known instanceof StoreUnavailable || known instanceof DiskFull) return known
  if (known instanceof FileTooLarge) return known
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new BackupBroken(`There is no file ${path}.`)
  if (code === 'EEXIST') return error // The signing key of another ledger is in the way.
  if (typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'))
    return new BackupBroken(`${path} is not a Muster backup, or is damaged.`, { cause: error })
  const why = error instanceof Error ? error.message : 'something in it is not understood'
  return new BackupBroken(`${path} is damaged: ${why}`, { cause: error })
}
