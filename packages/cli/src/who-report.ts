import { listed } from './known.ts'
import type { Screen } from './terminal.ts'
import { clean, painter, wrap } from './terminal.ts'

type Stake = 'A' | 'R' | 'C' | 'I'
interface Answerable {
  readonly activity: string
  readonly title: string
  readonly stakes: Readonly<Record<Stake, readonly { readonly role: string; readonly people: readonly string[] }[]>>
  readonly sentence: string
  readonly names?: Readonly<Record<string, string | null>>
}

const MEANS: Readonly<Record<Stake, readonly [title: string, meaning: string]>> = {
  A: ['Accountable', 'decides: accepts, returns, approves; may do what R may'],
  R: ['Responsible', 'does the work and submits it'],
  C: ['Consulted', 'is asked when R submits; the decision waits for the answer or the end of the window'],
  I: ['Informed', 'gets a notice when it is done'],
}

/** Who is A, R, C and I for an activity, by name and role; what that means; and what is missing. */
export function whoReport(answer: unknown, screen: Screen): string[] {
  const who = answer as Answerable
  const paint = painter(screen)
  const name = (id: string): string => clean(who.names?.[id] ?? id)
  const blocks = (['A', 'R', 'C', 'I'] as const).flatMap((stake) => {
    const [title, meaning] = MEANS[stake]
    const held = who.stakes[stake].filter(({ people }) => people.length > 0)
    const nobody = who.stakes[stake].filter(({ people }) => people.length === 0).map(({ role }) => role)
    const rows = held.map(({ role, people }) => `${listed(people.map(name))} (${role})`)
    if (nobody.length > 0) rows.push(`nobody: ${nobody.join(', ')}`)
    const [head = '', ...more] = wrap(`${stake}  ${title}: ${meaning}`, screen, 3)
    return [
      '',
      paint('bold', head),
      ...more.map((line) => paint('bold', line)),
      ...(rows.length === 0
        ? ['   no role has this stake']
        : rows.flatMap((row) => wrap(row, screen, 5).map((l, i) => (i === 0 ? `   ${l}` : l)))),
    ]
  })
  const missing = missingIn(who)
  return [
    ...wrap(who.sentence, screen),
    ...blocks,
    '',
    ...(missing.length === 0
      ? [`${paint('green', '✓')} Nothing is missing: somebody decides, and somebody does.`]
      : missing.flatMap(({ isError, text }) => {
          const [first = '', ...rest] = wrap(text, screen, 2)
          return [`${isError ? paint('red', '✗') : paint('yellow', '!')} ${first}`, ...rest]
        })),
  ]
}

function missingIn({ stakes, title }: Answerable): { readonly isError: boolean; readonly text: string }[] {
  const empty = (stake: Stake): readonly string[] =>
    stakes[stake].filter(({ people }) => people.length === 0).map(({ role }) => role)
  const people = (stake: Stake): readonly string[] => stakes[stake].flatMap((s) => s.people)
  const found: { isError: boolean; text: string }[] = []
  if (people('A').length === 0)
    found.push({
      isError: true,
      text: `Nobody can decide on "${title}": assign somebody as ${empty('A').join(' or ') || 'A in the matrix'}.`,
    })
  if (people('R').length === 0) {
    const alone = people('A').length > 0
    found.push({
      isError: !alone,
      text: `Nobody holds a role that is R${alone ? '; whoever is A may do it alone' : ''}: assign somebody as ${empty('R').join(' or ') || 'R in the matrix'}.`,
    })
  }
  const unasked = empty('C')
  if (unasked.length > 0)
    found.push({
      isError: false,
      text: `${listed(unasked)} ${unasked.length === 1 ? 'is' : 'are'} not asked, because nobody holds ${unasked.length === 1 ? 'that role' : 'those roles'}.`,
    })
  return found
}
