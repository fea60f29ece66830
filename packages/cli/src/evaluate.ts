import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable, Transform } from 'node:stream'
import type { ActAnswer } from './known.ts'
import { actReport } from './act-report.ts'
import type { Common, Session } from './context.ts'
import { sessionOf } from './context.ts'
import type { EvaluationAnswer } from './evaluation-report.ts'
import { evaluationReport } from './evaluation-report.ts'
import { CliFailure } from './failure.ts'
import { progressOf, spinning } from './progress.ts'
import { idOf } from './resolve.ts'
import { sizeOf } from './source-file.ts'
import { bytesText } from './terminal.ts'

export interface EvaluateOptions extends Common {
  readonly version?: string
  readonly model?: string
  readonly number?: string
  readonly predictions?: string
  readonly label?: string
  readonly prediction?: string
  readonly score?: string
  readonly slice?: readonly string[]
  readonly positive?: string
  readonly split?: string
  readonly draws?: string
  readonly seed?: string
  readonly note?: string
  readonly idempotencyKey?: string
}
interface Stored {
  readonly digest: string
  readonly name: string
  readonly bytes: number
}

/** Streams a file to the server; a bar shows how far it is. */
async function upload(session: Session, path: string): Promise<Stored> {
  const total = await sizeOf(path)
  if (total === 0) throw new CliFailure(`${path} is empty.`)
  const progress = await progressOf('Uploading', total)
  const counted = createReadStream(path).pipe(
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        progress.add(chunk.length)
        done(null, chunk)
      },
    }),
  )
  try {
    const response = await session.api.stream('POST', '/api/v1/files', {
      query: { name: basename(path) },
      bodyStream: Readable.toWeb(counted) as ReadableStream<Uint8Array>,
    })
    return (await response.json()) as Stored
  } finally {
    progress.stop()
  }
}

export async function uploadFile(path: string, options: Common): Promise<void> {
  const session = sessionOf(options)
  const stored = await upload(session, path)
  if (session.json) return session.printJson(stored)
  session.print([`${stored.name} is stored (${bytesText(stored.bytes)}):`, `  ${stored.digest}`])
}

/** Measures a file of predictions at the server, seals the result, and shows what was measured. */
export async function evaluate(options: EvaluateOptions): Promise<void> {
  const { label, prediction, predictions } = options
  const version =
    options.version ??
    (options.model === undefined || options.number === undefined ? undefined : `${options.model}@${options.number}`)
  const missing = [
    version === undefined ? '--version' : '',
    predictions === undefined ? '--predictions' : '',
    label === undefined ? '--label' : '',
    prediction === undefined ? '--prediction' : '',
  ].filter((flag) => flag !== '')
  if (version === undefined || predictions === undefined || missing.length > 0) {
    throw new CliFailure(`Missing: ${missing.join(', ')}.`, { help: 'See "muster evidence evaluate --help".' })
  }
  const session = sessionOf(options)
  const id = await idOf(session.ask, 'ver', version)
  const stored = await upload(session, predictions)
  const { score, positive, split, note, slice } = options
  const body = { version: id, file: stored.digest, label, prediction, score, positive, split, note, slice }
  const answer = await spinning('Measuring', () =>
    session.api.call('POST', '/api/v1/evidence/evaluate', {
      body: { ...body, draws: wholeNumber('--draws', options.draws), seed: wholeNumber('--seed', options.seed) },
      ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    }),
  )
  if (session.json) return session.printJson(answer)
  const { evaluation } = answer as { evaluation: EvaluationAnswer }
  session.print([
    ...evaluationReport(evaluation, session.screen),
    '',
    ...(await actReport(answer as ActAnswer, { version: id, kind: 'evaluation' }, session)),
  ])
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new CliFailure(`${flag} must be a whole number, not "${text}".`)
  return Number(text)
}
