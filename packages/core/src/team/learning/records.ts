import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { LearningPack } from '../../packs/learning-pack.ts'
import { personFact } from '../people/person.ts'

export const LEARNING_KINDS = ['literacy', 'training', 'certification'] as const
const kind = z.enum(LEARNING_KINDS)
/** An amount of money: a number and the three letters of its currency (ISO 4217). */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters such as EUR')

export const learningRecorded = eventType(
  'LearningRecorded',
  'A person took part in a literacy measure or a training, or has a certificate.',
  z.strictObject({
    person: input.person,
    title: z.string(),
    kind,
    requirement: input.slug.optional(),
    provider: z.string(),
    on: input.day,
    until: input.day.optional(),
    digest: input.digest.optional(),
    link: z.string().optional(),
    cost: z.number().optional(),
    currency: currency.optional(),
  }),
)
export const learningWithdrawn = eventType(
  'LearningWithdrawn',
  'The record does not count any more.',
  z.strictObject({ reason: z.string() }),
)
export const learningEvents = [learningRecorded, learningWithdrawn] as const

/** A record of learning. `until` is the last day on which a certificate says it counts. */
export interface Learning {
  readonly id: string
  readonly person: string
  readonly title: string
  readonly kind: (typeof LEARNING_KINDS)[number]
  readonly requirement?: string
  readonly provider: string
  readonly on: string
  readonly until?: string
  readonly digest?: string
  readonly link?: string
  readonly cost?: number
  readonly currency?: string
  readonly recordedBy: string
  readonly recordedAt: string
  readonly withdrawnAt?: string
}

export const learningNoun = noun<Learning, typeof learningEvents>('learning', learningEvents, {
  born: {
    LearningRecorded: (e) => ({ id: e.subject, ...e.data, recordedBy: e.actor, recordedAt: e.at }) as Learning,
  },
  changed: { LearningWithdrawn: (s, e) => ({ ...s, withdrawnAt: e.at }) },
})
/** The learning record that the command names. */
export const learningFact = fact<Learning>('learning')
/** The newest learning packs of the workspace as one. */
export const learningPackFact = fact<LearningPack>('learningPack')

const fields = {
  title: input.line(200).describe('What it was'),
  kind: kind.describe('literacy, training or certification'),
  requirement: input.slug.optional().describe('The requirement that it serves, e.g. ai-literacy'),
  provider: input.line(200).describe('Who gave it'),
  on: input.day.describe('The day it was done (YYYY-MM-DD)'),
  until: input.day.optional().describe('The last day on which it counts; from the requirement when left out'),
  digest: input.digest.optional().describe('SHA-256 digest of the document that shows it'),
  link: input.line(2_000).optional().describe('Address of what shows it'),
  cost: z.number().min(0).max(1e9).optional().describe('What it cost'),
  currency: currency.optional().describe('Currency of the cost, e.g. EUR'),
}
const learningInput = (who: string) => z.strictObject({ person: input.person.describe(who), ...fields })
type Command = z.output<ReturnType<typeof learningInput>>

function recordOf(command: Command, pack: LearningPack, { now, newId }: { now: string; newId: (p: string) => string }) {
  const wrong = unfit(command, pack, now.slice(0, 10))
  return wrong === undefined ? accept(event(learningRecorded, newId('lrn'), command)) : refuse(wrong)
}

function unfit(command: Command, pack: LearningPack, today: string): Refusal | undefined {
  const { requirement, on, until, digest, link, cost } = command
  const asked = pack.requirements.find((r) => r.id === requirement)
  if (requirement !== undefined && asked === undefined) {
    return refusal('requirement-unknown', `There is no requirement "${requirement}".`, {
      subject: '/requirement',
      help: `There are ${pack.requirements.map((r) => r.id).join(', ') || 'none'}.`,
    })
  }
  if (asked !== undefined && asked.kind !== command.kind) {
    return refusal('input-invalid', `"${asked.title}" is of kind ${asked.kind}, not ${command.kind}.`, {
      subject: '/kind',
    })
  }
  if (on > today) return refusal('date-order', `${on} is still to come; today is ${today}.`, { subject: '/on' })
  if (until !== undefined && until < on)
    return refusal('date-order', `It would end (${until}) before it was done (${on}).`, { subject: '/until' })
  if (digest === undefined && link === undefined) {
    return refusal('input-invalid', 'Say what shows it: a digest of the document, or an address.', {
      subject: '/link',
      help: 'Give --link or --digest.',
    })
  }
  if ((cost === undefined) !== (command.currency === undefined))
    return refusal('input-invalid', 'A cost needs its currency, and a currency a cost.', { subject: '/currency' })
  return undefined
}

export const recordLearning = act({
  name: 'learning.record',
  title: 'Record what you learnt',
  help: 'A literacy measure or training you took part in, or a certificate you have, with what shows it. Nothing is blocked by a record that is missing.',
  input: learningInput('You'),
  needs: { holder: personFact, pack: learningPackFact },
  permission: { kind: 'self', person: (command) => command.person },
  events: [learningRecorded],
  decide: (command, _grant, { pack }, moment) => recordOf(command, pack, moment),
})

export const enterLearning = act({
  name: 'learning.enter',
  title: 'Enter what somebody else learnt',
  help: 'The same as "learning record", for another person: a list of those who took part, for instance.',
  input: learningInput('Who learnt it'),
  needs: { holder: personFact, pack: learningPackFact },
  permission: { kind: 'administrator' },
  events: [learningRecorded],
  decide: (command, _grant, { pack }, moment) => recordOf(command, pack, moment),
})

export const withdrawLearning = act({
  name: 'learning.withdraw',
  title: 'Withdraw a record of learning',
  help: 'It was recorded by mistake. Whoever recorded it withdraws it.',
  input: z.strictObject({
    learning: input.id('lrn').describe('The record'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { learning: learningFact },
  permission: { kind: 'self', person: (_command, { learning }) => learning.recordedBy },
  events: [learningWithdrawn],
  decide: ({ reason }, _grant, { learning }) =>
    learning.withdrawnAt === undefined
      ? accept(event(learningWithdrawn, learning.id, { reason }))
      : refuse(refusal('already-so', 'The record was withdrawn before.', { subject: learning.id })),
})
