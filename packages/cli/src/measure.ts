import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnalysisDeclaration } from '@muster/contract'
import { kindOf } from '@muster/contract'
import type { Report } from '@muster/statistics'
import { actReport } from './act-report.ts'
import { camel } from './act-verbs.ts'
import { askingOf, withAnswers } from './ask-model.ts'
import { print, readText, sessionOf } from './context.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { ActAnswer } from './known.ts'
import { stoppable } from './interrupt.ts'
import { fileFlag, optionsOfAnalysis } from './measure-options.ts'
import { outputsOf, writeOutputs } from './measure-output.ts'
import { shareProgress } from './progress.ts'
import { reportText } from './report-text.ts'
import { idOf } from './resolve.ts'
import { valueOf } from './schema-options.ts'
import { sizeOf } from './source-file.ts'
import { screenOf } from './terminal.ts'
import { upload } from './upload.ts'

type Given = Readonly<Record<string, unknown>>

/** An analysis as it was typed: measured here, or at the server when it is about a version. */
export async function measureVerb(analysis: AnalysisDeclaration, typed: Given): Promise<void> {
  const outputs = outputsOf(typed['output'])
  const version = versionOf(typed)
  const asking = analysis.asked === undefined ? undefined : askingOf(analysis, typed)
  const { files, options } = await askedOf(analysis, typed)
  const measured = async (all: Readonly<Record<string, string>>): Promise<Shown> =>
    version === undefined
      ? measuredHere(analysis, all, options, typed['json'] === true)
      : sealed(analysis, all, options, version, typed)
  const report =
    asking === undefined ? await measured(files) : await withAnswers(analysis, asking, { files, options }, measured)
  await writeOutputs(report.report, outputs)
  report.show(outputs)
}

interface Shown {
  readonly report: Report
  readonly show: (outputs: readonly string[]) => void
}

/** The version that is meant, if any; half of a name is an error. */
function versionOf(typed: Given): string | undefined {
  const { version, model, number } = typed
  if (typeof version === 'string') return version
  if (typeof model === 'string' && typeof number === 'string') return `${model}@${number}`
  if (model !== undefined || number !== undefined) {
    throw new CliFailure(`Missing: ${model === undefined ? '--model' : '--number'}.`, {
      help: 'Give both, or --version; or neither to measure without a server.',
    })
  }
  const ofSeal = ['split', 'note', 'kind', 'idempotencyKey'].filter((name) => typed[name] !== undefined)
  if (ofSeal.length > 0) {
    throw new CliFailure('Which version shall it be sealed about?', {
      help: 'Give --version; to measure without sealing, leave out --split, --note, --kind and --idempotency-key.',
    })
  }
  return undefined
}

/** Files by role and options as the analysis takes them; everything that can be wrong without reading a file is told. */
async function askedOf(
  analysis: AnalysisDeclaration,
  typed: Given,
): Promise<{ files: Record<string, string>; options: Record<string, unknown> }> {
  const fields = optionsOfAnalysis(analysis)
  const texts = (raw: unknown): string[] => (Array.isArray(raw) ? raw : [raw]).filter((t) => typeof t === 'string')
  const options: Record<string, unknown> = {}
  for (const field of fields) {
    const raw = typed[camel(field.flag)]
    if (raw !== undefined) options[field.field] = typeof raw === 'boolean' ? raw : valueOf(field, texts(raw), readText)
  }
  const missing = [
    ...analysis.files
      .filter(
        (file) => file.optional !== true && file.role !== analysis.asked && typed[camel(fileFlag(file))] === undefined,
      )
      .map((file) => ({ flag: fileFlag(file), text: `${fileFlag(file)} <file>  ${file.help}` })),
    ...fields
      .filter((field) => field.required && options[field.field] === undefined)
      .map((field) => ({ flag: field.flag, text: `${field.flag} ${field.value ?? ''}  ${field.description}` })),
  ]
  if (missing.length > 0) {
    throw new CliFailure(`Missing: ${missing.map(({ flag }) => flag).join(', ')}.`, {
      help: `${missing.map(({ text }) => `  ${text}`).join('\n')}\nSee "muster evidence ${analysis.name} --help".`,
    })
  }
  const parsed = analysis.options.safeParse(options)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const field = fields.find((one) => one.field === String(issue.path[0]))
      return `${field?.flag ?? String(issue.path[0] ?? '')}: ${issue.message}`
    })
    throw new CliFailure(lines.join('\n'), { help: `See "muster evidence ${analysis.name} --help".` })
  }
  const files: Record<string, string> = {}
  for (const file of analysis.files.filter(({ after }) => after === undefined)) {
    const paths = texts(typed[camel(fileFlag(file))])
    const roles = rolesFrom(analysis, file.role)
    if (paths.length > roles.length)
      throw new CliFailure(
        `${fileFlag(file)} is given ${paths.length} times, and ${roles.length} files are read at most.`,
      )
    for (const [index, path] of paths.entries()) files[roles[index] ?? file.role] = path
  }
  return { files, options: parsed.data }
}

/** A role and those that come after it. */
function rolesFrom({ files }: AnalysisDeclaration, role: string): string[] {
  const next = files.find(({ after }) => after === role)
  return [role, ...(next === undefined ? [] : rolesFrom({ files } as AnalysisDeclaration, next.role))]
}

const PROGRAM_VERSION = (): string =>
  (JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }).version

/** Measures on this machine; no server is asked. */
async function measuredHere(
  analysis: AnalysisDeclaration,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>>,
  json: boolean,
): Promise<Shown> {
  const { ScanError, measure } = await import('@muster/statistics')
  const progress = await shareProgress('Measuring')
  try {
    const program = { name: 'muster-statistics', version: PROGRAM_VERSION() }
    const asked = { analysis: analysis.name, files, options, program }
    const report = await stoppable((signal) => measure(asked, { signal, onProgress: progress.tell }))
    progress.stop()
    const screen = screenOf(process.stdout, process.env)
    const lines = (outputs: readonly string[]): string[] =>
      json ? [JSON.stringify(report, null, 2)] : reportText(report, screen, outputs)
    return { report, show: (outputs) => print(lines(outputs)) }
  } catch (error) {
    if (!(error instanceof ScanError)) throw error
    const role = error.role ?? (Object.keys(files).length === 1 ? Object.keys(files)[0] : undefined)
    const where = role === undefined ? Object.values(files).join(' and ') : (files[role] ?? '')
    throw new CliFailure(`${where}: ${error.message}. (${error.code})`, {
      help: `  ${error.hint.charAt(0).toUpperCase()}${error.hint.slice(1)}${/[.?!]$/.test(error.hint) ? '' : '.'}`,
      exit: EXIT.refused,
    })
  } finally {
    progress.stop()
  }
}

/** Uploads the files, lets the server measure them and seal the result. */
async function sealed(
  analysis: AnalysisDeclaration,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>>,
  version: string,
  typed: Given,
): Promise<Shown> {
  const session = sessionOf(typed)
  for (const path of Object.values(files)) {
    if ((await sizeOf(path)) === 0) throw new CliFailure(`${path} is empty.`)
  }
  const id = await idOf(session.ask, 'ver', version)
  const digests: Record<string, string> = {}
  for (const [role, path] of Object.entries(files)) digests[role] = (await upload(session, path)).digest
  const key = typed['idempotencyKey']
  const progress = await shareProgress('Measuring at the server')
  try {
    const { split, note, kind } = typed
    const answer = (await session.api.follow(`/api/v1/evidence/${analysis.name}`, progress.tell, {
      body: { version: id, ...digests, ...options, split, note, kind },
      ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    })) as ActAnswer & { report: Report; evaluation?: unknown }
    progress.stop()
    const report = answer.evaluation === undefined ? answer.report : { ...answer.report, result: answer.evaluation }
    const said = session.json
      ? []
      : await actReport(answer, { version: id, kind: kindOf(analysis, { ...options, kind }) }, session)
    return {
      report,
      show: (outputs) =>
        session.json
          ? session.printJson(answer)
          : session.print([...reportText(report, session.screen, outputs), '', ...said]),
    }
  } finally {
    progress.stop()
  }
}
