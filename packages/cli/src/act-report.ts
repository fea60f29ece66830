import { SAYINGS_OF_ROOMS } from './what-became-true-of-teams.ts'
import { EVENTS } from '@muster/core'
import type { Session } from './context.ts'
import type { ActAnswer } from './known.ts'
import { Known } from './known.ts'
import { clean, painter, wrap } from './terminal.ts'
import type { Saying, Told } from './what-became-true.ts'
import { SAYINGS_OF_TEAMS } from './what-became-true.ts'
import { SAYINGS_OF_WORK } from './what-was-made.ts'

type Item = Readonly<Record<string, unknown>>

const SAID_OF_RESULTS: Readonly<Record<string, string>> = {
  address: 'The address for your calendar program. It is shown once, and whoever has it can read',
  passwordLink: 'Give them this link to choose a password. It is shown once',
  secret: 'Its secret. Keep it safe, it is shown once',
}

/** What an act made true, in words; the records and entries; what is shown once; and the command that is sensible next. */
export async function actReport(
  answer: ActAnswer,
  command: Item,
  { screen, ask }: Pick<Session, 'screen' | 'ask'>,
): Promise<string[]> {
  const paint = painter(screen)
  const { said, next } = await sayingOf(answer, command, ask)
  const [first = '', ...rest] = wrap(said, screen, 2)
  const others = [...new Set(answer.entries.map((e) => e.subject))].filter((s) => s !== answer.subject)
  const [entry, last] = [answer.entries[0]?.seq ?? 0, answer.entries.at(-1)?.seq ?? 0]
  const entries = entry === last ? `entry ${entry}` : `entries ${entry}–${last}`
  const small = [
    `${answer.subject}${others.length === 0 ? '' : ` (with ${others.join(', ')})`}`,
    `Ledger ${entries}: ${answer.entries.map((e) => e.type).join(', ')}`,
  ].flatMap((text) => wrap(text, screen, 4).map((line, i) => (i === 0 ? `  ${line}` : line)))
  const lines = [`${paint('green', '✓')} ${first}`, ...rest, ...small.map((line) => paint('dim', line))]
  for (const [key, value] of Object.entries(answer.result ?? {})) {
    if (value === 'once') continue
    const text = typeof value === 'string' ? clean(value) : JSON.stringify(value, null, 2)
    lines.push(`${SAID_OF_RESULTS[key] ?? key}:`, `  ${text}`)
  }
  return next === undefined ? lines : [...lines, `  Next: ${paint('cyan', clean(next))}`]
}

/** The words for an act; an act that has none yet says what its events mean. */
async function sayingOf(answer: ActAnswer, command: Item, ask: Session['ask']): Promise<Told> {
  const saying = SAYINGS[answer.act]
  if (saying !== undefined) return saying(new Known(ask, command, answer))
  return { said: [...new Set(answer.entries.map((e) => EVENTS.get(e.type)?.meaning ?? e.type))].join(' ') }
}

/** What each act says when it is done. */
export const SAYINGS: Readonly<Record<string, Saying>> = {
  ...SAYINGS_OF_TEAMS,
  ...SAYINGS_OF_WORK,
  ...SAYINGS_OF_ROOMS,
}
