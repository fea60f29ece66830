import { Stack, Text } from '@mantine/core'
import type { Requisition } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll } from '../../api/queries.ts'
import { PersonName, useNamed, useRoleTitles } from '../../records/people.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'
import { Applicants } from './applicants.tsx'
import { Funnel } from './funnel.tsx'
import { Row } from './row.tsx'

const text = words.requisitions

/** Who is looked for, how far those came who were found, and the openings that are closed. */
export function Requisitions({ project }: { readonly project: string }) {
  const all = useAll('requisition.list', { project })
  const open = all.filter((r) => r.closedAt === undefined)
  const closed = all.filter((r) => r.closedAt !== undefined)
  const make = <OpenRequisition project={project} />
  return (
    <Section title={text.title} aside={open.length === 0 ? undefined : make}>
      {open.length === 0 && (
        <Empty icon="people" title={text.none} action={make}>
          {text.noneHelp}
        </Empty>
      )}
      <Stack gap="xl">
        {open.map((requisition) => (
          <Opening key={requisition.id} requisition={requisition} />
        ))}
      </Stack>
      {closed.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {text.former(closed.length)}
            </Text>
          </summary>
          <Stack gap="lg" mt="sm">
            {closed.map((requisition) => (
              <Opening key={requisition.id} requisition={requisition} />
            ))}
          </Stack>
        </details>
      )}
      <Funnel project={project} />
    </Section>
  )
}

function OpenRequisition({ project }: { readonly project: string }) {
  const titles = useRoleTitles()
  return (
    <ChoiceActButton
      act="requisition.open"
      known={{ project }}
      sample={{ role: [...titles.keys()][0] ?? '', reason: '…' }}
      fields={['reason', 'outsourcing']}
      labels={{ reason: words.reason }}
      choices={[
        {
          name: 'role',
          label: text.role,
          required: true,
          options: [...titles].map(([value, label]) => ({ value, label })),
        },
      ]}
      variant="default"
      size="compact-sm"
    >
      {text.open}
    </ChoiceActButton>
  )
}

function Opening({ requisition: r }: { readonly requisition: Requisition }) {
  const titles = useRoleTitles()
  const named = useNamed()
  const isOpen = r.closedAt === undefined
  return (
    <Stack gap="xs">
      <Row
        title={titles.get(r.role) ?? r.role}
        tags={
          <>
            {r.outsourcing && <Tag color="gray">{text.outsourcing}</Tag>}
            {!isOpen && (
              <Tag color={r.outcome === 'hired' ? 'green' : 'gray'}>
                {text.closedAs} {words.outcomes[r.outcome ?? ''] ?? r.outcome}
              </Tag>
            )}
          </>
        }
        actions={
          isOpen && (
            <ActButton
              act="requisition.close"
              known={{ requisition: r.id }}
              sample={{ outcome: 'cancelled', reason: '…' }}
              labels={{ reason: words.reason }}
              variant="default"
              size="compact-sm"
            >
              {text.close}
            </ActButton>
          )
        }
      >
        {named(r.closedBecause ?? r.reason)} · {text.opened} <Instant at={r.openedAt} /> {text.by}{' '}
        <PersonName id={r.openedBy} size="xs" />
      </Row>
      <Applicants requisition={r} />
    </Stack>
  )
}
