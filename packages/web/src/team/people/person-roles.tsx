import { Progress, Stack, Table, Text } from '@mantine/core'
import type { Me } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useRoleTitles } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/person.ts'
import { isOver, today } from './projects-of.ts'

const text = words.roles
interface Props {
  readonly person: string
  readonly assignments: Me['assignments']
}

/** The roles of a person now and before, and how much of their time they take over all projects. */
export function PersonRoles({ person, assignments }: Props) {
  const { loads } = useAnswer('staffing.load')
  const load = loads.find((l) => l.person === person)
  const now = today()
  const current = assignments.filter((a) => !isOver(a, now))
  const former = assignments.filter((a) => isOver(a, now))
  return (
    <Section title={text.title} flush={current.length > 0}>
      {load !== undefined && (
        <Stack gap={4} px="md" pb="sm">
          <Text size="sm">{load.over ? text.over(load.peak) : text.total(load.allocation)}</Text>
          <Progress
            value={Math.min(100, load.allocation)}
            color={load.over ? 'orange' : 'muster'}
            aria-label={text.total(load.allocation)}
          />
        </Stack>
      )}
      {current.length === 0 ? (
        <Empty icon="people" title={text.none}>
          {text.noneHelp}
        </Empty>
      ) : (
        <Roles of={current} />
      )}
      {former.length > 0 && (
        <details style={{ padding: 'var(--mantine-spacing-md)' }}>
          <summary>
            <Text span size="sm">
              {text.former(former.length)}
            </Text>
          </summary>
          <Roles of={former} />
        </details>
      )}
    </Section>
  )
}

function Roles({ of }: { readonly of: Me['assignments'] }) {
  const titles = useRoleTitles()
  return (
    <WideTable label={text.title} width={520}>
      <Table.Thead>
        <Table.Tr>
          {[text.project, text.role, text.allocation, text.span].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.map((a) => (
          <Table.Tr key={a.id}>
            <Table.Td>
              <TextLink to={at.team(a.project)} size="sm">
                {a.projectName}
              </TextLink>
            </Table.Td>
            <Table.Td>{titles.get(a.role) ?? a.role}</Table.Td>
            <Table.Td className="tabular">
              {a.allocation} %{' '}
              <Text span size="xs" className="quiet">
                {a.engagement}
              </Text>
            </Table.Td>
            <Table.Td>
              <Day day={a.from} /> – {a.until === undefined ? text.open : <Day day={a.until} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
