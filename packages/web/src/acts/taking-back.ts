import type { Command } from '../api/act.ts'

/** What takes an act back. `reason`: the act asks for one. */
interface Reverse {
  readonly act: string
  readonly keep?: readonly string[]
  /** The field that names what the act made. */
  readonly made?: string
  readonly reason?: true
}

const drop = (act: string, made: string): Reverse => ({ act, made, reason: true })

/** Acts that the rules let somebody take back, and how. What cannot be taken back is not here. */
const REVERSES: Readonly<Record<string, Reverse>> = {
  'approval.give': { act: 'approval.revoke', keep: ['round', 'duty'], reason: true },
  'gate.submit': drop('gate.withdraw', 'round'),
  'waiver.grant': drop('waiver.revoke', 'waiver'),
  'evidence.seal': drop('evidence.withdraw', 'evidence'),
  'assignment.assign': drop('assignment.end', 'assignment'),
  'action.assign': drop('action.drop', 'action'),
  'learning.record': drop('learning.withdraw', 'learning'),
  'absence.declare': { act: 'absence.withdraw', made: 'absence' },
  'feed.issue': { act: 'feed.revoke', made: 'feed' },
  'skill.record': { act: 'skill.withdraw', keep: ['person', 'skill'] },
  'person.deactivate': { act: 'person.reactivate', keep: ['person'] },
  'responsibility.give': { act: 'responsibility.return', keep: ['project', 'responsibility'], reason: true },
  'ceremony.cancel': { act: 'ceremony.restore', keep: ['ceremony', 'on'], reason: true },
  'kpi.adjust': { act: 'kpi.reset', keep: ['project', 'kpi'], reason: true },
}

export interface TakingBack {
  readonly act: string
  readonly command: Command
}

/**
 * The act that takes another one back; undefined for what stands. The ledger keeps both, with the reason.
 * Example: `takingBack('feed.issue', {}, 'fed_1', '…') // { act: 'feed.revoke', command: { feed: 'fed_1' } }`
 */
export function takingBack(act: string, command: Command, subject: string, reason: string): TakingBack | undefined {
  const reverse = REVERSES[act]
  if (reverse === undefined) return undefined
  return {
    act: reverse.act,
    command: {
      ...Object.fromEntries((reverse.keep ?? []).map((name) => [name, command[name]])),
      ...(reverse.made === undefined ? {} : { [reverse.made]: subject }),
      ...(reverse.reason === undefined ? {} : { reason }),
    },
  }
}
