import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { measured, percent } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { Trend } from '../../ui/plot/trend.tsx'
import { words } from '../../words/learning.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'
import { departmentsOf } from './departments.ts'

type Department = Answers['adoption.trend']['departments'][number]

/** How many of those who are to use the result do, by department and period, against the training before. */
export function Adoption({ project }: { readonly project: string }) {
  const { departments } = useAnswer('adoption.trend', { project })
  const measuredOnes = departments.filter((d) => d.periods.length > 0)
  const others = departments.filter((d) => d.periods.length === 0)
  return (
    <Section title={words.adoption} aside={<RecordAdoption project={project} departments={departments} />}>
      {measuredOnes.length === 0 ? (
        <Text size="sm" className="quiet prose">
          {words.noAdoption}
        </Text>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          {measuredOnes.map((d) => (
            <One key={d.department} department={d} />
          ))}
        </SimpleGrid>
      )}
      {others.length > 0 && (
        <Text size="sm" className="quiet">
          {words.unmeasured}: {others.map((d) => d.title).join(', ')}.
        </Text>
      )}
      {measuredOnes.length > 0 && (
        <Text size="sm" className="quiet">
          {words.caution}
        </Text>
      )}
    </Section>
  )
}

function One({ department: d }: { readonly department: Department }) {
  const change = d.changePoints
  const points = d.periods.map((p) => ({ until: p.until, value: p.rate }))
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {d.title}
      </Text>
      <Group gap="xs" align="baseline">
        <Text fz={26} fw={700}>
          {d.rate === undefined ? '–' : percent(d.rate)}
        </Text>
        <Text size="sm">{words.use}</Text>
      </Group>
      <Text size="sm" className="quiet">
        {change === undefined ? words.once : words.points(measured(change), change > 0)} · {words.trained(d.trained)}
      </Text>
      <Trend points={points} target={null} label={words.trend(d.title)} />
    </Stack>
  )
}

interface RecordProps {
  readonly project: string
  readonly departments: readonly Department[]
}

function RecordAdoption({ project, departments }: RecordProps) {
  return (
    <ChoiceActButton
      act="adoption.record"
      known={{ project }}
      sample={{
        department: departments[0]?.department ?? '',
        from: '2000-01-01',
        until: '2000-01-02',
        targetUsers: 1,
        activeUsers: 1,
        source: '…',
      }}
      fields={['from', 'until', 'targetUsers', 'activeUsers', 'source']}
      intro={words.recordHelp}
      choices={[departmentsOf(departments)]}
      variant="default"
      size="compact-sm"
    >
      {words.recordAdoption}
    </ChoiceActButton>
  )
}
