import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { AnalysisDeclaration } from '@muster/contract'
import type { ExplainOptions, Scorer } from '@muster/statistics'
import type { Command } from 'commander'
import { CliFailure, EXIT } from './failure.ts'
import { stoppable } from './interrupt.ts'
import { fileFlag } from './measure-options.ts'
import { shareProgress } from './progress.ts'

type Given = Readonly<Record<string, unknown>>

/** Sent as the header of that name when an endpoint is asked: a secret is not typed where others can read it. */
const AUTHORIZATION = 'MUSTER_SCORER_AUTHORIZATION'
const MOST_TIMEOUT_S = 86_400

/** How a model is asked on this machine: options that no request to a server has. */
export function addAskingOptions(command: Command, collect: (value: string, before?: string[]) => string[]): void {
  command
    .option('--command <program>', 'Ask this program: CSV with a header on its input, one score a line on its output')
    .option('--arg <text>', 'An argument of that program (repeatable)', collect)
    .option(
      '--endpoint <url>',
      `Ask this address: POST {"columns": […], "rows": [[…]]}, answered by {"scores": […]}; ${AUTHORIZATION} is sent as its authorization`,
    )
    .option('--timeout <seconds>', 'For one answer of the model (60)')
    .option(
      '--keep-scores <file>',
      'Keep the recorded answers in this file (.jsonl), to measure again without the model',
    )
}

/** How the model shall be asked, or undefined where its recorded answers were given. */
export function askingOf(analysis: AnalysisDeclaration, typed: Given): Asking | undefined {
  const { command, arg, endpoint, timeout, keepScores, scores } = typed
  const ways = [command, endpoint, scores].filter((way) => way !== undefined)
  if (ways.length > 1) {
    throw new CliFailure('The model is asked in two ways.', {
      help: 'Give one of --command, --endpoint and --scores.',
    })
  }
  if (typeof command !== 'string' && typeof endpoint !== 'string') {
    const lost = [arg, timeout, keepScores].some((one) => one !== undefined)
    if (!lost && scores !== undefined) return undefined
    throw new CliFailure('How shall the model be asked?', {
      help: `Give --command or --endpoint${lost ? '; --arg, --timeout and --keep-scores go with them' : ', or --scores with answers that were recorded'}.\nSee "muster evidence ${analysis.name} --help".`,
    })
  }
  if (typeof command !== 'string' && arg !== undefined) throw new CliFailure('--arg goes with --command.')
  const kept = typeof keepScores === 'string' ? keepScores : undefined
  if (kept !== undefined && !kept.toLowerCase().endsWith('.jsonl')) {
    throw new CliFailure(`--keep-scores ${kept}: end the name in .jsonl.`)
  }
  return {
    kept,
    timeoutMs: timeoutOf(timeout),
    ...(typeof command === 'string'
      ? { command, args: Array.isArray(arg) ? arg.filter((one) => typeof one === 'string') : [] }
      : { endpoint: addressOf(String(endpoint)) }),
  }
}

export interface Asking {
  readonly kept: string | undefined
  readonly timeoutMs: number
  readonly command?: string
  readonly args?: readonly string[]
  readonly endpoint?: string
}

function timeoutOf(typed: unknown): number {
  if (typed === undefined) return 60_000
  const seconds = Number(typed)
  if (seconds > 0 && seconds <= MOST_TIMEOUT_S) return seconds * 1000
  throw new CliFailure(`--timeout must be a number of seconds, more than 0 and at most ${MOST_TIMEOUT_S}.`)
}

function addressOf(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new CliFailure(`--endpoint ${typed} is no address.`, {
      help: 'Give one that begins with http:// or https://.',
    })
  }
  if (url.username === '' && url.password === '') return typed
  throw new CliFailure('--endpoint has a password in it.', { help: `Give it in ${AUTHORIZATION} instead.` })
}

/** Asks the model all that the analysis will ask, and hands over the file with its answers. */
export async function withAnswers<Result>(
  analysis: AnalysisDeclaration,
  { kept, ...asking }: Asking,
  asked: { readonly files: Readonly<Record<string, string>>; readonly options: Readonly<Record<string, unknown>> },
  work: (files: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const { recordScores, ScanError, ScorerError } = await import('@muster/statistics')
  const folder = mkdtempSync(join(tmpdir(), 'muster-answers-'))
  const path = kept ?? join(folder, 'answers.jsonl')
  const progress = await shareProgress('Asking the model')
  try {
    // The schema of this analysis has let the options through.
    const options = asked.options as unknown as ExplainOptions
    const scorer = await scorerOf(asking)
    await stoppable((signal) =>
      recordScores({ files: asked.files, options, signal, onProgress: progress.tell }, scorer, path),
    )
    progress.stop()
    return await work({ ...asked.files, [analysis.asked ?? '']: path })
  } catch (error) {
    progress.stop()
    if (error instanceof CliFailure) throw error
    const isOurs = error instanceof ScorerError || error instanceof ScanError
    if (!isOurs) throw error
    const where = error instanceof ScanError ? `${basename(asked.files['file'] ?? '')}: ` : ''
    throw new CliFailure(`${where}${capital(error.message, where === '')}. (${error.code})`, {
      help: `  ${capital(error.hint, true)}.`,
      exit: EXIT.refused,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function scorerOf({ command, args = [], endpoint, timeoutMs }: Omit<Asking, 'kept'>): Promise<Scorer> {
  const { commandScorer, endpointScorer } = await import('@muster/statistics')
  if (command !== undefined) return commandScorer({ command, args, timeoutMs })
  const authorization = process.env[AUTHORIZATION]
  const headers = authorization === undefined || authorization === '' ? {} : { authorization }
  return endpointScorer({ url: endpoint ?? '', headers, timeoutMs })
}

const capital = (text: string, isFirst: boolean): string =>
  isFirst ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text

/** The option that says how a model is asked, for the line that shows how a verb is used. */
export const askedUsage = ({ files, asked }: AnalysisDeclaration): string => {
  const file = files.find(({ role }) => role === asked)
  return file === undefined ? '' : `(--command <program> | --endpoint <url> | ${fileFlag(file)} <file>)`
}
