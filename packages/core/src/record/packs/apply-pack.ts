import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'

/** Largest pack file in characters. */
const MOST_CHARACTERS = 250_000

export const packApplied = eventType(
  'PackApplied',
  'A pack in exactly this content is available to the workspace; projects follow it only when they adopt it.',
  z.strictObject({
    kind: z.string(),
    id: z.string(),
    version: z.string(),
    title: z.string(),
    content: z.record(z.string(), z.unknown()),
  }),
)

/** A pack as it was applied. Its id is the digest of its content, which never changes. */
export interface AppliedPack {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly version: string
  readonly title: string
  readonly content: Readonly<Record<string, unknown>>
  readonly appliedBy: string
  readonly appliedAt: string
  readonly entry: number
}
export const packEvents = [packApplied] as const
export const packNoun = noun<AppliedPack, typeof packEvents>('pack', packEvents, {
  born: {
    PackApplied: (e) => ({
      id: e.subject,
      kind: e.data.kind,
      name: e.data.id,
      version: e.data.version,
      title: e.data.title,
      content: e.data.content,
      appliedBy: e.actor,
      appliedAt: e.at,
      entry: e.seq,
    }),
  },
  changed: {},
})

/** The pack that the command's text holds, or what is wrong with it and where. */
export type ReadPack =
  | {
      readonly pack: {
        readonly kind: string
        readonly id: string
        readonly version: string
        readonly title: string
        readonly content: Record<string, unknown>
      }
    }
  | { readonly problems: readonly { readonly where: string; readonly message: string; readonly hint?: string }[] }
export const readPackFact = fact<ReadPack & { readonly applied: ReadonlySet<string> }>('readPack')

export const applyPack = act({
  name: 'pack.apply',
  title: 'Apply a pack',
  help: 'Makes a pack available to the workspace. Existing projects keep following what they adopted.',
  input: z.strictObject({
    text: z.string().min(1).max(MOST_CHARACTERS).describe('The YAML text of the pack'),
    file: input.line(300).default('pack.yaml').describe('File name, for messages'),
  }),
  needs: { read: readPackFact },
  permission: { kind: 'administrator' },
  events: [packApplied],
  decide: (_command, _grant, { read }, { digest }) => {
    if ('problems' in read) {
      const [first, ...more] = read.problems.map((p) =>
        refusal('pack-invalid', `${p.where}: ${p.message}`, {
          subject: p.where,
          ...(p.hint === undefined ? {} : { help: p.hint }),
        }),
      )
      return refuse(first ?? refusal('pack-invalid', 'The pack cannot be read.'), ...more)
    }
    const id = digest(read.pack.content)
    if (read.applied.has(id))
      return refuse(refusal('already-so', 'Exactly this pack is already applied.', { subject: id }))
    return accept(event(packApplied, id, { ...read.pack }))
  },
})
