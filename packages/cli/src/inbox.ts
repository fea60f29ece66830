import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import type { Screen } from './terminal.ts'
import { clean, oneLine, painter, relative, wrap } from './terminal.ts'

interface Task {
  readonly kind: string
  readonly act: string
  readonly project: string
  readonly projectName: string
  readonly subject: string
  readonly what: string
  readonly since: string
  readonly dueAt?: string
  readonly fromName?: string | null
  readonly duty?: string
  readonly basis?: string
  readonly version?: string
  readonly activity?: string
}
export interface Inbox {
  readonly tasks: readonly Task[]
  readonly notices: readonly {
    readonly seq: number
    readonly at: string
    readonly text: string
    readonly read: boolean
    readonly projectName?: string
  }[]
  readonly unread: number
}

const MOST_NOTICES = 10

/** What needs a person now, with the command that does it, and what they were told. */
export function inboxReport(inbox: Inbox, screen: Screen, now: number, isAll: boolean): string[] {
  const paint = painter(screen)
  const tasks = inbox.tasks.flatMap((task, i) => {
    const [first = '', ...rest] = wrap(oneLine(task.what), screen, 5)
    const about = [
      task.projectName,
      `waits since ${relative(task.since, now)}`,
      ...(typeof task.fromName === 'string' ? [`from ${task.fromName}`] : []),
      ...(task.dueAt === undefined ? [] : [`due ${relative(task.dueAt, now)}`]),
    ].join(' · ')
    return [
      `${String(i + 1).padStart(3)}. ${first}`,
      ...rest,
      `     ${paint('dim', clean(about))}`,
      `     ${paint('cyan', commandFor(task))}`,
    ]
  })
  const shown = isAll ? inbox.notices : inbox.notices.filter((n) => !n.read).slice(0, MOST_NOTICES)
  const notices = shown.map(
    (n) =>
      `  ${n.read ? ' ' : paint('yellow', '•')} ${oneLine(n.text)} ${paint('dim', `(${clean(n.projectName ?? '')}, ${relative(n.at, now)})`)}`,
  )
  const more = isAll ? 0 : inbox.unread - shown.length
  return [
    tasks.length === 0
      ? 'Nothing needs you now.'
      : paint('bold', tasks.length === 1 ? 'This needs you now' : 'These need you now'),
    ...tasks,
    ...(notices.length === 0 ? [] : ['', paint('bold', 'What you were told'), ...notices]),
    ...(more > 0 ? [`  … and ${more} more: muster inbox --all`] : []),
    ...(inbox.unread > 0
      ? [paint('dim', `Mark as read: muster inbox read --up-to ${inbox.notices[0]?.seq ?? 0}`)]
      : []),
  ]
}

function commandFor(task: Task): string {
  const on = `--round ${task.subject}`
  switch (task.act) {
    case 'consultation.answer':
      return `muster consultation answer --consultation ${task.subject} --verdict no-objection --answer "…"`
    case 'action.complete':
      return `muster action complete --action ${task.subject} --note "…"`
    case 'poll.answer':
      return `muster poll answer ${task.subject}`
    case 'handover.accept':
      return `muster handover accept --handover ${task.subject}`
    case 'handover.submit':
      return `muster handover submit --project ${task.project} --activity ${task.activity ?? '…'} --deliverable ${task.subject} --title "…" --summary "…"`
    case 'update.draft':
      return `muster update draft --project ${task.project}`
    case 'update.publish':
      return `muster update publish --update ${task.subject}`
    case 'review.give':
      return `muster review give ${on} --duty ${task.duty ?? '…'} --verdict approve --comment "…"`
    case 'approval.give':
      return `muster approval give ${on} --duty ${task.duty ?? '…'}`
    case 'promotion.promote':
      return `muster promotion promote ${on}`
    default:
      return task.version === undefined
        ? `muster ${task.act.replace('.', ' ')} --help`
        : `muster gate status ${task.version}`
  }
}

export async function showInbox(options: Common & { readonly all?: boolean }): Promise<void> {
  const session = sessionOf(options)
  const inbox = (await session.ask('/api/v1/inbox')) as Inbox
  if (session.json) return session.printJson(inbox)
  session.print(inboxReport(inbox, session.screen, Date.now(), options.all === true))
}

/** Marks notices as read up to an entry; all that there are when none is named. */
export async function markRead(options: Common & { readonly upTo?: string }): Promise<void> {
  const session = sessionOf(options)
  const inbox = (await session.ask('/api/v1/inbox')) as Inbox
  const upTo = options.upTo === undefined ? (inbox.notices[0]?.seq ?? 0) : Number(options.upTo)
  const answer = (await session.api.call('POST', '/api/v1/inbox/read', { body: { upTo } })) as { read: number }
  if (session.json) return session.printJson(answer)
  session.print([`${answer.read} ${answer.read === 1 ? 'notice is' : 'notices are'} marked as read.`])
}
