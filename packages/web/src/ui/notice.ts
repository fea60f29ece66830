import type { ReactNode } from 'react'

/** Something that was done, told in passing. */
export interface Notice {
  readonly id: number
  readonly title?: string
  readonly message: ReactNode
  /** Something that can still be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

const MOST = 3
const SHOWN_MS = 5_000
/** Long enough to read what can still be done, and to do it. */
const WITH_ACTION_MS = 12_000

let shown: readonly Notice[] = []
let last = 0
const listeners = new Set<() => void>()
const become = (next: readonly Notice[]): void => {
  shown = next
  for (const listener of listeners) listener()
}

/** Takes a notice away before its time. */
export const dismiss = (id: number): void => become(shown.filter((n) => n.id !== id))

/** Tells what was done, for some seconds, in a corner of whatever page is open. */
export function tell(notice: Omit<Notice, 'id'>): void {
  last += 1
  const id = last
  become([...shown, { ...notice, id }].slice(-MOST))
  setTimeout(() => dismiss(id), notice.action === undefined ? SHOWN_MS : WITH_ACTION_MS)
}

/** The notices, for whoever shows them. */
export const notices = {
  now: (): readonly Notice[] => shown,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
