import { createHash } from 'node:crypto'
import { canonicalJson } from '@muster/core'

/** The digest of a value as the server makes it: SHA-256 of its RFC 8785 canonical JSON. */
export function digest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`
}

/** A digest for a file that does not exist, told apart by a name. */
export const digestOf = (name: string): string => digest({ file: name })

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Makes ids like the server's, counting up: the same test always sees the same ids. */
export function idMaker(): (prefix: string) => string {
  let made = 0
  return (prefix) => {
    made += 1
    let rest = made
    let digits = ''
    for (let i = 0; i < 26; i++) {
      digits = (CROCKFORD[rest % 32] ?? '0') + digits
      rest = Math.floor(rest / 32)
    }
    return `${prefix}_${digits}`
  }
}

/** A clock that stands still until a test moves it. */
export interface FakeClock {
  readonly now: () => string
  readonly set: (instant: string) => void
  readonly pass: (time: { days?: number; hours?: number; minutes?: number }) => void
}

/** A clock that starts on a Monday morning, so that working days can be counted by hand. */
export function fakeClock(start = '2026-03-02T09:00:00.000Z'): FakeClock {
  let at = Date.parse(start)
  return {
    now: () => new Date(at).toISOString(),
    set: (instant) => {
      at = Date.parse(instant)
    },
    pass: ({ days = 0, hours = 0, minutes = 0 }) => {
      at += ((days * 24 + hours) * 60 + minutes) * 60_000
    },
  }
}
