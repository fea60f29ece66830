import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { ApiProblem, Unreachable } from '@muster/contract'
import { Refusals, refusalsIn } from '../acts/refusals.tsx'
import { knowledge } from '../api/asking.ts'
import { at } from '../routing/addresses.ts'
import { ButtonLink } from '../routing/link.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'

const { failure } = words

/** A page that could not be shown: why, and what to do. */
export function Failure({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  if (error instanceof ApiProblem && isWrongAddress(error)) return <NotFound />
  const isOurs = error instanceof ApiProblem || error instanceof Unreachable
  const fault = error instanceof ApiProblem ? error.problem.instance : undefined
  return (
    <Stack gap="md" className="prose">
      <Title order={1}>{failure.title}</Title>
      <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />}>
        {!isOurs && <Text size="sm">{failure.unexpected}</Text>}
        <Refusals of={refusalsIn(error)} />
        {fault !== undefined && <Text size="sm">{failure.fault(fault)}</Text>}
      </Alert>
      <Group>
        <Button
          onClick={() => {
            void knowledge.resetQueries({ predicate: (q) => q.state.status === 'error' })
            reset()
          }}
        >
          {failure.again}
        </Button>
        <ButtonLink to={at.inbox()}>{failure.home}</ButtonLink>
      </Group>
    </Stack>
  )
}

/** What is not there, or is asked for by what cannot be its id: a page asks only for what its address says. */
function isWrongAddress({ problem: { status, refusals } }: ApiProblem): boolean {
  return status === 404 || (refusals.length > 0 && refusals.every(({ code }) => code === 'input-invalid'))
}

export function NotFound() {
  return (
    <Stack gap="md" className="prose" p="md">
      <Title order={1}>{failure.notFoundTitle}</Title>
      <Text>{failure.notFound}</Text>
      <ButtonLink to={at.inbox()} w="fit-content">
        {failure.home}
      </ButtonLink>
    </Stack>
  )
}
