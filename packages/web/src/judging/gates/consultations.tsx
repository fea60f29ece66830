import { Badge, Box, Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { ConsultationAnswer, Gate } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PeopleNames, PersonName, useRoleTitles } from '../../records/people.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/gates.ts'

const { consultations } = words

/** Questions to those who are Consulted: the decision waits for their answers, or for the window to pass. */
export function Consultations({ gate }: { readonly gate: Gate }) {
  const about = useAll('consultation.list', { project: gate.project }).filter((c) => c.about === gate.round?.id)
  return (
    <Section title={consultations.title} flush={about.length > 0}>
      {about.length === 0 ? (
        <Text size="sm" className="quiet">
          {consultations.none}
        </Text>
      ) : (
        about.map((c) => <One key={c.id} consultation={c} />)
      )}
    </Section>
  )
}

function One({ consultation: c }: { readonly consultation: ConsultationAnswer }) {
  const { person } = useAnswer('me.show')
  const roles = useRoleTitles()
  const isAsked = c.asked.some((a) => a.people.includes(person.id)) && c.answers.every((a) => a.person !== person.id)
  return (
    <Stack gap={0}>
      <Group px="md" pb="xs" justify="space-between" gap="xs">
        <Text size="sm" flex={1}>
          {c.question}
        </Text>
        {isAsked && (
          <ActButton
            act="consultation.answer"
            known={{ consultation: c.id }}
            sample={{ verdict: 'advice', answer: '…' }}
            title={c.question}
            size="compact-sm"
            className="no-print"
          >
            {consultations.answer}
          </ActButton>
        )}
      </Group>
      {c.states.map((s) => (
        <Box key={s.role} px="md" py="xs" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>
              {roles.get(s.role) ?? s.role}
            </Text>
            <Status state={s.state} />
          </Group>
          {s.state === 'open' && (
            <Text size="sm" className="quiet" component="div">
              <PeopleNames ids={s.people} />, {consultations.due} <Instant at={c.dueAt} as="date" />
            </Text>
          )}
          {c.answers
            .filter((a) => a.roles.includes(s.role))
            .map((a) => (
              <Text key={a.person} size="sm" component="div" mt={4}>
                <PersonName id={a.person} />{' '}
                <Badge color={a.verdict === 'objection' ? 'red' : 'gray'} size="sm">
                  {consultations[a.verdict]}
                </Badge>
                <Text size="sm">“{a.answer}”</Text>
              </Text>
            ))}
        </Box>
      ))}
    </Stack>
  )
}
