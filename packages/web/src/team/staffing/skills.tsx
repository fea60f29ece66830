import { Stack, Table, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { ActButton } from '../../acts/act-button.tsx'
import { PeopleNames, useNamed, useRoleTitles } from '../../records/people.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { useTitled } from '../../records/titled.ts'
import { words } from '../../words/team.ts'

const text = words.staffing

/** Every skill of every role, against those of the people who hold it. */
export function Skills({ project }: { readonly project: string }) {
  const { sentence, skills } = useAnswer('skill.matrix', { project })
  const { person } = useAnswer('me.show')
  const titles = useRoleTitles()
  const titled = useTitled()
  const named = useNamed()
  return (
    <Section
      title={text.skills}
      flush
      aside={
        <ActButton
          act="skill.record"
          known={{ person: person.id }}
          sample={{ skill: skills[0]?.skill ?? '…', level: 'working' }}
          variant="default"
          size="compact-sm"
        >
          {text.note}
        </ActButton>
      }
    >
      <Stack gap={0}>
        <Text size="sm" p="md">
          {skills.length === 0 ? text.noSkills : named(sentence)}
        </Text>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={text.skillsOf}>
          <Table miw={640}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.people.role}</Table.Th>
                <Table.Th>{text.skill}</Table.Th>
                <Table.Th>{text.elsewhere}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {skills.map((s) => (
                <Table.Tr key={`${s.role} ${s.skill}`}>
                  <Table.Td>{titles.get(s.role) ?? s.role}</Table.Td>
                  <Table.Td>
                    {s.skill}
                    <Text size="xs" className="quiet">
                      {titled(named(s.sentence))}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <PeopleNames ids={s.elsewhere} />
                  </Table.Td>
                  <Table.Td>
                    <Status state={s.state} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </Stack>
    </Section>
  )
}
