import { createReadStream } from 'node:fs'
import { decodeBase64, exportVerifier, openCheckpoint, sameBytes, verifyConsistency } from '@muster/core'
import type { Common, Session } from './context.ts'
import { print, readText, sessionOf } from './context.ts'
import type { ExitCode } from './failure.ts'
import { EXIT } from './failure.ts'
import { CRYPTO, decodeUtf8, keyText, verifierKey } from './ledger-crypto.ts'
import { progressOf, spinning } from './progress.ts'
import { sizeOf } from './source-file.ts'
import { clean, painter, screenOf } from './terminal.ts'

/** Bytes of a file read at once. */
const READ_AT_ONCE = 1024 * 1024

interface Finding {
  readonly code: string
  readonly message: string
}
export interface VerifyOptions extends Common {
  readonly export?: string
  readonly key?: string
  readonly against?: string
}

/** What verifying found, in lines: in order, or each finding by its code. */
export function verdictLines(
  verdict: { readonly what: string; readonly findings: readonly Finding[]; readonly notes?: readonly string[] },
  color: boolean,
): string[] {
  const paint = painter({ color })
  const { findings, what, notes = [] } = verdict
  return [
    findings.length === 0
      ? `${paint('green', '✓')} ${what}: everything is in order.`
      : `${paint('red', '✗')} ${what}: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}.`,
    ...findings.map((f) => `  ${paint('red', f.code)}  ${clean(f.message)}`),
    ...notes.map((n) => `  ${n}`),
  ]
}

/** `muster ledger verify`: 0 in order, 1 findings, 2 could not tell. */
export async function verify(options: VerifyOptions): Promise<ExitCode> {
  try {
    return await (options.export === undefined ? online(options) : offline(options.export, options))
  } catch (error) {
    throw Object.assign(error as Error, { exit: EXIT.unable })
  }
}

async function online(options: VerifyOptions): Promise<ExitCode> {
  const session = sessionOf(options)
  const verdict = (await spinning('Verifying', () => session.ask('/api/v1/ledger/verify'))) as {
    ok: boolean
    size: number
    findings: Finding[]
  }
  const older = options.against === undefined ? undefined : await continues(session, options.against, options.key)
  const findings = [...verdict.findings, ...(older?.findings ?? [])]
  if (session.json) session.printJson({ ...verdict, ok: findings.length === 0, findings })
  else {
    const notes = older === undefined ? [] : older.notes
    session.print(verdictLines({ what: `${verdict.size} entries`, findings, notes }, session.screen.color))
  }
  return findings.length === 0 ? EXIT.done : EXIT.refused
}

/** Whether the ledger of the server still continues a checkpoint that was kept. */
async function continues(
  session: Session,
  file: string,
  givenKey: string | undefined,
): Promise<{ findings: Finding[]; notes: string[] }> {
  const note = readText(file)
  const served = String(await session.api.call('GET', '/api/v1/ledger/key')).trim()
  const key = verifierKey(givenKey ?? served)
  const old = openCheckpoint(note, key.name, [key], CRYPTO)
  if (!old.ok) return { findings: [{ code: old.code, message: `${file}: ${old.problem}` }], notes: [] }
  const { size, root } = old.checkpoint
  const answer = (await session.ask(`/api/v1/ledger/consistency?older=${size}`)) as {
    checkpoint: string
    hashes: string[]
  }
  const now = openCheckpoint(answer.checkpoint, key.name, [key], CRYPTO)
  if (!now.ok)
    return { findings: [{ code: now.code, message: `the checkpoint of the server: ${now.problem}` }], notes: [] }
  if (size > now.checkpoint.size) {
    const message = `${file} counts ${size} entries, but the ledger has ${now.checkpoint.size}`
    return { findings: [{ code: 'truncated', message }], notes: [] }
  }
  const proof = answer.hashes.map((h) => decodeBase64(h) ?? new Uint8Array())
  const isPrefix =
    size === now.checkpoint.size
      ? sameBytes(root, now.checkpoint.root)
      : verifyConsistency(CRYPTO.sha256, {
          olderSize: size,
          olderRoot: root,
          newerSize: now.checkpoint.size,
          newerRoot: now.checkpoint.root,
          proof,
        })
  if (!isPrefix) {
    const message = `the ledger does not continue the ${size} entries of ${file}: it was rewritten`
    return { findings: [{ code: 'fork', message }], notes: [] }
  }
  const trust = givenKey === undefined ? ' The key came from the server itself; give --key to use one you trust.' : ''
  return { findings: [], notes: [`It continues the ${size} entries of ${file} unchanged.${trust}`] }
}

async function offline(file: string, options: VerifyOptions): Promise<ExitCode> {
  const total = await sizeOf(file)
  const key = options.key === undefined ? undefined : keyText(options.key)
  if (key !== undefined) verifierKey(key)
  const verifier = exportVerifier({
    ...CRYPTO,
    decodeUtf8,
    ...(key === undefined ? {} : { key }),
    ...(options.against === undefined ? {} : { checkpoints: [readText(options.against)] }),
  })
  const progress = await progressOf('Verifying', total)
  for await (const chunk of createReadStream(file, { highWaterMark: READ_AT_ONCE })) {
    verifier.bytes(chunk as Buffer)
    progress.add((chunk as Buffer).length)
  }
  progress.stop()
  const verdict = verifier.finish()
  if (options.json === true) {
    const { root: _root, ...rest } = verdict
    print([JSON.stringify(rest, null, 2)])
  } else {
    const notes = [
      ...(verdict.omitted > 0 ? [`… and ${verdict.omitted} more findings.`] : []),
      ...(verdict.trusted
        ? []
        : [
            `Only checked against the key that the export names itself: ${verdict.key ?? 'none'}.`,
            'Give --key with the one you trust.',
          ]),
      ...(options.against !== undefined && verdict.ok ? [`It continues ${options.against} unchanged.`] : []),
    ]
    const { color } = screenOf(process.stdout, process.env)
    const what = `${verdict.entries} entries of ${verdict.origin ?? file}`
    print(verdictLines({ what, findings: verdict.findings, notes }, color))
  }
  return verdict.ok ? EXIT.done : EXIT.refused
}

/** `muster ledger replay`: rebuilds all records from the ledger and compares. */
export async function replay(options: Common): Promise<ExitCode> {
  const session = sessionOf(options)
  const verdict = (await spinning('Replaying', () => session.ask('/api/v1/ledger/replay')).catch((error: unknown) => {
    throw Object.assign(error as Error, { exit: EXIT.unable })
  })) as { ok: boolean; size: number; findings: Finding[] }
  if (session.json) session.printJson(verdict)
  else {
    const what = `All records rebuilt from ${verdict.size} entries and compared`
    session.print(verdictLines({ what, findings: verdict.findings }, session.screen.color))
  }
  return verdict.ok ? EXIT.done : EXIT.refused
}
