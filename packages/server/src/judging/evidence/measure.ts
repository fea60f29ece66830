import { PassThrough } from 'node:stream'
import type { AnalysisDeclaration } from '@muster/contract'
import { kindOf, problemOf } from '@muster/contract'
import type { Report } from '@muster/statistics'
import type { Call } from '../../http/context.ts'
import { idempotencyOf, keptAnswer } from '../../http/idempotency.ts'
import { nameSentences } from '../../http/naming.ts'
import { RequestRefused, refusalsOf } from '../../http/problem.ts'
import type { StoredFile } from '../../http/readable-file.ts'
import { readableFile } from '../../http/readable-file.ts'
import { notFound } from '../../http/reading.ts'
import type { MeasuringProgress } from '../../measuring/measuring.ts'
import type { ActAnswer } from '../../store/perform.ts'
import type { Sealing } from './seal-measured.ts'
import { OWN_TOOL, refuseEarly, sealReport } from './seal-measured.ts'
import { refusalOf, withPaths } from './stored-paths.ts'

type Body = Sealing & Readonly<Record<string, unknown>>
type Tell = (progress: MeasuringProgress) => void

/** Measures uploaded files and seals the result: the numbers in the ledger are those that Muster computed itself. */
export function measureAndSeal(analysis: AnalysisDeclaration): (call: Call) => Promise<unknown> {
  return async (call) => {
    const gone = goneOf(call)
    const given = call.body as Body
    const body: Body = { ...given, kind: kindOf(analysis, given) }
    const idempotency = idempotencyOf(call.request, `evidence.${analysis.name}`, call.body)
    const kept =
      idempotency === undefined ? undefined : await keptAnswer(call.context.database, call.caller.person, idempotency)
    if (kept !== undefined) return asAsked(call, async () => answerOf(call, kept))
    const files = await filesOf(call, analysis, body)
    await refuseEarly(call, body, files.get(analysis.about)?.digest ?? '', toolOf(call, analysis, body))
    return asAsked(call, async (tell) => {
      const report = await measured(call, analysis, body, files, gone, tell)
      // Measured just when the caller left: nobody would know that it was sealed.
      if (gone.aborted) throw new RequestRefused(refusalOf({ why: 'stopped' }, files))
      return answerOf(call, await sealReport(call, report, body, analysis.about, idempotency))
    })
  }
}

/** Who will have measured: Muster, or whoever made the report that is taken over. */
function toolOf({ context }: Call, analysis: AnalysisDeclaration, body: Body): { name: string; version: string } {
  if (analysis.name !== 'import') return { name: OWN_TOOL, version: context.version }
  return { name: typeof body['tool'] === 'string' ? body['tool'] : 'another program', version: 'unknown' }
}

/** The files that the request names, each readable by the caller. */
async function filesOf(call: Call, analysis: AnalysisDeclaration, body: Body): Promise<Map<string, StoredFile>> {
  const files = new Map<string, StoredFile>()
  for (const { role } of analysis.files) {
    const digest = body[role]
    if (typeof digest === 'string') files.set(role, await readableFile(call, digest, `/${role}`))
  }
  return files
}

/** Aborted when the caller goes away before the answer is written. */
export function goneOf({ reply }: Call): AbortSignal {
  const gone = new AbortController()
  const leave = (): void => {
    if (!reply.raw.writableFinished) gone.abort()
  }
  if (reply.raw.destroyed) leave()
  else reply.raw.once('close', leave)
  return gone.signal
}

async function measured(
  call: Call,
  analysis: AnalysisDeclaration,
  body: Body,
  files: ReadonlyMap<string, StoredFile>,
  signal: AbortSignal,
  tell: Tell,
): Promise<Report> {
  const { context } = call
  const options = Object.fromEntries(
    Object.entries(body).filter(([name]) => Object.hasOwn(analysis.options.shape, name)),
  )
  const names = Object.fromEntries([...files].map(([role, { name }]) => [role, name]))
  const program = { name: OWN_TOOL, version: context.version }
  return withPaths(context.files, files, (paths) =>
    context.measuring.measure({
      measurement: { analysis: analysis.name, files: paths, names, options, program },
      signal,
      onProgress: tell,
    }),
  )
}

/** The entry with the full report as it was sealed: the same for whoever asks again, and for two who ask at once. */
async function answerOf(call: Call, answer: ActAnswer): Promise<unknown> {
  const { database, files } = call.context
  const [sealed] = await database.query<{ report: string }>(
    `select doc->>'report' as report from evidence where id = $1`,
    [answer.subject],
  )
  if (sealed === undefined) throw notFound(`evidence ${answer.subject}`)
  const parts = (await files.read(sealed.report).toArray()) as Buffer[]
  const { result, ...report } = JSON.parse(Buffer.concat(parts).toString('utf8')) as Report
  // An evaluation was answered as such before there were reports.
  return report.analysis === 'evaluate'
    ? { ...answer, evaluation: result, report }
    : { ...answer, report: { ...report, result } }
}

/** Answers at the end, or, where the caller asked for it, tells how far it is in a stream of events. */
async function asAsked(call: Call, work: (tell: Tell) => Promise<unknown>): Promise<unknown> {
  if (call.request.headers.accept?.includes('text/event-stream') !== true) return work(() => undefined)
  const { context, reply } = call
  const stream = new PassThrough()
  const say = (event: string, data: unknown): void => {
    if (!stream.destroyed) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  void reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).type('text/event-stream')
  say('progress', { phase: 'waiting', ahead: 0 })
  void work((progress) => say('progress', progress))
    .then(
      (answer) => say('answer', answer),
      async (error: unknown) => {
        const { refusals, fault } = refusalsOf(error)
        if (fault !== undefined)
          context.log('error', 'fault', { fault, error: error instanceof Error ? (error.stack ?? error.message) : '' })
        say('problem', problemOf(await nameSentences(context.database, refusals, new Set(['message', 'help'])), fault))
      },
    )
    .catch((error: unknown) => context.log('error', 'a stream of progress ended', { error: String(error) }))
    .finally(() => stream.end())
  return stream
}
