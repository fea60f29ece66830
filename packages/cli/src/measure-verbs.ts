import { ANALYSES } from '@muster/contract'
import type { AnalysisDeclaration } from '@muster/contract'
import type { Command } from 'commander'
import { Option } from 'commander'
import { withConnection } from './act-verbs.ts'
import { addAskingOptions, askedUsage } from './ask-model.ts'
import { fileFlag, optionsOfAnalysis } from './measure-options.ts'

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value]

const HOW =
  'Without --version it measures on this machine and needs no server. With --version it uploads the files, lets the server measure them, and seals the result as evidence about that version.'

/** One verb for each analysis, made from its declaration. */
export function addMeasureVerbs(evidence: Command): void {
  for (const analysis of Object.values(ANALYSES)) addVerb(evidence, analysis)
  withConnection(
    evidence
      .command('report')
      .description('Show the report of sealed evidence')
      .argument('[evidence]', 'Id of the evidence; "muster evidence list" has it')
      .option('--evidence <evd>', 'The same as the argument')
      .option('--output <file>', 'Write it to this file: .html with charts, .md or .json (repeatable)', collect),
  ).action(async (id: string | undefined, options: Record<string, never>) =>
    (await import('./measure-report.ts')).showReport(id, options),
  )
}

function addVerb(evidence: Command, analysis: AnalysisDeclaration): void {
  const { name, title, help, files, kind, kinds, split } = analysis
  const fields = optionsOfAnalysis(analysis)
  const needed = [
    ...files
      .filter(({ role, optional }) => optional !== true && role !== analysis.asked)
      .map((file) => `${fileFlag(file)} <file>`),
    ...(analysis.asked === undefined ? [] : [askedUsage(analysis)]),
    ...fields.filter(({ required }) => required).map((field) => `${field.flag} ${field.value ?? ''}`),
  ]
  const command = evidence
    .command(name)
    .summary(title)
    .description(`${title}.\n\n${help}\n\n${HOW}`)
    .usage(`${needed.join(' ')} [options]`)
  for (const file of files.filter(({ after }) => after === undefined)) {
    const isRepeatable = files.some(({ after }) => after === file.role)
    const option = new Option(`${fileFlag(file)} <file>`, `${file.help}${isRepeatable ? ' (repeatable)' : ''}`)
    command.addOption(isRepeatable ? option.argParser(collect) : option)
  }
  if (analysis.asked !== undefined) addAskingOptions(command, collect)
  for (const field of fields) {
    const option = new Option(
      field.value === undefined ? field.flag : `${field.flag} ${field.value}`,
      field.description,
    )
    if (field.repeatable) option.argParser(collect)
    command.addOption(option)
  }
  command
    .option('--output <file>', 'Write the report to this file: .html with charts, .md or .json (repeatable)', collect)
    .option(
      '--version <ver>',
      `Seal it as ${kinds === undefined ? kind : 'such'} evidence about this version: id, model@number or model@alias`,
    )
    .option('--model <name>', 'Name of the model, with --number, instead of --version')
    .option('--number <number>', 'Number of the version')
    .option('--split <name>', `What the data are, for the seal (default ${split})`)
    .option('--note <text>', 'A word on it, for the seal')
    .option('--idempotency-key <key>', 'The same key with the same files and options seals once')
  if (kinds !== undefined)
    command.addOption(
      new Option(`--kind <${kinds.join('|')}>`, `Kind of evidence to seal it as (default by the options)`).choices(
        kinds,
      ),
    )
  withConnection(command)
  command.action(async (_options: unknown, self: Command) => {
    await (await import('./measure.ts')).measureVerb(analysis, self.opts())
  })
}
