import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'

export const feedIssued = eventType(
  'FeedIssued',
  'A secret address exists under which a calendar is read.',
  z.strictObject({ label: z.string(), of: input.project.optional() }),
)
export const feedRevoked = eventType('FeedRevoked', 'The calendar address no longer works.', z.strictObject({}))
export const feedEvents = [feedIssued, feedRevoked] as const

/** A calendar feed: of one project, or of all that concerns a person. Its secret is shown once and stored only as a hash. */
export interface Feed {
  readonly id: string
  /** Whose feed it is: it shows what they may read, for as long as they may. */
  readonly person: string
  readonly label: string
  /** The project whose calendar it is; all of the person's when absent. */
  readonly of?: string
  readonly issuedAt: string
  readonly revokedAt?: string
}

export const feedNoun = noun<Feed, typeof feedEvents>('feed', feedEvents, {
  born: {
    FeedIssued: (e) => {
      const { label, of } = e.data
      return { id: e.subject, person: e.actor, label, ...(of === undefined ? {} : { of }), issuedAt: e.at }
    },
  },
  changed: { FeedRevoked: (s, e) => ({ ...s, revokedAt: e.at }) },
})
export const feedFact = fact<Feed>('feed')
/** True if the actor may read the project that the command names, or it names none. */
export const feedReadableFact = fact<boolean>('feedReadable')

export const issueFeed = act({
  name: 'feed.issue',
  title: 'Make a calendar address',
  help: 'Gives a secret address for your calendar program: your own calendar, or that of a project. It is shown once; whoever has it can read.',
  input: z.strictObject({
    project: input.project.optional().describe('The project; everything of yours when left out'),
    label: input.line(100).default('calendar').describe('What it is for, e.g. "phone"'),
  }),
  needs: { readable: feedReadableFact },
  permission: { kind: 'member' },
  events: [feedIssued],
  decide: (command, _grant, { readable }, { newId }) => {
    const { label, project } = command
    if (!readable) {
      return refuse(
        refusal('not-found', `There is no project ${project ?? ''}, or it is not visible to you.`, {
          subject: '/project',
        }),
      )
    }
    return accept(event(feedIssued, newId('fed'), project === undefined ? { label } : { label, of: project }))
  },
})

export const revokeFeed = act({
  name: 'feed.revoke',
  title: 'Revoke a calendar address',
  help: 'The address stops working at once.',
  input: z.strictObject({ feed: input.id('fed').describe('The feed') }),
  needs: { feed: feedFact },
  permission: { kind: 'self', person: (_command, facts) => facts.feed.person },
  events: [feedRevoked],
  decide: (_command, _grant, { feed }) =>
    feed.revokedAt === undefined
      ? accept(event(feedRevoked, feed.id, {}))
      : refuse(refusal('already-so', 'The address is revoked already.', { subject: feed.id })),
})
