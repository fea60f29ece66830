// Where the terminal program begins. What a command needs is loaded by that command alone: "gate check" must be quick.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExitCode } from './failure.ts'
import { EXIT, explain } from './failure.ts'
import { typed } from './typed.ts'

async function run(args: readonly string[]): Promise<ExitCode> {
  const [noun, verb, ...rest] = args
  if (noun === '--version' || noun === '-V') {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      version: string
    }
    process.stdout.write(`muster ${version}\n`)
    return EXIT.done
  }
  const isHelp = rest.includes('--help') || rest.includes('-h')
  if (noun === 'gate' && (verb === 'check' || verb === 'status') && !isHelp) {
    const { gateCommand } = await import('./gate-command.ts')
    return gateCommand(verb, rest)
  }
  const { runProgram } = await import('./program.ts')
  return runProgram(args)
}

/** Whoever reads us may stop reading, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // By its shape: who only asks for the gate does not load what can be interrupted.
  if (error instanceof Error && error.name === 'Interrupted' && 'signal' in error)
    process.kill(process.pid, error.signal as NodeJS.Signals)
  const { lines, exit } = explain(error)
  process.stderr.write(`${typed(lines.join('\n'))}\n`)
  if ((process.env['MUSTER_DEBUG'] ?? '') !== '' && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`)
  const own = error instanceof Error && 'exit' in error && typeof error.exit === 'number' ? error.exit : exit
  process.exitCode = own
}
