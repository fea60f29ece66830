import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { ProblemAlert } from '../../acts/refusals.tsx'

interface Props {
  readonly submit: string
  readonly send: (field: (name: string) => string) => Promise<void>
  readonly children: ReactNode
}

/** A form of the pages before sign-in; it sends what its fields hold, by name. */
export function PlainForm({ submit, send, children }: Props) {
  const sending = useMutation({ mutationFn: send })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // What was wrong is most likely the password, and that is how it is typed again at once.
    if (sending.error === null) return
    const of = (selector: string) => form.current?.querySelector<HTMLElement>(selector)
    ;(of('input[name="password"]') ?? of('input'))?.focus()
  }, [sending.error])
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const field = (name: string): string => {
          const value = data.get(name)
          return typeof value === 'string' ? value : ''
        }
        sending.mutate(field)
      }}
    >
      <Stack gap="md">
        <ProblemAlert error={sending.error} />
        {children}
        <Button type="submit" loading={sending.isPending}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}
