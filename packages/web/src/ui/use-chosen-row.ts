import { useEffect, useState } from 'react'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/**
 * Chooses a row of a list with the keyboard: j and k, Enter opens it, a presses its first control that acts (marked with
 * `data-act`).
 */
export function useChosenRow(count: number, open: (index: number) => void) {
  const [chosen, setChosen] = useState(-1)
  const [rows] = useState(() => new Map<number, HTMLElement>())
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || count === 0) return
      if (document.querySelector('[role="dialog"]') !== null) return
      const step = { j: 1, k: -1 }[event.key]
      if (step !== undefined) setChosen((now) => Math.max(0, Math.min(count - 1, now + step)))
      else if (
        event.key === 'Enter' &&
        chosen >= 0 &&
        !(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement)
      )
        open(chosen)
      else if (event.key === 'a' && chosen >= 0) {
        const control = rows.get(chosen)?.querySelector<HTMLElement>('[data-act]')
        // A dialog gives the focus back to where it was.
        control?.focus()
        control?.click()
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [count, chosen, open, rows])
  useEffect(() => {
    // What it answers is no clean-up: newer browsers answer a promise.
    rows.get(chosen)?.scrollIntoView({ block: 'nearest' })
  }, [chosen, rows])
  return {
    chosen,
    row: (index: number) => ({
      ref: (node: HTMLElement | null): void => {
        if (node === null) rows.delete(index)
        else rows.set(index, node)
      },
      'aria-current': index === chosen ? (true as const) : undefined,
    }),
  }
}
