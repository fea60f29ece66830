import { Table, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Day, Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { useChosenRow } from '../../ui/use-chosen-row.ts'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/projects.ts'
import { words as states } from '../../words/ui.ts'
import { StageRail } from './stage-rail.tsx'

type Listed = Answers['project.list']['items'][number]

export function Page() {
  const projects = useAll('project.list')
  const me = useAnswer('me.show')
  const go = useGo()
  const create = (
    <ActButton
      act="project.create"
      initial={{ lead: me.person.id }}
      sample={{ name: '…' }}
      fields={['name', 'lead', 'workstream']}
      onDone={(done) => go(at.project(done.subject))}
    >
      {words.create}
    </ActButton>
  )
  return (
    <PageFrame title={words.title} about={words.about} actions={create}>
      <Section title={words.title} flush>
        {projects.length === 0 ? (
          <Empty icon="folder" title={words.none} action={create}>
            {words.noneHelp}
          </Empty>
        ) : (
          <Projects projects={projects} />
        )}
      </Section>
    </PageFrame>
  )
}

function Projects({ projects }: { readonly projects: readonly Listed[] }) {
  const go = useGo()
  const { row, chosen } = useChosenRow(projects.length, (i) => {
    const project = projects[i]
    if (project !== undefined) go(at.project(project.id))
  })
  return (
    <WideTable label={words.title} width={620} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.name}</Table.Th>
          <Table.Th scope="col" w={330}>
            {words.stage}
          </Table.Th>
          <Table.Th scope="col">{words.milestone}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {projects.map((p, i) => (
          <Table.Tr key={p.id} className={i === chosen ? 'chosen' : undefined} {...row(i)}>
            <Table.Td>
              <TextLink to={at.project(p.id)} fw={600}>
                {p.name}
              </TextLink>
              <Text size="xs" className="quiet" lineClamp={2}>
                {p.objective}
              </Text>
            </Table.Td>
            <Table.Td>
              <StageRail stage={p.stage} isSmall />
              <Text size="xs" mt={4}>
                <b>{states.state[p.stage] ?? p.stage}</b>{' '}
                <span className="quiet">
                  <Instant at={p.stageSince} />
                </span>
              </Text>
            </Table.Td>
            <Table.Td>
              <NextMilestone project={p} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function NextMilestone({ project }: { readonly project: Listed }) {
  const next = project.milestones.filter((m) => m.state === 'open').toSorted((a, b) => a.due.localeCompare(b.due))[0]
  if (next === undefined)
    return (
      <Text size="sm" className="quiet">
        –
      </Text>
    )
  return (
    <Text size="sm">
      {next.title}
      <Text size="xs" className="quiet">
        <Day day={next.due} />
      </Text>
    </Text>
  )
}
