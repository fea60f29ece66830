import { Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/projects.ts'

export function Milestones({ project }: { readonly project: Answers['project.show'] }) {
  const today = new Date().toISOString().slice(0, 10)
  return (
    <Section
      title={words.page.milestones}
      aside={
        <ActButton
          act="milestone.set"
          known={{ project: project.id }}
          fields={['title', 'due']}
          sample={{ title: '…', due: '2099-01-01' }}
          variant="default"
          size="compact-xs"
        >
          {words.page.setMilestone}
        </ActButton>
      }
    >
      {project.milestones.length === 0 && (
        <Text size="sm" className="quiet">
          {words.page.noMilestones}
        </Text>
      )}
      <Stack gap="sm">
        {project.milestones
          .toSorted((a, b) => a.due.localeCompare(b.due))
          .map((m) => (
            <Group key={m.id} justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                <Text size="sm">{m.title}</Text>
                <Text size="xs" className="quiet">
                  <Day day={m.due} />
                </Text>
              </div>
              {m.state === 'open' ? (
                <Stack gap={4} align="flex-end">
                  {m.due < today && <Status state="overdue" />}
                  <ActButton
                    act="milestone.complete"
                    known={{ project: project.id, milestone: m.id }}
                    variant="default"
                    size="compact-xs"
                  >
                    {words.page.complete}
                  </ActButton>
                </Stack>
              ) : (
                <Status state={m.state} />
              )}
            </Group>
          ))}
      </Stack>
    </Section>
  )
}
