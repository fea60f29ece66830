import { ApiProblem, Unreachable } from '@muster/contract'
import type { Problem } from '@muster/contract'

/** What the server tells while it loads the worked example, a line at a time. */
interface Line {
  readonly step?: number
  readonly text?: string
  readonly done?: true
  readonly people?: readonly { readonly name: string; readonly email: string; readonly role: string }[]
  readonly password?: string
  readonly project?: string
  readonly problem?: { readonly message: string }
}

export interface Example {
  readonly people: readonly { readonly name: string; readonly email: string; readonly role: string }[]
  readonly password: string
  readonly project: string
}

/** Whole lines of what has arrived so far, and the beginning of the next. */
export function linesOf(text: string): { readonly lines: readonly string[]; readonly rest: string } {
  const parts = text.split('\n')
  return { lines: parts.slice(0, -1).filter((l) => l.trim() !== ''), rest: parts.at(-1) ?? '' }
}

/** Loads the worked example and tells each step while it happens. */
export async function loadExample(onStep: (text: string) => void): Promise<Example> {
  const answer = await fetch('/api/v1/workspace/example', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!answer.ok) throw new ApiProblem((await answer.json()) as Problem)
  if (answer.body === null) throw new Unreachable('The server sent nothing.')
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) throw new Unreachable('The server stopped before the example was loaded.')
    const { lines, rest: begun } = linesOf(rest + value)
    rest = begun
    for (const text of lines) {
      const line = JSON.parse(text) as Line
      if (line.problem !== undefined) throw new Error(line.problem.message)
      if (line.text !== undefined) onStep(line.text)
      if (line.done === true)
        return { people: line.people ?? [], password: line.password ?? '', project: line.project ?? '' }
    }
  }
}
