import { Group, Stack, Table, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames, PersonName, useNamed } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/team.ts'
import { TeamTabs } from '../../records/team-tabs.tsx'
import { Hires } from './hires.tsx'
import { useTitled } from '../../records/titled.ts'
import { Skills } from './skills.tsx'

const text = words.staffing

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
    >
      <TeamTabs project={project} />
      <Pattern project={project} />
      <Hires project={project} />
      <Skills project={project} />
    </PageFrame>
  )
}

/** The team against the pattern, line by line. */
function Pattern({ project }: { readonly project: string }) {
  const { title, because, sentence, lines, composition, overloaded } = useAnswer('staffing.check', { project })
  const titled = useTitled()
  const named = useNamed()
  return (
    <Section title={`${text.check}: ${title}`} flush>
      <Stack gap={4} p="md">
        <Text size="sm" fw={600}>
          {titled(named(sentence))}
        </Text>
        <Text size="sm" className="quiet">
          {named(because)}
        </Text>
        {overloaded.map((l) => (
          <Group key={l.person} gap="xs">
            <PersonName id={l.person} />
            <Text size="sm">{named(l.sentence)}</Text>
          </Group>
        ))}
      </Stack>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={text.check}>
        <Table miw={720}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.line}</Table.Th>
              <Table.Th>{text.have}</Table.Th>
              <Table.Th>{text.need}</Table.Th>
              <Table.Th>{text.who}</Table.Th>
              <Table.Th>{text.help}</Table.Th>
              <Table.Td />
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
                </Table.Td>
                <Table.Td className="tabular">{line.have}</Table.Td>
                <Table.Td className="tabular">{line.min}</Table.Td>
                <Table.Td>
                  <PeopleNames ids={line.people.map((p) => p.person)} />
                </Table.Td>
                <Table.Td maw={360}>{titled(named(line.help))}</Table.Td>
                <Table.Td>
                  <Status state={line.state} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  )
}
