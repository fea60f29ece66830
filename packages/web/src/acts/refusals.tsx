import { Alert, List, Stack, Text } from '@mantine/core'
import { ApiProblem, Unreachable } from '@muster/contract'
import type { Refusal } from '@muster/core'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/acts.ts'
import { browserHelp } from './browser-help.ts'

/** Why something is refused, and what would help: the server's own words. */
export function Refusals({ of }: { readonly of: readonly Refusal[] }) {
  return (
    <Stack gap={6}>
      {of.map((r) => {
        const help = browserHelp(r.help ?? '')
        return (
          <div key={`${r.code} ${r.subject ?? ''} ${r.message}`}>
            <Text size="sm">{r.message}</Text>
            {help !== '' && (
              <Text size="sm" opacity={0.85}>
                {words.wouldHelp}: {help}
              </Text>
            )}
          </div>
        )
      })}
    </Stack>
  )
}

/** The refusals in an error of the server; of another error its words. */
export function refusalsIn(error: unknown): readonly Refusal[] {
  if (error instanceof ApiProblem) return error.problem.refusals
  const message =
    error instanceof Unreachable ? words.unreachable : String(error instanceof Error ? error.message : error)
  return [{ code: 'internal', message }]
}

/** An error of the server above a form. Those that are shown at their field are left out by `except`. */
export function ProblemAlert({ error, except = [] }: { readonly error: unknown; readonly except?: readonly string[] }) {
  if (error === null || error === undefined) return null
  const refusals = refusalsIn(error).filter((r) => r.subject === undefined || !except.includes(r.subject))
  if (refusals.length === 0) return null
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={words.refusedTitle}>
      <List listStyleType="none" spacing={4}>
        <Refusals of={refusals} />
      </List>
    </Alert>
  )
}
