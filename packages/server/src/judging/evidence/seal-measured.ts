import { Readable } from 'node:stream'
import type { AnalysisDeclaration } from '@muster/contract'
import type { EvidenceKind, Measure, ModelVersion, Project } from '@muster/core'
import { refusal, sealEvidence } from '@muster/core'
import type { Report } from '@muster/statistics'
import type { Call } from '../../http/context.ts'
import type { Idempotency } from '../../store/perform.ts'
import { perform, rehearse } from '../../store/perform.ts'
import type { ActAnswer } from '../../store/perform.ts'
import { RequestRefused } from '../../http/problem.ts'
import { packsOf } from '../../record/packs/queries.ts'

/** What a request to measure says beside files and options. */
export interface Sealing {
  readonly version: string
  readonly kind: string
  readonly split: string
  readonly note: string
}

/** What Muster calls itself when it has measured. */
export const OWN_TOOL = 'muster-statistics'

const MOST_MEASURES = 5_000
const MOST_CAVEATS = 100
const MOST_FINDINGS = 50
const MOST_LISTED = 500

/** Measuring can take a while: whoever may not seal the result is told before. */
export async function refuseEarly(
  call: Call,
  sealing: Sealing,
  digest: string,
  tool: { readonly name: string; readonly version: string },
): Promise<void> {
  const { refusals } = await rehearse(
    call.context.powers,
    sealEvidence,
    { ...call.caller, measured: tool.name === OWN_TOOL },
    {
      version: sealing.version,
      kind: sealing.kind,
      split: sealing.split,
      measures: [{ name: 'rehearsal', value: null }],
      source: { name: 'rehearsal', digest },
      tool,
    },
  )
  const unknown = refusals.some(({ code }) => code === 'evidence-kind-unknown')
  if (refusals.length > 0)
    throw new RequestRefused(
      ...refusals.map((one) =>
        unknown && one.code === 'evidence-kind-unknown'
          ? { ...one, help: `${one.help ?? ''} A newer pack of kinds has it: muster project adopt-pack.`.trim() }
          : one,
      ),
    )
}

/** Keeps the report as a file and seals its numbers. The ledger holds what Muster itself computed, or says who did. */
export async function sealReport(
  call: Call,
  report: Report,
  sealing: Sealing,
  about: AnalysisDeclaration['about'],
  idempotency: Idempotency | undefined,
): Promise<ActAnswer> {
  const { context, caller } = call
  const source = report.sources.find(({ role }) => role === about) ?? report.sources[0]
  if (source === undefined) throw new Error(`the analysis ${report.analysis} names no source`)
  const kinds = await kindsOf(call, sealing.version)
  const kept = await context.files.put(Readable.from([JSON.stringify(report)]))
  await keep(call, kept, `${source.name}.${report.analysis}.json`)
  const { name, digest, bytes } = source
  const others = report.sources.filter((other) => other !== source)
  const outcome = await perform(
    context.powers,
    sealEvidence,
    { ...caller, measured: report.computed },
    {
      version: sealing.version,
      kind: sealing.kind,
      split: sealing.split,
      facts: factsFor(
        report,
        kinds.find(({ id }) => id === sealing.kind),
      ),
      measures: report.measures.slice(0, MOST_MEASURES).map(asMeasure),
      caveats: caveatsOf(report),
      findings: findingsOf(report),
      source: { name: line(name, 300), digest, bytes },
      otherSources: others.map((other) => ({
        role: other.role,
        name: line(other.name, 300),
        digest: other.digest,
        bytes: other.bytes,
      })),
      tool: report.computed ? { name: OWN_TOOL, version: context.version } : report.tool,
      note: sealing.note,
      report: kept.digest,
    },
    idempotency,
  )
  if (!outcome.ok) throw new RequestRefused(...outcome.refusals)
  return outcome.answer
}

/** The report is a file of whoever measured; those who may read the evidence may read it as well. */
async function keep(call: Call, { digest, bytes }: { digest: string; bytes: number }, name: string): Promise<void> {
  await call.context.database.query(
    `with stored as (
       insert into file (digest, name, bytes, uploaded_by) values ($1, $2, $3, $4) on conflict (digest) do nothing)
     insert into file_upload (digest, person, name) values ($1, $4, $2) on conflict (digest, person) do nothing`,
    [digest, name, bytes, call.caller.person],
  )
}

async function kindsOf(call: Call, version: string): Promise<readonly EvidenceKind[]> {
  const { database } = call.context
  const [row] = await database.query<{ doc: Project }>(
    'select p.doc from version v join project p on p.id = v.project where v.id = $1',
    [version satisfies ModelVersion['id']],
  )
  return row === undefined ? [] : (await packsOf(database, row.doc)).evidenceKinds
}

/** The facts that the kind of the project's pack knows: an older pack, or one of their own, may know fewer. */
function factsFor({ facts }: Report, kind: EvidenceKind | undefined): Report['facts'] {
  const known = new Set(kind?.fields.map((field) => field.name))
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => known.has(name))
      .map(([name, value]) => [
        name,
        Array.isArray(value)
          ? value.slice(0, MOST_LISTED).map((one: string) => line(one, 2_000))
          : typeof value === 'string'
            ? line(value, 10_000)
            : value,
      ]),
  )
}

/** Of what stands in a ledger nothing can be erased: findings that name a person or tell values stay in the report. */
function findingsOf({ findings }: Report): { title: string; sentence: string; next: string }[] {
  return findings
    .filter(({ isForReportOnly }) => isForReportOnly !== true)
    .slice(0, MOST_FINDINGS)
    .map(({ title, sentence, next }) => ({
      title: line(title, 200),
      sentence: line(sentence, 2_000),
      next: line(next, 500),
    }))
}

function caveatsOf({ caveats, measures, computed, tool }: Report): string[] {
  const cut = measures.length - MOST_MEASURES
  const all = [
    ...(computed ? [] : [`Computed by ${tool.name} ${tool.version}, not by Muster.`]),
    ...(cut > 0 ? [`${cut} more measures are in the report only.`] : []),
    ...caveats,
  ].map((caveat) => line(caveat, 500))
  if (all.length <= MOST_CAVEATS) return all
  const rest = all.length - MOST_CAVEATS + 1
  return [...all.slice(0, MOST_CAVEATS - 1), `${rest} more caveats are in the report.`]
}

function asMeasure({ name, value, low, high, n, slice, reason }: Report['measures'][number]): Measure {
  return {
    name,
    value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(n === undefined || !Number.isSafeInteger(n) || n < 0 ? {} : { n }),
    ...(slice === undefined ? {} : { slice: line(slice, 200) }),
    ...(reason === undefined ? {} : { reason: line(reason, 500) }),
  }
}

/** Text of a file as evidence may hold it: on one line, without control characters, not too long, not empty. */
function line(text: string, most: number): string {
  const clean = text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()
  const short = clean.length > most ? `${clean.slice(0, most - 1)}…` : clean
  return short === '' ? '–' : short.toWellFormed()
}

/** The refusal of evidence whose report cannot be shown. */
export const noReport = (id: string, why: string): RequestRefused =>
  new RequestRefused(refusal('report-missing', `The evidence ${id} ${why}.`, { subject: id }))
