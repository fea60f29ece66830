import { Table, Text } from '@mantine/core'
import type { Assignment, Matrix } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { PersonLink } from '../../records/person-link.tsx'
import { useRoleTitles } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Day } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/team.ts'
import { Findings } from '../../records/findings.tsx'
import { TeamTabs } from '../../records/team-tabs.tsx'
import { Deliverables } from './deliverables.tsx'

const text = words.people
const isOver = (a: Assignment): boolean => a.endedAt !== undefined

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  const { assignments, matrix, lint } = useAnswer('project.team', { project })
  const current = assignments.filter((a) => !isOver(a))
  const assign = (
    <ActButton
      act="assignment.assign"
      known={{ project }}
      sample={{ person: 'per_00000000000000000000000000', role: 'ml-engineer' }}
    >
      {text.assign}
    </ActButton>
  )
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
      actions={assign}
    >
      <TeamTabs project={project} />
      <Section title={text.assignments} flush={current.length > 0}>
        {current.length === 0 ? (
          <Empty icon="people" title={text.none} action={assign}>
            {text.noneHelp}
          </Empty>
        ) : (
          <Assignments of={current} matrix={matrix} />
        )}
      </Section>
      {assignments.length > current.length && (
        <Text size="sm" className="quiet">
          {text.former(assignments.length - current.length)}
        </Text>
      )}
      <Section title={text.lint}>
        {lint.length === 0 ? <Text size="sm">{text.lintNone}</Text> : <Findings of={lint} matrix={matrix} />}
      </Section>
      <Deliverables project={project} />
    </PageFrame>
  )
}

function Assignments({ of, matrix }: { readonly of: readonly Assignment[]; readonly matrix: Matrix }) {
  const roles = useRoleTitles()
  const stakes = (role: string): string =>
    (['A', 'R', 'C', 'I'] as const)
      .map((stake) => [stake, Object.values(matrix.cells).filter((c) => c[role] === stake).length] as const)
      .filter(([, count]) => count > 0)
      .map(([stake, count]) => `${stake} ${count}`)
      .join(' · ')
  return (
    <WideTable label={text.assignments} width={760}>
      <Table.Thead>
        <Table.Tr>
          {[text.person, text.role, text.allocation, text.engagement, text.span, text.stakes].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.map((a) => (
          <Table.Tr key={a.id}>
            <Table.Td>
              <PersonLink id={a.person} />
            </Table.Td>
            <Table.Td>{roles.get(a.role) ?? a.role}</Table.Td>
            <Table.Td className="tabular">{a.allocation} %</Table.Td>
            <Table.Td>{a.engagement}</Table.Td>
            <Table.Td>
              <Day day={a.from} /> – {a.until === undefined ? text.openEnd : <Day day={a.until} />}
            </Table.Td>
            <Table.Td className="tabular" style={{ whiteSpace: 'nowrap' }}>
              {stakes(a.role)}
            </Table.Td>
            <Table.Td>
              <ActButton
                act="assignment.end"
                known={{ assignment: a.id }}
                sample={{ reason: '…' }}
                title={text.endTitle}
                variant="default"
                size="compact-xs"
              >
                {text.end}
              </ActButton>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
