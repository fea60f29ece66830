import { useEffect } from 'react'
import { WORKSPACE, inProject } from './navigation.ts'

interface Keys {
  readonly project: string | undefined
  readonly show: (overlay: 'palette' | 'shortcuts') => void
  readonly go: (to: string) => void
}

const SECOND_KEY_MS = 1_200

/** Whether somebody is typing, so that letters are letters. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Keys that work on every page: the palette, the list of keys, and `g` with a second key to go somewhere. */
export function useShortcuts({ project, show, go }: Keys): void {
  useEffect(() => {
    let goneSince = 0
    const places = new Map(
      [...WORKSPACE, ...(project === undefined ? [] : inProject(project))].map((e) => [e.key, e.to]),
    )
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        // Over an open form it would take what is typed there away with it.
        if (document.querySelector('[role="dialog"]') === null) show('palette')
        return
      }
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '?') show('shortcuts')
      else if (event.key === 'g') goneSince = event.timeStamp
      else if (event.timeStamp - goneSince < SECOND_KEY_MS) {
        const to = places.get(event.key)
        goneSince = 0
        if (to !== undefined) go(to)
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [project, show, go])
}
