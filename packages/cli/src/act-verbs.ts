import type { AnyAct } from '@muster/core'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { actReport } from './act-report.ts'
import { confirmBasis } from './basis.ts'
import type { Session } from './context.ts'
import { readText, sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import type { ActAnswer } from './known.ts'
import { spinning } from './progress.ts'
import { idOf } from './resolve.ts'
import type { FieldOption, Schema } from './schema-options.ts'
import { optionsOf, valueOf } from './schema-options.ts'
import { sourceOf } from './source-file.ts'

type Given = Readonly<Record<string, unknown>>

/** Acts that can be given on what the gate shows: `--basis` may be left out by a person, and `--version` finds the round. */
const ON_BASIS = new Set(['review.give', 'approval.give', 'promotion.promote'])

/** `--server` and `--json`, which every command has. */
export function withConnection(command: Command): Command {
  return command
    .addOption(new Option('--server <url>', 'Server to talk to (MUSTER_SERVER; else the one signed in at)'))
    .addOption(new Option('--json', 'Print what the server answers, as JSON'))
}

export const collect = (value: string, before: readonly string[] | undefined): string[] => {
  if (value === '') throw new InvalidArgumentError('It is empty.')
  return [...(before ?? []), value]
}

/** The verb of an act, with one option for each field of its input. */
export function addActVerb(noun: Command, verb: string, act: AnyAct): void {
  const name = String(act.name)
  const schema = (act.input as { toJSONSchema(options: object): unknown }).toJSONSchema({
    io: 'input',
    unrepresentable: 'any',
  }) as Schema
  const options = optionsOf(schema)
  const command = noun.command(verb).summary(act.title).description(`${act.title}.\n\n${act.help}`)
  const required = options.filter((o) => o.required).map((o) => `${o.flag} ${o.value ?? ''}`)
  if (name !== 'pack.apply') command.usage([...required, '[options]'].join(' '))
  if (name === 'pack.apply') command.argument('[file]', 'Pack file (YAML)')
  for (const o of options) {
    if (name === 'pack.apply') continue
    const option = new Option(o.value === undefined ? o.flag : `${o.flag} ${o.value}`, o.description)
    if (o.repeatable) option.argParser(collect)
    command.addOption(option)
  }
  if (ON_BASIS.has(name))
    command.option('--version <ver>', 'The candidate, to find its round (id, model@number or model@alias)')
  if (name === 'evidence.seal')
    command.option('--source-file <file>', 'File it was made from: name, size and digest are taken from it')
  command
    .option('--input <file>', 'The whole command as JSON, from a file or - for standard input; options win over it')
    .option('--idempotency-key <key>', 'The same key with the same command acts once')
  withConnection(command)
  command.action(async (...args: unknown[]) => {
    const self = args.at(-1) as Command
    const typed = self.opts<Given>()
    const session = sessionOf(typed)
    const file = name === 'pack.apply' && typeof args[0] === 'string' ? args[0] : undefined
    const input = await commandOf(name, options, typed, session, file)
    const key = typed['idempotencyKey']
    const answer = await spinning('Waiting for the server', () =>
      session.api.act(name, input, typeof key === 'string' ? key : undefined),
    )
    if (session.json) session.printJson(answer)
    else session.print(await actReport(answer as unknown as ActAnswer, input, session))
  })
}

/** Puts together what is sent: the file of `--input`, then the options, then what can be found out. */
async function commandOf(
  name: string,
  options: readonly FieldOption[],
  typed: Given,
  session: Session,
  packFile: string | undefined,
): Promise<Given> {
  const command: Record<string, unknown> = { ...fromInput(typed['input']) }
  for (const option of options) {
    const raw = typed[camel(option.flag)]
    if (raw === undefined) continue
    command[option.field] = typeof raw === 'boolean' ? raw : valueOf(option, texts(raw), readText)
  }
  if (packFile !== undefined) {
    command['text'] = readText(packFile)
    command['file'] = packFile
  }
  if (typeof typed['sourceFile'] === 'string') command['source'] = await sourceOf(typed['sourceFile'])
  if (ON_BASIS.has(name)) await confirmBasis(name, command, typed['version'], session)
  const missing = options.filter((o) => o.required && command[o.field] === undefined)
  if (missing.length > 0) {
    const [noun = '', verb = ''] = name.split('.')
    throw new CliFailure(
      name === 'pack.apply' ? 'Which pack file?' : `Missing: ${missing.map((o) => o.flag).join(', ')}.`,
      {
        help:
          missing.map((o) => `  ${o.flag} ${o.value ?? ''}  ${o.description}`).join('\n') +
          `\nSee "muster ${noun} ${verb} --help".`,
      },
    )
  }
  for (const { field, idPrefix } of options) {
    const value = command[field]
    if (idPrefix === undefined) continue
    if (typeof value === 'string') command[field] = await idOf(session.ask, idPrefix, value)
    if (Array.isArray(value))
      command[field] = await Promise.all(
        value.map((v: unknown) => (typeof v === 'string' ? idOf(session.ask, idPrefix, v) : v)),
      )
  }
  return command
}

export const texts = (raw: unknown): string[] => (Array.isArray(raw) ? raw : [raw]).filter((t) => typeof t === 'string')

function fromInput(path: unknown): Given {
  if (typeof path !== 'string') return {}
  try {
    const value = JSON.parse(readText(path)) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given
  } catch (error) {
    if (error instanceof CliFailure) throw error
    throw new CliFailure(`${path} is not valid JSON: ${(error as Error).message}.`)
  }
  throw new CliFailure(`${path} must hold a JSON object.`)
}

/** The name under which commander keeps an option. */
export const camel = (flag: string): string =>
  flag.replace(/^--/, '').replaceAll(/-([a-z])/g, (_, c: string) => c.toUpperCase())
