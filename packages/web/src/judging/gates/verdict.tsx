import { Alert, List, Paper, Stack, Table, Text, Title } from '@mantine/core'
import type { Gate } from '../../api/answers.ts'
import { PeopleNames, useNamed } from '../../records/people.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Icon } from '../../ui/icon.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/gates.ts'

const { verdict } = words

/** The one sentence on the whole gate. */
function sentenceOf(gate: Gate): { readonly text: string; readonly color: string; readonly icon: IconName } {
  if (gate.round?.state === 'promoted')
    return gate.passed
      ? { text: verdict.live, color: 'green', icon: 'rocket' }
      : { text: verdict.promoted, color: 'gray', icon: 'clock' }
  if (gate.passed) return { text: verdict.passed, color: 'green', icon: 'check' }
  // The number is that of the rows below: what can be done next.
  const text = gate.next.length > 0 ? verdict.todo(gate.next.length) : verdict.blocked(gate.blockers.length)
  return { text, color: 'orange', icon: 'alert' }
}

/** Whether it may go live; what stands in the way, in words, and who must do what about it. */
export function Verdict({ gate }: { readonly gate: Gate }) {
  const { text, color, icon } = sentenceOf(gate)
  const named = useNamed()
  return (
    <Paper
      p="md"
      style={{ borderInlineStart: `4px solid var(--mantine-color-${color}-6)` }}
      component="section"
      aria-label={text}
      data-verdict={gate.passed ? 'passed' : 'blocked'}
    >
      <Stack gap="sm">
        <Title order={2} fz="1.25rem" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <Icon
            name={icon}
            size={22}
            color={`light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-4))`}
          />
          {text}
        </Title>
        {gate.basisChanged && (
          <Alert color="orange" variant="light" icon={<Icon name="alert" />}>
            {verdict.changed}
          </Alert>
        )}
        {gate.next.length > 0 && <WhoTimesWhat gate={gate} />}
        {gate.blockers.length > 0 && (
          <details open={gate.next.length === 0}>
            <Text component="summary" size="sm" fw={600} style={{ cursor: 'pointer' }}>
              {verdict.why(gate.blockers.length)}
            </Text>
            <List size="sm" mt="xs" spacing={4}>
              {gate.blockers.map((b) => (
                <List.Item key={b}>{named(b)}</List.Item>
              ))}
            </List>
          </details>
        )}
        {gate.warnings.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {verdict.warnings}
            </Text>
            <List size="sm">
              {gate.warnings.map((w) => (
                <List.Item key={w}>{named(w)}</List.Item>
              ))}
            </List>
          </div>
        )}
      </Stack>
    </Paper>
  )
}

function WhoTimesWhat({ gate }: { readonly gate: Gate }) {
  const named = useNamed()
  return (
    <WideTable layout="fixed" label={verdict.next} width={440}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{verdict.what}</Table.Th>
          <Table.Th scope="col" w="40%">
            {verdict.who}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {gate.next.map((step) => (
          <Table.Tr key={`${step.act} ${step.what}`}>
            <Table.Td>{named(step.what)}</Table.Td>
            <Table.Td>
              {step.who.length === 0 ? <Text size="sm">{verdict.nobody}</Text> : <PeopleNames ids={step.who} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
