import { Readable } from 'node:stream'
import type { Evidence } from '@muster/core'
import { htmlReport, markdownReport, readReport } from '@muster/statistics'
import type { Report } from '@muster/statistics'
import type { Call } from '../../http/context.ts'
import { namesOf } from '../../http/naming.ts'
import { record } from '../../http/reading.ts'
import { OWN_TOOL, noReport } from './seal-measured.ts'

/** A report may be long, but not so long that rendering it would hold up everybody. */
const MOST_BYTES = 64 * 1024 * 1024

/** The report of evidence: whoever may read the evidence may read it. */
export async function showReport(call: Call): Promise<unknown> {
  const evidence = await record<Evidence>(call, 'evidence', call.params['evidence'] ?? '')
  const report = await reportOf(call, evidence)
  switch (call.query['format']) {
    case 'md':
      return sent(call, 'text/markdown; charset=utf-8', markdownReport(report))
    case 'html':
      // Names and values of somebody's files: no script may run and nothing may be asked for, whatever they are.
      void call.reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      return sent(call, 'text/html; charset=utf-8', htmlReport(report, { seal: await sealOf(call, evidence) }))
    default:
      return report
  }
}

function sent({ reply }: Call, type: string, text: string): Readable {
  void reply.headers({ 'cache-control': 'private, no-cache' }).type(type)
  return Readable.from([text])
}

async function reportOf(call: Call, { id, report, source, tool }: Evidence): Promise<Report> {
  const { files, database } = call.context
  if (report === undefined) throw noReport(id, 'was sealed without a report')
  // A digest that somebody only named opens no file: it must be one that this evidence may use.
  const [file] = await database.query<{ bytes: number }>(
    'select f.bytes::float8 as bytes from file f join file_use u on u.digest = f.digest where f.digest = $1 and u.record = $2 limit 1',
    [report, id],
  )
  if (file === undefined || files.path(report) === undefined)
    throw noReport(id, 'names a report that is not stored here')
  if (file.bytes > MOST_BYTES) throw noReport(id, 'has a report that is too large to show; download the file')
  const parts = (await files.read(report).toArray()) as Buffer[]
  const read = readReport(parsed(Buffer.concat(parts).toString('utf8')))
  if (read === undefined) throw noReport(id, 'has a report that is not Muster’s; download the file')
  // Only Muster seals under its own name: what others sealed is theirs, whatever the file says of itself.
  const isOwn = tool.name === OWN_TOOL
  return isOwn
    ? read
    : {
        ...read,
        computed: false,
        tool,
        sources: read.sources.length > 0 ? read.sources : [{ role: 'file', ...source, bytes: source.bytes ?? 0 }],
      }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

async function sealOf(call: Call, evidence: Evidence): Promise<string> {
  const { id, kind, split, sealedBy, sealedAt, entry, state } = evidence
  const names = await namesOf(call.context.database, [sealedBy])
  const by = names.get(sealedBy) ?? sealedBy
  return `Sealed as ${kind} evidence (${split}) by ${by} on ${sealedAt.slice(0, 10)}, entry ${entry} of the ledger, ${id}${state === 'current' ? '' : `; ${state}`}`
}
