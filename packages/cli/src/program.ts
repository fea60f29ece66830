import type { AnyAct } from '@muster/core'
import { ACT_ROUTES, ANALYSES, QUERIES } from '@muster/contract'
import { Command, CommanderError } from 'commander'
import { addActVerb, withConnection } from './act-verbs.ts'
import type { ExitCode } from './failure.ts'
import { EXIT } from './failure.ts'
import { addOwnVerbs, OWN } from './own-verbs.ts'
import { addMeasureVerbs } from './measure-verbs.ts'
import { PARTS, addPartVerbs } from './part-verbs.ts'
import { addQueryVerb } from './query-verbs.ts'
import { screenOf } from './terminal.ts'

/** What each noun is, for the overview. */
export const NOUNS: Readonly<Record<string, string>> = {
  absence: 'Days on which you are away',
  action: 'Action items: who does what until when',
  alias: 'Named pointers to versions, such as "challenger"',
  approval: 'Approvals of a submitted candidate',
  transition: 'From a vendor to people of your own',
  training: 'Trainings for departments',
  staffing: 'Team patterns, whom to hire first, who has too much to do',
  skill: 'Skills of people; the skills matrix of a project',
  requisition: 'Openings for a role; the talent funnel',
  learning: 'Literacy, training and certificates of people',
  deliverable: 'What each role delivers, and whether it was accepted',
  applicant: 'Applicants of a requisition',
  adoption: 'Use by department, and how it changes',
  assignment: 'Who holds which role on a project',
  assistance: 'Asking the team for help',
  ceremony: 'Recurring meetings: schedule, move, cancel; their agenda',
  consultation: 'Questions to those who are C, and their answers',
  criterion: 'Success criteria of a project',
  evidence: 'Measure files; sealed measurements about a version',
  experiment: 'Experiments: propose, start, note, conclude, abandon',
  feed: 'Secret addresses for your calendar program',
  file: 'Files that evidence is made from',
  gate: 'Submit at the gate; what is missing, and who must do what next',
  handover: 'Results on their way from R to A',
  inbox: 'What needs you now',
  item: 'Items of a register: add, change, move, import from a table',
  kpi: 'KPIs: what they mean, and what a project wants of itself',
  ledger: 'The record: list, verify, prove, export',
  matrix: 'The RACI matrix of a project',
  meeting: 'Holding a meeting: start, attendance, minutes, close',
  milestone: 'Milestones of a project',
  model: 'Models in the registry',
  pack: 'Packs: roles, RACI templates, gates',
  person: 'People of the workspace',
  poll: 'Anonymous health polls',
  project: 'Projects: create, describe, advance; their team',
  promotion: 'What went live, with its plan and runbook',
  register: 'Registers, such as risks and vendors: what they hold, measures, export',
  responsibility: 'Who answers for an activity; who holds which responsibility; who will be blamed',
  review: 'Reviews of a submitted candidate',
  role: 'The role catalogue',
  round: 'Submissions of candidates',
  scorecard: 'KPIs of a project, a role or everything, computed from the record',
  service: 'Service accounts, for CI',
  session: 'Browsers in which you are signed in',
  token: 'API tokens',
  update: 'Stakeholder updates: draft, edit, publish',
  version: 'Immutable versions of models',
  workspace: 'The workspace as a whole: what it holds, its health, the worked example',
  waiver: 'Named, reasoned, expiring exceptions to a check',
}

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
