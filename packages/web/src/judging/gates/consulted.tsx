import { Box, Group, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/gates.ts'

/** The questions that are open to whoever looks; nothing when there is none. */
export function Consulted({ project }: { readonly project: string }) {
  const { person } = useAnswer('me.show')
  const open = useAll('consultation.list', { project }).filter(
    (c) =>
      !c.moot &&
      c.states.some((s) => s.state === 'open' && s.people.includes(person.id)) &&
      c.answers.every((a) => a.person !== person.id),
  )
  if (open.length === 0) return null
  return (
    <Section title={words.list.consultations} flush>
      {open.map((c) => (
        <Box key={c.id} px="md" py="sm" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
          <Group justify="space-between">
            <Text size="sm" flex={1}>
              {c.question}{' '}
              <Text span size="xs" className="quiet">
                {words.consultations.due} <Instant at={c.dueAt} />
              </Text>
            </Text>
            <ActButton
              act="consultation.answer"
              known={{ consultation: c.id }}
              sample={{ verdict: 'advice', answer: '…' }}
              title={c.question}
              size="compact-sm"
            >
              {words.consultations.answer}
            </ActButton>
          </Group>
        </Box>
      ))}
    </Section>
  )
}
