import { parseArgs } from 'node:util'
import { askWith } from './ask.ts'
import { connectionOf } from './credentials.ts'
import type { ExitCode } from './failure.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { GateAnswer } from './gate-report.ts'
import { gateReport, gateVerdict } from './gate-report.ts'
import { idOf } from './resolve.ts'
import { screenOf } from './terminal.ts'
import { typed } from './typed.ts'

const USAGE = 'muster gate status|check <version> [--json] [--server URL]'

function readArguments(rest: readonly string[]): { version: string; json: boolean; server: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: { version: { type: 'string' }, json: { type: 'boolean' }, server: { type: 'string' } },
    })
    const [version = values.version, ...more] = positionals
    if (version === undefined || version === '') throw new CliFailure('Which version?', { help: `Usage: ${USAGE}` })
    if (more.length > 0) throw new CliFailure(`"${more.join(' ')}" is too much.`, { help: `Usage: ${USAGE}` })
    return { version, json: values.json === true, server: values.server }
  } catch (error) {
    if (error instanceof CliFailure) throw error
    throw new CliFailure((error as Error).message, { help: `Usage: ${USAGE}` })
  }
}

/**
 * `muster gate status` explains a gate in words; `muster gate check` is for CI and ends with 0 (passed), 1 (blocked) or
 * 2 (could not tell: no server, nobody signed in, no such version, wrong arguments).
 */
export async function gateCommand(verb: 'status' | 'check', rest: readonly string[]): Promise<ExitCode> {
  try {
    const { version, json, server } = readArguments(rest)
    const ask = askWith(connectionOf(server, process.env))
    const id = await idOf(ask, 'ver', version)
    const status = (await ask(`/api/v1/versions/${encodeURIComponent(id)}/gate`)) as GateAnswer
    const screen = screenOf(process.stdout, process.env)
    const text = json
      ? JSON.stringify(status, null, 2)
      : typed((verb === 'check' ? gateVerdict(status) : gateReport(status, screen, Date.now())).join('\n'))
    process.stdout.write(`${text}\n`)
    return verb === 'status' || status.passed || status.round?.state === 'promoted' ? EXIT.done : EXIT.refused
  } catch (error) {
    if (verb === 'check' && error instanceof Error) Object.assign(error, { exit: EXIT.unable })
    throw error
  }
}
