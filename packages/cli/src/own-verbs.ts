import type { Command } from 'commander'
import { withConnection } from './act-verbs.ts'

/** Acts and queries whose verbs are written by hand. */
export const OWN: readonly string[] = [
  'evidence.report',
  'password.change',
  'poll.answer',
  'file.upload',
  'file.download',
  'ledger.verify',
  'ledger.checkpoint',
  'ledger.key',
  'ledger.export',
  'ledger.proof',
  'ledger.replay',
  'ledger.live',
  'ledger.prove',
  'pack.compare',
  'scorecard.show',
  'kpi.show',
]

type Options = Record<string, never>
const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value]

/** The verbs that are more than one act or one query. What they do is loaded when they run. */
export function addOwnVerbs(program: Command): void {
  addServerVerbs(program)
  addSessionVerbs(program)
  addGateVerbs(program)
  addFileVerbs(program)
  addPollVerbs(program)
  addLedgerVerbs(program)
  addPackVerbs(program)
  addScorecardVerbs(program)
}

function addServerVerbs(program: Command): void {
  const group = 'Run a server:'
  program
    .command('start')
    .helpGroup(group)
    .description('Start Muster on this machine')
    .option('--data <folder>', 'Folder of the database, files and keys (MUSTER_DATA; default muster-data)')
    .option('--port <number>', 'Port to listen on, 0 for a free one (MUSTER_PORT; default 7300)')
    .option('--host <address>', 'Address to listen on (MUSTER_HOST; default 127.0.0.1, this machine only)')
    .option('--postgres <url>', 'A PostgreSQL server instead of the embedded database (DATABASE_URL)')
    .option('--example', 'Load the worked example without asking')
    .action(async (options: Options) => (await import('./start.ts')).start(options))
  withConnection(
    program
      .command('backup')
      .helpGroup(group)
      .description('Write everything that is needed to restore this workspace to one file')
      .requiredOption('--out <file>', 'File to write; it holds secrets, keep it safe'),
  ).action(async (options: { out: string }) => (await import('./backup.ts')).backup(options))
  program
    .command('restore')
    .helpGroup(group)
    .description('Restore a backup into an empty data folder, and verify its ledger')
    .argument('<file>', 'File that "muster backup" wrote')
    .option('--data <folder>', 'Folder to restore into (MUSTER_DATA; default muster-data)')
    .option('--postgres <url>', 'An empty PostgreSQL database to restore into (DATABASE_URL)')
    .action(async (file: string, options: Options) => (await import('./restore.ts')).restore(file, options))
}

function addSessionVerbs(program: Command): void {
  const group = 'You:'
  withConnection(
    program
      .command('login')
      .helpGroup(group)
      .description('Sign in and keep a token on this machine')
      .option('--email <address>', 'Your e-mail address')
      .option('--password-stdin', 'Read the password from standard input')
      .option('--days <number>', 'How long the token works, 1 to 366 (default 90); what it issues ends no later'),
  ).action(async (options: Options) => (await import('./sign-in.ts')).login(options))
  withConnection(
    program
      .command('logout')
      .helpGroup(group)
      .description('Revoke the token of this machine')
      .option('--everywhere', 'End all your browser sessions as well'),
  ).action(async (options: Options) => (await import('./sign-in.ts')).logout(options))
  withConnection(
    program
      .command('password')
      .helpGroup(group)
      .description('Change your password; your other sessions end')
      .option('--password-stdin', 'Read two lines from standard input: the password you have, and the new one'),
  ).action(async (options: Options) => (await import('./own-password.ts')).changeOwnPassword(options))
  withConnection(program.command('whoami').helpGroup(group).description('Who you are at the server')).action(
    async (options: Options) => (await import('./sign-in.ts')).whoami(options),
  )
  const inbox = withConnection(
    program
      .command('inbox')
      .helpGroup(group)
      .description('What needs you now, and what you were told')
      .enablePositionalOptions()
      .option('--all', 'Every notice, read ones too'),
  ).action(async (options: Options) => (await import('./inbox.ts')).showInbox(options))
  withConnection(
    inbox.command('list').description('The same as "muster inbox"').option('--all', 'Every notice, read ones too'),
  ).action(async (options: Options) => (await import('./inbox.ts')).showInbox(options))
  withConnection(
    inbox
      .command('read')
      .description('Mark notices as read')
      .option('--up-to <entry>', 'Number of the newest entry that was read; all when left out'),
  ).action(async (options: Options) => (await import('./inbox.ts')).markRead(options))
}

function addGateVerbs(program: Command): void {
  const gate = program
    .command('gate')
    .helpGroup('What is on record:')
    .description('Submit at the gate; what is missing, and who must do what next')
    .helpCommand(false)
  const VERSION = 'The candidate: id, model@number or model@alias'
  for (const verb of ['status', 'check'] as const) {
    withConnection(
      gate
        .command(verb)
        .description(
          verb === 'status'
            ? 'Explain the gate of a candidate: checks, reviews, approvals, and who must do what next'
            : 'For CI: exit 0 when the candidate passes, 1 with the missing set when it is blocked, 2 when it cannot be told',
        )
        .argument('[version]', VERSION)
        .option('--version <version>', 'The same as the argument'),
    ).action(async (_version: unknown, _options: unknown, command: Command) => {
      const { gateCommand } = await import('./gate-command.ts')
      process.exitCode = await gateCommand(verb, command.parent?.args.slice(1) ?? [])
    })
  }
}

function addFileVerbs(program: Command): void {
  const file = program
    .command('file')
    .helpGroup('What is on record:')
    .description('Files that evidence is made from')
    .helpCommand(false)
  withConnection(
    file.command('upload').description('Store a file under its SHA-256 digest').argument('<file>', 'File to upload'),
  ).action(async (path: string, options: Options) => (await import('./upload.ts')).uploadFile(path, options))
  withConnection(
    file
      .command('download')
      .description('Write a stored file to a file here; its digest is checked')
      .argument('<digest>', 'Digest of the file: sha256:…')
      .option('--out <file>', 'File to write (default: the name it was uploaded under)'),
  ).action(async (digest: string, options: Options) => (await import('./download.ts')).downloadFile(digest, options))
}

function addPollVerbs(program: Command): void {
  withConnection(
    program
      .command('poll')
      .helpGroup('What is on record:')
      .description('Anonymous health polls')
      .helpCommand(false)
      .command('answer')
      .description('Answer a health poll; nobody can tell what you answered')
      .argument('[poll]', 'The poll: your inbox names it')
      .option('--poll <pol>', 'The same as the argument')
      .option('--score <statement=1-5>', 'How far you agree: 1 not at all, 5 wholly (repeatable)', collect),
  ).action(async (poll: string | undefined, options: Options) =>
    (await import('./poll-answer.ts')).answerPoll(poll, options),
  )
}

function addLedgerVerbs(program: Command): void {
  const ledger = program
    .command('ledger')
    .helpGroup('What is on record:')
    .description('The record: list, verify, prove, export')
    .helpCommand(false)
  withConnection(
    ledger
      .command('verify')
      .description(
        'Verify the ledger: at the server, or offline on an export. Exit 0 in order, 1 findings, 2 cannot tell',
      )
      .option('--export <file>', 'Verify this export offline, without any server')
      .option('--key <key>', 'The verifier key you trust (or a file that holds it), for --export and --against')
      .option('--against <file>', 'A checkpoint you kept: the ledger must still continue it'),
  ).action(async (options: Options) => {
    process.exitCode = await (await import('./ledger-verify.ts')).verify(options)
  })
  withConnection(
    ledger.command('replay').description('Rebuild all records from the ledger and compare them with the live ones'),
  ).action(async (options: Options) => {
    process.exitCode = await (await import('./ledger-verify.ts')).replay(options)
  })
  withConnection(
    ledger
      .command('live')
      .description('Follow the ledger: each entry that you may read, as it is committed')
      .option('--after <entry>', 'Number of the entry that was seen last; what followed it comes first'),
  ).action(async (options: Options) => (await import('./ledger-live.ts')).follow(options))
  const files = async () => import('./ledger-files.ts')
  withConnection(
    ledger
      .command('checkpoint')
      .description('The signed head of the ledger; keep one outside to see later that nothing was rewritten')
      .option('--out <file>', 'File to write'),
  ).action(async (options: Options) => (await files()).writeText('/api/v1/ledger/checkpoint', options))
  withConnection(
    ledger
      .command('key')
      .description('The public key of the ledger; give it to whoever shall verify')
      .option('--out <file>', 'File to write'),
  ).action(async (options: Options) => (await files()).writeText('/api/v1/ledger/key', options))
  withConnection(
    ledger
      .command('export')
      .description('All entries and a signed checkpoint, for verification offline')
      .requiredOption('--out <file>', 'File to write, or - for standard output'),
  ).action(async (options: { out: string }) => (await files()).exportLedger(options))
  withConnection(
    ledger
      .command('proof')
      .description('Prove one entry to an outsider, or check such a proof offline')
      .argument('[entry]', 'Number of the entry')
      .option('--out <folder>', 'Folder for <entry>.tlog-proof and <entry>.json (default: here)')
      .option('--check <file>', 'Check this .tlog-proof offline')
      .option('--entry <file>', 'The entry it is about, as canonical JSON')
      .option('--key <key>', 'The verifier key you trust, or a file that holds it'),
  ).action(async (entry: string | undefined, options: Options) => {
    process.exitCode = await (await import('./ledger-proof.ts')).proof(entry, options)
  })
}

function addScorecardVerbs(program: Command): void {
  const scorecard = program
    .command('scorecard')
    .helpGroup('What is on record:')
    .description('KPIs of a project, a role or everything, computed from the record')
    .helpCommand(false)
  withConnection(
    scorecard
      .command('show')
      .description('Show a scorecard: values, trends and targets, and why something has no value')
      .argument('[what]', 'A project (id or name), a role, or "portfolio" for all projects you see (default)')
      .option('--project <project>', 'Only this project: id or name')
      .option('--role <role>', 'Only the KPIs of this role')
      .option('--person <person>', 'Only the KPIs of the roles that somebody holds on the project: id, name or "me"'),
  ).action(async (what: string | undefined, options: Options) =>
    (await import('./scorecard.ts')).showScorecard(what, options),
  )
  const kpi = program
    .command('kpi')
    .helpGroup('What is on record:')
    .description('KPIs: what they mean, and what a project wants of itself')
    .helpCommand(false)
  withConnection(
    kpi
      .command('show')
      .description('Show a KPI in words: its value and trend, how it is computed, and the entries behind it')
      .argument('<kpi>', 'Id of the KPI; "muster kpi list" has them')
      .option('--project <project>', 'In this project: id or name; in all that you see when left out'),
  ).action(async (id: string, options: Options) => (await import('./scorecard.ts')).showKpi(id, options))
}

function addPackVerbs(program: Command): void {
  const group = 'Packs:'
  program
    .command('check')
    .helpGroup(group)
    .description('Check packs; problems are said with file:line:column')
    .argument('[paths...]', 'Files or folders (default: packs, and packs in the data folder)')
    .option('--json', 'Print the problems as JSON')
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await (await import('./check-packs.ts')).check(paths, options)
    })
  const pack = program
    .command('pack')
    .helpGroup('What is on record:')
    .description('Packs: roles, RACI templates, gates')
    .helpCommand(false)
  withConnection(
    pack
      .command('compare')
      .description(
        'What applying a pack would change, and what is wrong with it. Exit 0 it can be applied, 1 it cannot',
      )
      .argument('<file>', 'Pack file (YAML)'),
  ).action(async (file: string, options: Options) => {
    process.exitCode = await (await import('./compare-pack.ts')).compare(file, options)
  })
  program
    .command('init')
    .helpGroup(group)
    .description('Make a folder with a pack of your own to begin with')
    .argument('[folder]', 'Folder to make (default: here)')
    .action(async (folder: string | undefined) => (await import('./init.ts')).init(folder))
}
