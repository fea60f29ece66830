import { Group, Stack, Text } from '@mantine/core'
import { useAll, useAnswer } from '../../api/queries.ts'
import { Day } from '../../ui/instant.tsx'
import { amount } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/learning.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'
import { departmentsOf } from './departments.ts'

/** Trainings that departments had for what the project made. */
export function Trainings({ project }: { readonly project: string }) {
  const trainings = useAll('training.list', { project }).toSorted((a, b) => (a.on < b.on ? 1 : -1))
  const { departments } = useAnswer('adoption.trend', { project })
  const titleOf = new Map(departments.map((d) => [d.department, d.title]))
  return (
    <Section
      title={words.trainings}
      aside={
        <ChoiceActButton
          act="training.record"
          known={{ project }}
          sample={{
            title: '…',
            department: departments[0]?.department ?? '',
            attendees: 1,
            on: '2000-01-01',
            provider: '…',
            link: '…',
          }}
          fields={['title', 'attendees', 'on', 'provider', 'link', 'cost', 'currency']}
          choices={[departmentsOf(departments)]}
          variant="default"
          size="compact-sm"
        >
          {words.recordTraining}
        </ChoiceActButton>
      }
    >
      {trainings.length === 0 && (
        <Text size="sm" className="quiet prose">
          {words.noTrainings}
        </Text>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {trainings.map((t) => (
          <Group key={t.id} component="li" justify="space-between" align="flex-start" gap="xs">
            <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
              <Text size="sm" fw={600}>
                {t.title}
              </Text>
              <Text size="sm" className="quiet">
                {titleOf.get(t.department) ?? t.department} · {words.attendees(t.attendees)} · {words.by} {t.provider}
                {t.cost !== undefined && t.currency !== undefined && ` · ${amount(t.cost, t.currency)}`}
              </Text>
            </div>
            <Text size="sm" className="quiet">
              <Day day={t.on} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
