import { createReadStream, createWriteStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import {
  entryText,
  exportCheckpointLine,
  exportHeaderLine,
  exportVerifier,
  pushLeaf,
  entryLeaf,
  rootOf,
  signCheckpoint,
} from '../packages/core/src/index.ts'
import { migrate, openPglite } from '../packages/server/src/index.ts'
import { proofOf } from '../packages/server/src/record/ledger/log.ts'
import { ledgerKeyIn, verifySignature } from '../packages/server/src/record/ledger/signing.ts'
import type { LedgerKey } from '../packages/server/src/record/ledger/signing.ts'
import { verifyStore } from '../packages/server/src/record/ledger/verify.ts'
import { sha256 } from '../packages/server/src/store/commit.ts'
import type { Benchmark, Line } from './figures.ts'
import { peak, quantile, spreadOf, timesOf } from './figures.ts'
import { entryOf, fillLedger, noted } from './fill.ts'
import { bench, temporaryFolder } from './world.ts'

const RUNS = 5
const EXPORTED = 1_000_000
const STORED = 200_000
const PROOFS = 500

/** Writing, verifying and proving entries, in the store and in an exported file. */
export const ledger: Benchmark = {
  name: 'ledger',
  run: async (say) => {
    const folder = temporaryFolder()
    const key = ledgerKeyIn(folder, 'bench.example')
    say(`an export of ${EXPORTED} entries is being written`)
    const file = join(folder, 'ledger.export')
    await writeExport(file, key)
    const lines: Line[] = [...(await verifyExport(file, key, say)), ...(await inStore(folder, key, say))]
    return [
      {
        title: 'Ledger',
        notes: [
          'Entries are notes on experiments, about 430 bytes each. Verifying the export reads the file, checks the form, order and canonical JSON of every entry, builds the tree and checks the signature; its yardstick reads the file and hashes it once with SHA-256.',
        ],
        lines,
      },
    ]
  },
}

async function writeExport(file: string, key: LedgerKey): Promise<void> {
  const out = createWriteStream(file)
  out.write(exportHeaderLine({ origin: key.signer.name, key: key.verifierKey }))
  const peaks: Uint8Array[] = []
  const common = { at: '2026-01-01T00:00:00.000Z', ...noted }
  for (let seq = 0; seq < EXPORTED;) {
    let text = ''
    for (const until = Math.min(EXPORTED, seq + 1_000); seq < until; seq += 1) {
      const line = entryText(entryOf({ ...common, seq }))
      pushLeaf(sha256, seq, peaks, entryLeaf(sha256, line))
      text += `${line}\n`
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  const root = rootOf(sha256, { size: EXPORTED, peaks })
  const note = signCheckpoint(sha256, { origin: key.signer.name, size: EXPORTED, root, extensions: [] }, key.signer)
  out.end(exportCheckpointLine(note))
  await once(out, 'close')
}

async function verifyExport(file: string, key: LedgerKey, say: (text: string) => void): Promise<Line[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
  const growth: number[] = []
  const whole: number[] = []
  const processor: number[] = []
  const times: number[] = []
  const hashed: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const [took] = await timesOf(1, async () => {
      const verifier = exportVerifier({ sha256, verify: verifySignature, key: key.verifierKey, decodeUtf8 })
      const before = process.memoryUsage().rss
      const cpu = process.cpuUsage()
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) verifier.bytes(chunk as Buffer)
      const { ok, entries } = verifier.finish()
      processor.push(seconds(process.cpuUsage(cpu)))
      growth.push((process.memoryUsage().rss - before) / 2 ** 20)
      if (!ok || entries !== EXPORTED) throw new Error('the export does not verify')
    })
    const [plain] = await timesOf(1, async () => {
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
      hash.digest()
    })
    const [command] = await timesOf(1, () => verifyByCommand(file, key))
    whole.push((command ?? 0) / 1000)
    times.push((took ?? 0) / 1000)
    hashed.push((plain ?? 0) / 1000)
    say(`the export is verified in ${((took ?? 0) / 1000).toFixed(1)} s`)
  }
  const rate = spreadOf(times.map((t) => EXPORTED / t))
  const took = spreadOf(times)
  return [
    {
      what: 'verify an export, entries',
      measured: rate,
      unit: '/s',
      target: { text: '≥ 150,000/s', met: rate.median >= 150_000 },
      ...peak(process.pid),
    },
    {
      what: 'verify an export of 1M entries',
      measured: took,
      unit: 's',
      yardstick: { what: 'one SHA-256 of the file', measured: spreadOf(hashed) },
      target: { text: '≤ 8 s', met: took.median <= 8 },
    },
    { what: 'processor time of that', measured: spreadOf(processor), unit: 's' },
    {
      what: 'muster ledger verify --export, start to exit',
      measured: spreadOf(whole),
      unit: 's',
      yardstick: { what: 'one SHA-256 of the file', measured: spreadOf(hashed) },
      target: { text: '≤ 8 s', met: spreadOf(whole).median <= 8 },
    },
    { what: 'memory that a verification adds', measured: spreadOf(growth), unit: 'MB' },
  ]
}

const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6

async function verifyByCommand(file: string, key: LedgerKey): Promise<void> {
  const program = bench('../packages/cli/bin/muster.mjs')
  const args = ['ledger', 'verify', '--export', file, '--key', key.verifierKey]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`muster ledger verify ended with ${code}`)
}

async function inStore(folder: string, key: LedgerKey, say: (text: string) => void): Promise<Line[]> {
  const database = await openPglite(join(folder, 'database'))
  try {
    await migrate(database)
    say(`${STORED} entries are being appended`)
    const [filling] = await timesOf(1, () => fillLedger(database, STORED))
    const processor: number[] = []
    const verifying = (
      await timesOf(RUNS, async () => {
        const cpu = process.cpuUsage()
        const verdict = await verifyStore(database, key)
        processor.push(seconds(process.cpuUsage(cpu)))
        if (!verdict.ok) throw new Error('the store does not verify')
      })
    ).map((ms) => (STORED / ms) * 1000)
    say(`the store is verified with ${verifying[0]?.toFixed(0)} entries/s; ${EXPORTED} are being appended`)
    await fillLedger(database, EXPORTED)
    const proving: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const times = await timesOf(PROOFS, async (n) => {
        const proof = await proofOf(database, key, (n * 7_919 + run) % EXPORTED)
        if (proof === undefined) throw new Error('there is no such entry')
      })
      proving.push(quantile(times, 0.99))
    }
    const proof = spreadOf(proving)
    return [
      { what: 'append in batches of 2,000, entries', measured: (STORED / (filling ?? 1)) * 1000, unit: '/s' },
      {
        what: `verify ${STORED} entries in the store, entries`,
        measured: spreadOf(verifying),
        unit: '/s',
        ...peak(process.pid),
      },
      { what: 'processor time of that', measured: spreadOf(processor), unit: 's' },
      {
        what: 'inclusion proof among 1M entries, p99',
        measured: proof,
        unit: 'ms',
        target: { text: '≤ 5 ms', met: proof.median <= 5 },
      },
    ]
  } finally {
    await database.close()
  }
}
