import { Group, Stack, Table, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames, useNamed } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words as hiring } from '../../words/hiring.ts'
import { words } from '../../words/team.ts'
import { words as states } from '../../words/ui.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'

const text = words.staffing

/** The team against the pattern, line by line, and the choice of another pattern. */
export function Pattern({ project }: { readonly project: string }) {
  const { title, because, sentence, lines, composition } = useAnswer('staffing.check', { project })
  const titled = useTitled()
  const named = useNamed()
  return (
    <Section title={`${text.check}: ${title}`} aside={<ChoosePattern project={project} />} flush>
      <Stack gap={4} p="md">
        <Text size="sm" fw={600}>
          {titled(named(sentence))}
        </Text>
        <Text size="sm" className="quiet">
          {named(because)}
        </Text>
      </Stack>
      <WideTable label={text.check} width={600}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.line}</Table.Th>
            <Table.Th>{text.have}</Table.Th>
            <Table.Th>{text.need}</Table.Th>
            <Table.Th>{text.who}</Table.Th>
            <Table.Th>{text.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...lines, ...composition].map((line) => (
            <Table.Tr key={line.line}>
              <Table.Td>
                {line.title}
                <Text size="xs" className="quiet">
                  {titled(line.role)}
                </Text>
                {line.help !== '' && (
                  <Text size="sm" mt={4}>
                    {titled(named(line.help))}
                  </Text>
                )}
              </Table.Td>
              <Table.Td className="tabular">{line.have}</Table.Td>
              <Table.Td className="tabular">{line.min}</Table.Td>
              <Table.Td>
                <PeopleNames ids={[...new Set(line.people.map((p) => p.person))]} />
              </Table.Td>
              <Table.Td>
                <Status state={line.state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}

function ChoosePattern({ project }: { readonly project: string }) {
  const { items } = useAnswer('staffing.patterns')
  const stagesOf = (stages: readonly string[]): string => stages.map((s) => states.state[s] ?? s).join(', ')
  const options = items.map((p) => ({ value: p.id, label: `${p.title}${hiring.pattern.meant(stagesOf(p.stages))}` }))
  return (
    <Group className="no-print">
      <ChoiceActButton
        act="staffing.choose"
        known={{ project }}
        sample={{ pattern: items[0]?.id ?? '', reason: '…' }}
        fields={['reason']}
        labels={{ reason: hiring.reason }}
        choices={[{ name: 'pattern', label: hiring.pattern.label, required: true, options }]}
        intro={hiring.pattern.help}
        variant="default"
        size="compact-sm"
      >
        {hiring.pattern.choose}
      </ChoiceActButton>
    </Group>
  )
}
