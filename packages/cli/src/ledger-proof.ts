import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, verifyTlogProof } from '@muster/core'
import type { Common } from './context.ts'
import { print, readText, sessionOf } from './context.ts'
import type { ExitCode } from './failure.ts'
import { CliFailure, EXIT } from './failure.ts'
import { CRYPTO, verifierKey } from './ledger-crypto.ts'
import { save } from './ledger-files.ts'
import { painter, screenOf } from './terminal.ts'

export interface ProofOptions extends Common {
  readonly out?: string
  readonly check?: string
  readonly entry?: string
  readonly key?: string
}

/** Writes the proof of an entry with the entry beside it, or checks such a pair offline. */
export async function proof(entry: string | undefined, options: ProofOptions): Promise<ExitCode> {
  if (options.check !== undefined) return check(options.check, options)
  if (entry === undefined || !/^\d+$/.test(entry)) {
    throw new CliFailure(entry === undefined ? 'Which entry?' : `"${entry}" is not the number of an entry.`, {
      help: 'Usage: muster ledger proof <entry> [--out FOLDER]. "muster ledger list" shows the numbers.',
    })
  }
  const session = sessionOf(options)
  const [text, record] = await Promise.all([
    session.api.call('GET', `/api/v1/ledger/entries/${entry}/proof`),
    session.ask(`/api/v1/ledger/entries/${entry}`),
  ])
  const folder = options.out ?? '.'
  mkdirSync(folder, { recursive: true })
  const [proofFile, entryFile] = [join(folder, `${entry}.tlog-proof`), join(folder, `${entry}.json`)]
  save(proofFile, String(text))
  // The bytes that were hashed: canonical JSON, and no newline.
  save(entryFile, canonicalJson(record))
  if (session.json) session.printJson({ proof: proofFile, entry: entryFile })
  else {
    session.print([
      `${proofFile} proves that ${entryFile} is entry ${entry} of the ledger.`,
      'Anybody can check it offline with the key they trust:',
      `  muster ledger proof --check ${proofFile} --entry ${entryFile} --key <key>`,
    ])
  }
  return EXIT.done
}

function check(file: string, options: ProofOptions): ExitCode {
  if (options.entry === undefined || options.key === undefined) {
    throw new CliFailure(
      `Missing: ${[options.entry === undefined ? '--entry' : '', options.key === undefined ? '--key' : ''].filter((t) => t !== '').join(', ')}.`,
      {
        help: 'Usage: muster ledger proof --check FILE.tlog-proof --entry FILE.json --key KEY',
      },
    )
  }
  const key = verifierKey(options.key)
  const proved = verifyTlogProof(readText(file), readText(options.entry), key.name, [key], CRYPTO)
  const paint = painter(screenOf(process.stdout, process.env))
  if (options.json === true) {
    print([JSON.stringify(proved.ok ? { ok: true, index: proved.index, size: proved.checkpoint.size } : proved)])
  } else if (proved.ok) {
    print([
      `${paint('green', '✓')} ${options.entry} is entry ${proved.index} of the log "${key.name}", whose first ${proved.checkpoint.size} entries this key has signed.`,
    ])
  } else print([`${paint('red', '✗')} Not proved: ${proved.problem} (${proved.code}).`])
  return proved.ok ? EXIT.done : EXIT.refused
}
