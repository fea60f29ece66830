import type { AnyAct } from '@muster/core'
import { ACT_ROUTES, ANALYSES, QUERIES } from '@muster/contract'
import { Command, CommanderError } from 'commander'
import { addActVerb, withConnection } from './act-verbs.ts'
import type { ExitCode } from './failure.ts'
import { EXIT } from './failure.ts'
import { addOwnVerbs, OWN } from './own-verbs.ts'
import { addMeasureVerbs } from './measure-verbs.ts'
import { NOUNS } from './nouns.ts'
import { PARTS, addPartVerbs } from './part-verbs.ts'
import { addQueryVerb } from './query-verbs.ts'
import { screenOf } from './terminal.ts'
import { typed } from './typed.ts'

/** Queries whose verb is written by hand, or goes by another name. */
const SPECIAL = new Set([
  ...OWN,
  ...Object.keys(ANALYSES).map((name) => `evidence.${name}`),
  'feed.read',
  'me.show',
  'inbox.list',
  'inbox.read',
  'backup.make',
  'gate.status',
])

function build(args: readonly string[]): Command {
  const program = new Command('muster')
    .description('Muster the team; let no model go live that does not pass muster.')
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'Explain a command')
  const { color, width } = screenOf(process.stdout, process.env)
  program.configureOutput({
    getOutHasColors: () => color,
    getErrHasColors: () => color,
    getOutHelpWidth: () => Math.min(width, 100),
    getErrHelpWidth: () => Math.min(width, 100),
    writeOut: (text) => process.stdout.write(typed(text)),
    writeErr: (text) => process.stderr.write(typed(text)),
    outputError: (text, write) => write(text.replace(/^error: /, '')),
  })
  addOwnVerbs(program)
  const nounOf = (noun: string): Command => {
    const found = program.commands.find((c) => c.name() === noun)
    if (found !== undefined) return found
    return program
      .command(noun)
      .description(NOUNS[noun] ?? noun)
      .helpGroup('What is on record:')
      .helpCommand(false)
  }
  for (const [name, act] of ACT_ROUTES) addDeclared(nounOf, args, name, act)
  for (const route of QUERIES) {
    const [noun = '', verb = ''] = route.name.split('.')
    if (!SPECIAL.has(route.name) && wanted(args, noun)) addQueryVerb(nounOf(noun), verb, route)
    else if (!SPECIAL.has(route.name)) nounOf(noun)
  }
  for (const noun of new Set([...PARTS.map((part) => part.noun), 'matrix']))
    if (wanted(args, noun)) addPartVerbs(nounOf(noun))
  if (wanted(args, 'evidence')) addMeasureVerbs(nounOf('evidence'))
  return program
}

/** The verbs of a noun are made only when it is the one that was typed: their options come from schemas. */
const wanted = (args: readonly string[], noun: string): boolean => args[0] === noun

function addDeclared(nounOf: (noun: string) => Command, args: readonly string[], name: string, act: AnyAct): void {
  const [noun = '', verb = ''] = name.split('.')
  const command = nounOf(noun)
  if (wanted(args, noun) && !OWN.includes(name)) addActVerb(command, verb, act)
}

/** Runs everything but the fast path of the gate. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  const program = build(args)
  try {
    if (args.length === 0) {
      program.outputHelp()
      return EXIT.done
    }
    await program.parseAsync([...args], { from: 'user' })
    return (process.exitCode as ExitCode | undefined) ?? EXIT.done
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help that was asked for is fine; a noun without a verb prints its help, and nothing was done.
    return error.exitCode === 0 ? EXIT.done : EXIT.unable
  }
}

export { withConnection }
