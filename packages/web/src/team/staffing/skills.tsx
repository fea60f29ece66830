import { Badge, Group, Stack, Table, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames, useNamed, useRoleTitles } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words as hiring } from '../../words/hiring.ts'
import { words } from '../../words/team.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'

const text = hiring.skills
type Need = Answers['skill.matrix']['skills'][number]

/** One row for each role that is held or needed: its skills, and who could help where one is lacking. */
export function Skills({ project }: { readonly project: string }) {
  const { sentence, skills } = useAnswer('skill.matrix', { project })
  const { person: me } = useAnswer('me.show')
  const titles = useRoleTitles()
  const titled = useTitled()
  const named = useNamed()
  const byRole = [...Map.groupBy(skills, (s) => s.role)]
  return (
    <Section title={words.staffing.skills} flush>
      <Text size="sm" px="md" pb="md">
        {skills.length === 0 ? words.staffing.noSkills : titled(named(sentence))}
      </Text>
      {byRole.length > 0 && (
        <WideTable label={words.staffing.skillsOf} width={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.role}</Table.Th>
              <Table.Th>{text.skills}</Table.Th>
              <Table.Th>{text.helps}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {byRole.map(([role, needs]) => (
              <Table.Tr key={role}>
                <Table.Td>{titles.get(role) ?? role}</Table.Td>
                <Table.Td>
                  <Group gap={6}>
                    {needs.map((need) => (
                      <SkillTag key={need.skill} need={need} />
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Helpers needs={needs} />
                </Table.Td>
                <Table.Td align="right">
                  <ChoiceActButton
                    act="skill.record"
                    known={{ person: me.id }}
                    sample={{ skill: skills[0]?.skill ?? '…', level: 'working' }}
                    fields={['level', 'evidence']}
                    title={text.noteTitle(titles.get(role) ?? role)}
                    intro={text.noteHelp}
                    choices={[
                      {
                        name: 'skill',
                        label: text.skill,
                        required: true,
                        options: needs.map(({ skill }) => ({ value: skill, label: skill })),
                      },
                    ]}
                    aria-label={text.noteTitle(titles.get(role) ?? role)}
                    variant="default"
                    size="compact-xs"
                  >
                    {text.note}
                  </ChoiceActButton>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  )
}

const LOOK = {
  had: { color: 'green', icon: 'check' },
  learning: { color: 'gray', icon: 'clock' },
  gap: { color: 'orange', icon: 'alert' },
  unstaffed: { color: 'gray', icon: 'dash' },
} as const

function SkillTag({ need }: { readonly need: Need }) {
  const { color, icon } = LOOK[need.state]
  return (
    <Badge
      color={color}
      leftSection={<Icon name={icon} size={12} />}
      styles={{
        root: { maxWidth: '100%' },
        label: { color: `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-1))` },
      }}
    >
      {need.skill}: {text.states[need.state]}
    </Badge>
  )
}

/** Who elsewhere has what the role lacks. */
function Helpers({ needs }: { readonly needs: readonly Need[] }) {
  const lacking = needs.filter((n) => n.state !== 'had')
  const helped = lacking.filter((n) => n.elsewhere.length > 0)
  if (lacking.length === 0) return null
  if (helped.length === 0)
    return (
      <Text size="sm" className="quiet">
        {text.nobody}
      </Text>
    )
  return (
    <Stack gap={4}>
      {helped.map((n) => (
        <Text key={n.skill} size="sm" component="div">
          {n.skill}: <PeopleNames ids={n.elsewhere} />
        </Text>
      ))}
    </Stack>
  )
}
