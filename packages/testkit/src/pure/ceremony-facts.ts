import type { Meeting, Noun, OfferedCeremony, Poll, Timing } from '@muster/core'
import {
  absenceNoun,
  actionNoun,
  assistanceNoun,
  ceremonyNoun,
  feedNoun,
  isAway,
  meetingNoun,
  pollNoun,
  updateNoun,
} from '@muster/core'
import { digest } from './moment.ts'
import type { Records } from './records.ts'
import { ceremoniesPack } from './shipped.ts'

type Command = Readonly<Record<string, unknown>>
type Loader = (world: Records, command: Command, loaded: Record<string, unknown>) => unknown

const PACK = ceremoniesPack()
const OFFERED: readonly OfferedCeremony[] = PACK.ceremonies.map((definition) => ({
  definition,
  health: PACK.health ?? [],
  pack: { id: PACK.id, version: PACK.version, digest: digest(PACK) },
}))

const named =
  <T>(noun: Noun<T>, key = noun.name): Loader =>
  (world, command) =>
    world.get(noun, String(command[key]))

/** What time means is said by the test: there is a first meeting on 4 March 2026 at ten, and no other. */
const timing: Timing = {
  today: '2026-03-02',
  start: { local: '2026-03-04T10:00', at: '2026-03-04T09:00:00.000Z' },
  next: [],
}
const ofProject = <T extends { project: string }>(world: Records, noun: Noun<T>, project: unknown): T[] =>
  world.all(noun).filter((r) => r.project === project)

/** Facts about ceremonies and updates for tests without a database. Time zones are the server's: `timing` is given instead. */
export const CEREMONY_FACTS: Readonly<Record<string, Loader>> = {
  offeredCeremonies: () => OFFERED,
  ceremony: (world, command, loaded) =>
    world.get(ceremonyNoun, (command['ceremony'] ?? (loaded['meeting'] as Meeting).ceremony) as string),
  timing: () => timing,
  meetingTiming: () => timing,
  runningKinds: (world, command) =>
    ofProject(world, ceremonyNoun, command['project'])
      .filter((c) => c.lastDay === undefined)
      .map((c) => c.kind),
  meeting: named(meetingNoun),
  meetingSetting: (world, _command, loaded) => {
    const { id } = loaded['ceremony'] as { id: string }
    const { occurrence } = loaded['timing'] as Timing
    const held = world.all(meetingNoun).filter((m) => m.ceremony === id)
    const other = held.find((m) => m.state === 'open' || m.day === occurrence?.day)
    const people = [...new Set(world.all(absenceNoun).map((a) => a.person))]
    return {
      turns: held.map((m) => ({ facilitator: m.facilitator, at: m.startedAt })),
      away: people.filter((p) => isAway(world.all(absenceNoun), p, occurrence?.local.slice(0, 10) ?? '')),
      ...(other === undefined ? {} : { other }),
    }
  },
  action: named(actionNoun),
  actionMeeting: (world, command) =>
    typeof command['meeting'] === 'string' ? world.get(meetingNoun, command['meeting']) : undefined,
  assistance: named(assistanceNoun),
  absence: named(absenceNoun),
  poll: named(pollNoun),
  pollCounts: () => ({ answers: 0, tallies: [] }),
  openPoll: (world, command) =>
    ofProject<Poll>(world, pollNoun, command['project']).find((p) => p.closedAt === undefined)?.id,
  feed: named(feedNoun),
  feedReadable: () => true,
  update: named(updateNoun, 'update'),
  updateMaterial: () => ({ from: '2026-02-23T09:00:00.000Z', until: '2026-03-02T09:00:00.000Z', lines: [] }),
  openDraft: (world, command) => ofProject(world, updateNoun, command['project']).find((u) => u.state === 'draft')?.id,
}
