import { Alert, Button, CopyButton, Group, List, Loader, Stack, Table, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { knowledge } from '../../api/asking.ts'
import { useAnswer } from '../../api/queries.ts'
import { useRoleTitles } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink } from '../../routing/link.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words as acts } from '../../words/acts.ts'
import { words } from '../../words/people.ts'
import type { Example } from './load-example.ts'
import { loadExample } from './load-example.ts'

const { example } = words

/** A new workspace can begin with the worked example; once it is in use, it cannot. */
export function ExampleChoice() {
  const { example: state } = useAnswer('workspace.show')
  const [steps, setSteps] = useState<readonly string[]>([])
  const loading = useMutation({
    mutationFn: () => loadExample((text) => setSteps((before) => [...before, text])),
    onSuccess: () => knowledge.invalidateQueries(),
  })
  const isOffered = state.state === 'possible' || state.state === 'loading'
  if (!isOffered && loading.status === 'idle') return null
  return (
    <Section title={example.title}>
      <Text size="sm" className="quiet prose">
        {example.about}
      </Text>
      <ProblemAlert error={loading.error} />
      {loading.data === undefined ? (
        <Group>
          <Button variant="default" onClick={() => loading.mutate()} loading={loading.isPending}>
            {example.load}
          </Button>
          {loading.isPending && <Loader size="xs" aria-label={example.loading} />}
        </Group>
      ) : (
        <Loaded example={loading.data} />
      )}
      {steps.length > 0 && (
        <List type="ordered" size="sm" spacing={4} aria-live="polite">
          {steps.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      )}
    </Section>
  )
}

/** Everybody shares one password, which is shown once. */
function Loaded({ example: loaded }: { readonly example: Example }) {
  const titles = useRoleTitles()
  return (
    <Alert color="green" variant="light" title={example.done}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text size="sm">
            {example.password}: <b>{loaded.password}</b>
          </Text>
          <CopyButton value={loaded.password}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? acts.copied : acts.copy}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Table>
          <Table.Tbody>
            {loaded.people.map((p) => (
              <Table.Tr key={p.email}>
                <Table.Td>{p.name}</Table.Td>
                <Table.Td>{p.email}</Table.Td>
                <Table.Td>{titles.get(p.role) ?? p.role}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <ButtonLink to={at.project(loaded.project)} w="fit-content">
          {example.open}
        </ButtonLink>
      </Stack>
    </Alert>
  )
}
