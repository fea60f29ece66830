import { client } from '@muster/contract'
import { useEffect, useRef, useState } from 'react'
import { knowledge } from '../../../api/asking.ts'

/** How far a measurement is, as the server tells it. */
export type Progress =
  | { readonly phase: 'waiting'; readonly ahead: number }
  | { readonly phase: string; readonly share: number }

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'measuring'; readonly progress: Progress }
  | { readonly is: 'stopped' }
  | { readonly is: 'refused'; readonly error: unknown }

/** Measures and seals; tells how far it is, and can be stopped: hanging up is what stops it, and nothing is sealed then. */
export function useMeasuring(onSealed: (evidence: string) => void) {
  const [state, setState] = useState<State>({ is: 'idle' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const measure = async (analysis: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    const stop = new AbortController()
    running.current = stop
    setState({ is: 'measuring', progress: { phase: 'waiting', ahead: 0 } })
    // A client of its own, whose requests end when this measurement is stopped.
    const server = client({
      url: window.location.origin,
      fetch: (input, init) => fetch(input, { ...init, signal: stop.signal }),
    })
    try {
      const answer = await server.follow(
        `/api/v1/evidence/${analysis}`,
        (progress) => setState({ is: 'measuring', progress: progress as Progress }),
        { body, idempotencyKey: crypto.randomUUID() },
      )
      setState({ is: 'idle' })
      void knowledge.invalidateQueries()
      onSealed((answer as { readonly subject: string }).subject)
    } catch (error) {
      if (stop.signal.aborted) setState({ is: 'stopped' })
      else setState({ is: 'refused', error })
    }
  }
  return { state, measure, stop: () => running.current?.abort(), reset: () => setState({ is: 'idle' }) }
}
