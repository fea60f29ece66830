import { randomBytes } from 'node:crypto'
import { rm, symlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { Measure } from '@muster/core'
import { refusal, sealEvidence } from '@muster/core'
import type { Evaluation } from '@muster/statistics'
import { ScanError, evaluateFile } from '@muster/statistics'
import type { Call } from '../../http/context.ts'
import { idempotencyOf, keptAnswer } from '../../http/idempotency.ts'
import { RequestRefused } from '../../http/problem.ts'
import { readableFile } from '../../http/readable-file.ts'
import { notFound } from '../../http/reading.ts'
import type { ActAnswer } from '../../store/perform.ts'
import { perform, rehearse } from '../../store/perform.ts'

interface Question {
  readonly version: string
  readonly file: string
  readonly label: string
  readonly prediction: string
  readonly score?: string
  readonly slice: readonly string[]
  readonly positive?: string
  readonly split: string
  readonly draws: number
  readonly seed: number
  readonly note: string
}

/** Measures an uploaded file and seals the result: the numbers in the ledger are those that Muster computed itself. */
export async function evaluateAndSeal(call: Call): Promise<unknown> {
  const { context } = call
  const question = call.body as Question
  const idempotency = idempotencyOf(call.request, 'evidence.evaluate', question)
  const kept =
    idempotency === undefined ? undefined : await keptAnswer(context.database, call.caller.person, idempotency)
  if (kept !== undefined) return answerOf(call, kept)
  const file = await readableFile(call, question.file, '/file')
  const path = context.files.path(question.file) ?? ''
  await refuseEarly(call, question)
  const result = await measure(path, file.name, question)
  const report = await context.files.put(Readable.from([JSON.stringify(result)]))
  await context.database.query(
    'insert into file (digest, name, bytes, uploaded_by) values ($1, $2, $3, $4) on conflict do nothing',
    [report.digest, `${file.name}.evaluation.json`, report.bytes, call.caller.person],
  )
  const outcome = await perform(
    context.powers,
    sealEvidence,
    { ...call.caller, measured: true },
    {
      version: question.version,
      kind: 'evaluation',
      split: question.split,
      measures: result.measures.map(asMeasure),
      caveats: result.caveats.map((c) => c.slice(0, 500)),
      source: { name: file.name, digest: question.file, bytes: file.bytes },
      tool: { name: 'muster-statistics', version: context.version },
      note: question.note,
      report: report.digest,
    },
    idempotency,
  )
  if (!outcome.ok) throw new RequestRefused(...outcome.refusals)
  return answerOf(call, outcome.answer)
}

/** The entry with the full result as it was sealed: the same for whoever asks again, and for two who ask at once. */
async function answerOf(call: Call, answer: ActAnswer): Promise<unknown> {
  const { database, files } = call.context
  const [sealed] = await database.query<{ report: string }>(
    `select doc->>'report' as report from evidence where id = $1`,
    [answer.subject],
  )
  if (sealed === undefined) throw notFound(`evidence ${answer.subject}`)
  const parts = (await files.read(sealed.report).toArray()) as Buffer[]
  return { ...answer, evaluation: JSON.parse(Buffer.concat(parts).toString('utf8')) as Evaluation }
}

/** Measuring can take a while: whoever may not seal the result is told before. */
async function refuseEarly(call: Call, question: Question): Promise<void> {
  const refusals = await rehearse(
    call.context.powers,
    sealEvidence,
    { ...call.caller, measured: true },
    {
      version: question.version,
      kind: 'evaluation',
      split: question.split,
      measures: [{ name: 'accuracy', value: null }],
      source: { name: 'rehearsal', digest: question.file },
      tool: { name: 'muster-statistics', version: call.context.version },
    },
  )
  if (refusals.length > 0) throw new RequestRefused(...refusals)
}

/** A measure as evidence holds it: the slice as `column=value`. */
function asMeasure({ name, value, low, high, n, slice, reason }: Evaluation['measures'][number]): Measure {
  return {
    name,
    value,
    low,
    high,
    n,
    ...(slice === undefined ? {} : { slice: `${slice.column}=${slice.value ?? ''}`.slice(0, 200) }),
    ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }),
  }
}

/** The stored file carries no ending, which tells the format: it is read under a second name that has one. */
async function measure(path: string, name: string, question: Question): Promise<Evaluation> {
  const ending = /\.(parquet|csv|jsonl|ndjson)(\.gz)?$/i.exec(name)?.[0] ?? ''
  const named = `${path}.${randomBytes(6).toString('hex')}${ending.toLowerCase()}`
  // A second hard link would touch the file, and who measures it at the same moment would find that it changed.
  await symlink(basename(path), named)
  try {
    const { label, prediction, score, slice, positive, draws, seed } = question
    const result = await evaluateFile({ path: named, label, prediction, score, slices: slice, positive, draws, seed })
    return { ...result, source: { ...result.source, name } }
  } catch (error) {
    if (!(error instanceof ScanError)) throw error
    throw new RequestRefused(
      refusal('measurement-failed', `${name}: ${error.message}.`, { subject: error.code, help: `${error.hint}.` }),
    )
  } finally {
    await rm(named, { force: true })
  }
}
