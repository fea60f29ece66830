import { Stack, Text } from '@mantine/core'
import type { Requisition } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Item } from '../../api/asking.ts'
import { useAll } from '../../api/queries.ts'
import { Instant } from '../../ui/instant.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'
import { Row } from './row.tsx'

const text = words.requisitions
type Applicant = Item<'applicant.list'>
const STEPS = ['sourced', 'interview', 'offer', 'hired'] as const
const SMALL = { variant: 'default', size: 'compact-xs' } as const

/** Those who were found for a requisition, each with the step they are at and where they can go from there. */
export function Applicants({ requisition: r }: { readonly requisition: Requisition }) {
  const applicants = useAll('applicant.list', { requisition: r.id })
  const isOpen = r.closedAt === undefined
  return (
    <Stack gap="sm" pl="md" style={{ borderLeft: '2px solid var(--mantine-color-default-border)' }}>
      {applicants.length === 0 && (
        <Text size="sm" className="quiet">
          {text.nobody}
        </Text>
      )}
      {applicants.map((applicant) => (
        <One key={applicant.id} applicant={applicant} isOpen={isOpen} />
      ))}
      {isOpen && (
        <ActButton
          act="applicant.add"
          known={{ requisition: r.id }}
          sample={{ name: '…' }}
          fields={['name', 'contact', 'channel']}
          initial={{ channel: 'other' }}
          basis={<Text size="sm">{text.addHelp}</Text>}
          w="fit-content"
          variant="default"
          size="compact-sm"
        >
          {text.add}
        </ActButton>
      )}
    </Stack>
  )
}

/** What an applicant is called: names are for those who hire, and only until they are erased. */
function nameOf({ id, name, erased }: Applicant): string {
  if (erased === true) return text.erased
  return name ?? text.unknown(id)
}

function One({ applicant: a, isOpen }: { readonly applicant: Applicant; readonly isOpen: boolean }) {
  const isOver = a.closedAt !== undefined || a.step === 'hired'
  const state = a.outcome ?? a.step
  return (
    <Row
      title={nameOf(a)}
      tags={
        <Tag color={a.step === 'hired' ? 'green' : isOver ? 'gray' : 'muster'}>
          {words.outcomes[state] ?? words.steps[state] ?? state}
        </Tag>
      }
      actions={
        <>
          {isOpen && !isOver && <Further applicant={a} />}
          {a.erased !== true && (
            <ActButton
              act="applicant.erase"
              known={{ applicant: a.id }}
              title={text.eraseTitle}
              basis={<Text size="sm">{text.eraseHelp}</Text>}
              aria-label={`${text.erase}: ${nameOf(a)}`}
              {...SMALL}
            >
              {text.erase}
            </ActButton>
          )}
        </>
      }
    >
      {typeof a.contact === 'string' && `${a.contact} · `}
      {text.channel} {a.channel} · <Instant at={a.steps.at(-1)?.at ?? ''} />
    </Row>
  )
}

function Further({ applicant: a }: { readonly applicant: Applicant }) {
  const next = STEPS[STEPS.indexOf(a.step) + 1]
  const isHire = next === 'hired'
  return (
    <>
      {next !== undefined && (
        <ActButton
          act="applicant.advance"
          known={{ applicant: a.id, to: next }}
          // Hiring ends the search for everybody else: it is asked once more.
          direct={!isHire}
          title={text.hireTitle}
          basis={<Text size="sm">{text.hireHelp}</Text>}
          aria-label={`${isHire ? text.hire : text.advance(words.steps[next] ?? next)}: ${nameOf(a)}`}
          variant={isHire ? 'filled' : 'default'}
          size="compact-xs"
        >
          {isHire ? text.hire : text.advance(words.steps[next] ?? next)}
        </ActButton>
      )}
      <ActButton
        act="applicant.close"
        known={{ applicant: a.id }}
        sample={{ outcome: 'withdrew' }}
        title={text.closeApplicantTitle}
        aria-label={`${text.closeApplicant}: ${nameOf(a)}`}
        {...SMALL}
      >
        {text.closeApplicant}
      </ActButton>
    </>
  )
}
