import { Box, Group, Stack, Text } from '@mantine/core'
import type { DutyStatus, Round } from '@muster/core'
import type { ReactNode } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import type { Gate } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames, PersonName, useNamed, useRoleTitles } from '../../records/people.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/gates.ts'
import { Decision } from './decision.tsx'

interface Props {
  readonly gate: Gate
  readonly round: Round | undefined
}

export function Reviews({ gate, round }: Props) {
  return (
    <Section title={words.reviews.title} flush>
      <Duties of={gate.reviews}>
        {(duty) => (
          <Decision
            act="review.give"
            {...{ gate, round, duty }}
            sample={{ verdict: 'approve', comment: '…' }}
            title={words.reviews.dialog(duty.title)}
            labels={{ comment: words.reviews.comment }}
            give={words.reviews.give}
          />
        )}
      </Duties>
    </Section>
  )
}

export function Approvals({ gate, round }: Props) {
  const { person } = useAnswer('me.show')
  return (
    <Section title={words.approvals.title} flush>
      <Duties of={gate.approvals}>
        {(duty) => (
          <>
            <Decision
              act="approval.give"
              {...{ gate, round, duty }}
              title={words.approvals.dialog(duty.title)}
              submit={words.approvals.submit}
              give={words.approvals.give}
            />
            {round?.state === 'open' && duty.state === 'given' && duty.person === person.id && (
              <ActButton
                act="approval.revoke"
                known={{ round: round.id, duty: duty.duty }}
                sample={{ reason: '…' }}
                variant="default"
                size="compact-sm"
              >
                {words.approvals.revoke}
              </ActButton>
            )}
          </>
        )}
      </Duties>
    </Section>
  )
}

function Duties({
  of,
  children,
}: {
  readonly of: readonly DutyStatus[]
  readonly children: (duty: DutyStatus) => ReactNode
}) {
  const named = useNamed()
  const roles = useRoleTitles()
  return (
    <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((duty) => (
        <Box
          component="li"
          key={duty.duty}
          px="md"
          py="sm"
          style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
          data-duty={duty.duty}
          data-state={duty.state}
        >
          <Group justify="space-between" align="flex-start" gap="xs">
            <Text
              fw={600}
              size="sm"
              title={`${words.duty.roles}: ${duty.roles.map((r) => roles.get(r) ?? r).join(', ')}`}
            >
              {duty.title}
            </Text>
            <Status state={duty.state} />
          </Group>
          {duty.person !== undefined && (
            <Text size="sm" component="div" mt={4}>
              <PersonName id={duty.person} /> {duty.at !== undefined && <Instant at={duty.at} />}
              {duty.because !== undefined && <Text size="sm">{named(duty.because)}</Text>}
            </Text>
          )}
          {duty.comment !== undefined && duty.comment !== '' && (
            <Text size="sm" mt={2} style={{ whiteSpace: 'pre-line' }}>
              “{duty.comment}”
            </Text>
          )}
          <Group justify="space-between" mt={4} gap="xs" align="center">
            {duty.state === 'given' ? (
              <span />
            ) : (
              <Text size="xs" className="quiet" component="div">
                {words.duty.canGive}:{' '}
                {duty.eligible.length === 0 ? words.duty.nobody : <PeopleNames ids={duty.eligible} />}
              </Text>
            )}
            <span className="no-print">{children(duty)}</span>
          </Group>
        </Box>
      ))}
    </Stack>
  )
}
