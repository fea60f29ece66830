import type { Screen } from './terminal.ts'
import { clean, oneLine, painter, relative, wrap } from './terminal.ts'

interface Duty {
  readonly duty: string
  readonly title?: string
  readonly state: string
  readonly person?: string
  readonly verdict?: string
  readonly comment?: string
  readonly because?: string
  readonly at?: string
  readonly eligible: readonly string[]
}

/** The status of a gate as the server answers it. */
export interface GateAnswer {
  readonly version: string
  readonly gate: string
  readonly basis: string
  readonly basisChanged: boolean
  readonly round?: {
    readonly id: string
    readonly number: number
    readonly state: string
    readonly submittedAt?: string
  }
  readonly checks: readonly { readonly title: string; readonly state: string; readonly sentence: string }[]
  readonly criteria?: readonly { readonly sentence: string; readonly met: boolean; readonly known: boolean }[]
  readonly reviews: readonly Duty[]
  readonly approvals: readonly Duty[]
  readonly consultations: readonly {
    readonly role: string
    readonly title?: string
    readonly state: string
    readonly dueAt: string
  }[]
  readonly passed: boolean
  readonly blockers: readonly string[]
  readonly warnings?: readonly string[]
  readonly next: readonly {
    readonly who: readonly string[]
    readonly what: string
    readonly act: string
    readonly duty?: string
  }[]
  readonly model?: string
  readonly versionNumber?: number
  readonly experiment?: string
  readonly names?: Readonly<Record<string, string | null>>
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`

const nameIn = (status: GateAnswer, id: string): string => status.names?.[id] ?? id

const candidate = (status: GateAnswer): string =>
  status.model === undefined ? status.version : `${status.model} version ${status.versionNumber ?? '?'}`

/** The gate of a candidate in words: how it stands, and who must do what next. */
export function gateReport(status: GateAnswer, screen: Screen, now: number): string[] {
  const paint = painter(screen)
  const mark = (state: string, isGood: boolean): string =>
    isGood ? paint('green', '✓') : state === 'open' ? paint('yellow', '…') : paint('red', '✗')
  const row = (state: string, isGood: boolean, title: string, text: string): string[] => {
    const [first = '', ...rest] = wrap(text === '' ? title : `${title}: ${text}`, screen, 4)
    return [`  ${mark(state, isGood)} ${first}`, ...rest]
  }
  const section = (title: string, rows: readonly string[]): string[] =>
    rows.length === 0 ? [] : ['', paint('bold', title), ...rows]
  const duty = (d: Duty): string[] => row(d.state, d.state === 'given', d.title ?? d.duty, dutyText(status, d, now))
  const { round } = status
  const state = status.passed
    ? paint('green', 'passed')
    : round?.state === 'promoted'
      ? paint('green', 'promoted')
      : paint('red', 'blocked')
  return [
    `${paint('bold', clean(candidate(status)))} at the ${clean(status.gate)}: ${state}`,
    roundText(status, now),
    ...section(
      'Criteria',
      (status.criteria ?? []).flatMap((c) => row('', c.met, c.sentence, '')),
    ),
    ...section(
      'Checks',
      status.checks.flatMap((c) =>
        row(c.state, c.state === 'satisfied' || c.state === 'waived', c.title, `${c.state}. ${c.sentence}`),
      ),
    ),
    ...section('Reviews', status.reviews.flatMap(duty)),
    ...section(
      'Consultations',
      status.consultations.flatMap((c) =>
        row(c.state, c.state !== 'open', c.title ?? c.role, c.state === 'open' ? `has until ${c.dueAt}` : c.state),
      ),
    ),
    ...section('Approvals', status.approvals.flatMap(duty)),
    ...section(
      'Worth knowing before deciding',
      (status.warnings ?? []).flatMap((w) => row('open', false, w, '')),
    ),
    ...section('Who must do what next', nextSteps(status, screen)),
    '',
    `${paint('bold', 'Basis')} ${status.basis}`,
    ...(round?.state === 'promoted'
      ? []
      : [paint('dim', 'A review or an approval is given for exactly this basis (--basis).')]),
  ]
}

function roundText(status: GateAnswer, now: number): string {
  const { round } = status
  if (round === undefined) return 'Not submitted yet.'
  const when = round.submittedAt === undefined ? '' : `, submitted ${relative(round.submittedAt, now)}`
  const changed = status.basisChanged ? ' What is judged has changed since: it must be submitted again.' : ''
  return `Round ${round.number} (${round.id}) is ${round.state}${when}.${changed}`
}

function dutyText(status: GateAnswer, d: Duty, now: number): string {
  const by = d.person === undefined ? '' : nameIn(status, d.person)
  if (d.state === 'given') {
    const when = d.at === undefined ? '' : `, ${relative(d.at, now)}`
    const comment = d.comment === undefined || d.comment === '' ? '' : `: “${oneLine(d.comment)}”`
    return `given by ${by}${when}${comment}`
  }
  const why = d.because === undefined ? d.state : `${d.state} (${d.because}${by === '' ? '' : `, ${by}`})`
  if (d.state === 'negative') return why
  const who = d.eligible.map((id) => nameIn(status, id))
  return who.length === 0 ? `${why}; nobody on the project can give it` : `${why}; ${list(who)} can give it`
}

function nextSteps(status: GateAnswer, screen: Screen): string[] {
  const paint = painter(screen)
  return status.next.flatMap((step, i) => {
    const who = step.who.map((id) => nameIn(status, id))
    const [first = '', ...rest] = wrap(`${who.length === 0 ? 'Nobody yet' : list(who)}: ${step.what}`, screen, 5)
    const command = commandFor(status, step)
    return [`  ${i + 1}. ${first}`, ...rest, ...(command === undefined ? [] : [`     ${paint('cyan', command)}`])]
  })
}

/** The command that does a step, as far as it can be known. */
function commandFor(status: GateAnswer, step: GateAnswer['next'][number]): string | undefined {
  const duty = step.duty ?? '…'
  const round = status.round?.id ?? '…'
  switch (step.act) {
    case 'gate.submit':
      return `muster gate submit --experiment ${status.experiment ?? '…'} --version ${status.version}`
    case 'review.give':
      return `muster review give --round ${round} --duty ${duty} --verdict approve --comment "…" --basis ${status.basis}`
    case 'approval.give':
      return `muster approval give --round ${round} --duty ${duty} --basis ${status.basis}`
    case 'promotion.promote':
      return `muster promotion promote --round ${round} --basis ${status.basis}`
    default:
      return undefined
  }
}

/** The missing set, one line each, for logs of CI. */
export function gateVerdict(status: GateAnswer): string[] {
  if (status.passed || status.round?.state === 'promoted')
    return [`${clean(candidate(status))}: passed ${clean(status.gate)}.`]
  return [
    `${clean(candidate(status))}: blocked at the ${clean(status.gate)}. Missing:`,
    ...status.blockers.map((b) => `  - ${oneLine(b)}`),
  ]
}
