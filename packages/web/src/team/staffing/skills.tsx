import { Group, Stack, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames, useNamed, useRoleTitles } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words as hiring } from '../../words/hiring.ts'
import { words } from '../../words/team.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'
import { Row } from './row.tsx'

const text = hiring.skills
type Need = Answers['skill.matrix']['skills'][number]

/** One row for each role that is held or needed: its skills, and who could help where one is lacking. */
export function Skills({ project }: { readonly project: string }) {
  const { sentence, skills } = useAnswer('skill.matrix', { project })
  const titles = useRoleTitles()
  const titled = useTitled()
  const named = useNamed()
  const first = skills[0]?.skill ?? '…'
  const byRole = [...Map.groupBy(skills, (s) => s.role)]
  return (
    <Section title={words.staffing.skills}>
      <Text size="sm">{skills.length === 0 ? words.staffing.noSkills : titled(named(sentence))}</Text>
      <Stack
        gap="md"
        component="ul"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={skills.length === 0 ? undefined : words.staffing.skillsOf}
      >
        {byRole.map(([role, needs]) => (
          <li key={role}>
            <Row title={titles.get(role) ?? role} actions={<NoteSkill role={role} needs={needs} sample={first} />}>
              <Group gap={6} my={4}>
                {needs.map((need) => (
                  <SkillTag key={need.skill} need={need} />
                ))}
              </Group>
              <Helpers needs={needs} />
            </Row>
          </li>
        ))}
      </Stack>
    </Section>
  )
}

interface NoteProps {
  readonly role: string
  readonly needs: readonly Need[]
  /** The same for each role, so that the rules are asked once. */
  readonly sample: string
}

function NoteSkill({ role, needs, sample }: NoteProps) {
  const { person: me } = useAnswer('me.show')
  const titles = useRoleTitles()
  const title = text.noteTitle(titles.get(role) ?? role)
  return (
    <ChoiceActButton
      act="skill.record"
      known={{ person: me.id }}
      sample={{ skill: sample, level: 'working' }}
      fields={['level', 'evidence']}
      title={title}
      intro={text.noteHelp}
      choices={[
        {
          name: 'skill',
          label: text.skill,
          required: true,
          options: needs.map(({ skill }) => ({ value: skill, label: skill })),
        },
      ]}
      aria-label={title}
      variant="default"
      size="compact-xs"
    >
      {text.note}
    </ChoiceActButton>
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
    <Tag color={color} leftSection={<Icon name={icon} size={12} />}>
      {need.skill}: {text.states[need.state]}
    </Tag>
  )
}

/** Who elsewhere has what the role lacks. */
function Helpers({ needs }: { readonly needs: readonly Need[] }) {
  const lacking = needs.filter((n) => n.state !== 'had')
  const helped = lacking.filter((n) => n.elsewhere.length > 0)
  if (lacking.length === 0) return null
  if (helped.length === 0) return <>{text.nobody}</>
  return (
    <Stack gap={4}>
      {helped.map((n) => (
        <Text key={n.skill} size="sm" component="div">
          {text.helps(n.skill)} <PeopleNames ids={n.elsewhere} />
        </Text>
      ))}
    </Stack>
  )
}
