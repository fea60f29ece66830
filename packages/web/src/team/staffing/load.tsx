import { Group, Progress, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonLink } from '../../records/person-link.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'

const text = words.load
type Loaded = Answers['staffing.load']['loads'][number]

/** How much of their time the people of the team have given away, over all projects. */
export function Load({ project }: { readonly project: string }) {
  const { loads } = useAnswer('staffing.load')
  const { assignments } = useAnswer('project.team', { project })
  const here = new Set(assignments.filter((a) => a.endedAt === undefined).map((a) => a.person))
  const team = loads.filter((l) => here.has(l.person))
  const over = team.filter((l) => l.over)
  return (
    <Section title={text.title}>
      <Text size="sm" className="quiet">
        {text.about}
      </Text>
      <Text size="sm" fw={600}>
        {over.length === 0 ? text.nobody : text.over(over.length)}
      </Text>
      <Loads of={over} project={project} />
      {team.length > over.length && (
        <details>
          <summary>
            <Text span size="sm">
              {text.all(team.length)}
            </Text>
          </summary>
          <Stack mt="sm">
            <Loads of={team} project={project} />
          </Stack>
        </details>
      )}
    </Section>
  )
}

function Loads({ of, project }: { readonly of: readonly Loaded[]; readonly project: string }) {
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((load) => (
        <li key={load.person}>
          <One load={load} project={project} />
        </li>
      ))}
    </Stack>
  )
}

function One({ load, project }: { readonly load: Loaded; readonly project: string }) {
  const { assignments } = useAnswer('project.team', { project })
  const mine = assignments.filter((a) => a.person === load.person && a.endedAt === undefined)
  const others = Number(load['otherProjects'] ?? 0)
  const where = [...load.projects, ...(others > 0 ? [text.others(others)] : [])].join(', ')
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <PersonLink id={load.person} />
          <Text size="sm" className="tabular">
            {load.allocation} %
          </Text>
          {load.over && <Tag color="orange">{text.peak(load.peak)}</Tag>}
          <Text size="sm" className="quiet">
            {where}
          </Text>
        </Group>
        {load.over &&
          mine.map((a) => (
            <ActButton
              key={a.id}
              act="assignment.amend"
              known={{ assignment: a.id }}
              initial={{ allocation: a.allocation }}
              fields={['allocation', 'until']}
              variant="default"
              size="compact-sm"
            >
              {text.amend}
            </ActButton>
          ))}
      </Group>
      <Progress
        value={Math.min(100, load.allocation)}
        color={load.over ? 'orange' : 'muster'}
        aria-label={text.bar(load.allocation)}
      />
    </Stack>
  )
}
