import { Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/person.ts'
import { ChoiceActButton } from './choice-act-button.tsx'

const text = words.skills

/** What somebody can do, by their own word. */
export function PersonSkills({ person, isMe }: { readonly person: string; readonly isMe: boolean }) {
  const { items } = useAnswer('skill.list', { person })
  const note = isMe ? <NoteSkill person={person} /> : undefined
  return (
    <Section title={text.title} aside={items.length === 0 ? undefined : note}>
      {items.length === 0 && (
        <Empty icon="user" title={text.none} action={note}>
          {text.noneHelp}
        </Empty>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((skill) => (
          <Group key={skill.id} component="li" gap="xs" justify="space-between">
            <Group gap="xs">
              <Text size="sm">{skill.skill}</Text>
              <Tag color={skill.level === 'learning' ? 'gray' : 'green'}>{text.levels[skill.level]}</Tag>
              {skill.evidence !== undefined && (
                <Text size="sm" className="quiet">
                  {skill.evidence}
                </Text>
              )}
            </Group>
            {isMe && (
              <ActButton
                act="skill.withdraw"
                known={{ person, skill: skill.skill }}
                direct
                aria-label={text.withdrawOf(skill.skill)}
                variant="default"
                size="compact-xs"
              >
                {text.withdraw}
              </ActButton>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

function NoteSkill({ person }: { readonly person: string }) {
  const { items: roles } = useAnswer('role.list')
  const skills = [...new Set(roles.flatMap((r) => r.skills))].toSorted((a, b) => a.localeCompare(b))
  return (
    <ChoiceActButton
      act="skill.record"
      known={{ person }}
      sample={{ skill: skills[0] ?? '', level: 'working' }}
      fields={['level', 'evidence']}
      choices={[
        {
          name: 'skill',
          label: text.skill,
          required: true,
          options: skills.map((skill) => ({ value: skill, label: skill })),
        },
      ]}
      variant="default"
      size="compact-sm"
    >
      {text.note}
    </ChoiceActButton>
  )
}
