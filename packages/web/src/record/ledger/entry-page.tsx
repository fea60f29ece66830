import { Code, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { askAll } from '../../api/asking.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonName, useRoleTitles } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/ledger.ts'
import { toldOf } from '../../records/told-of.ts'
import { Proof } from './proof.tsx'

export function Page() {
  const seq = useParam('seq')
  const entry = useAnswer('ledger.show', { seq })
  const { data: projects } = useQuery(askAll('project.list'))
  const number = Number(seq)
  const grant = useGrant(entry['grant'])
  return (
    <PageFrame
      title={words.entry(seq)}
      above={
        <TextLink to={at.ledger()} size="sm">
          {words.title}
        </TextLink>
      }
      about={
        <>
          <PersonName id={entry.actor} /> {toldOf(entry.type)}
        </>
      }
      actions={
        <>
          {number > 0 && <ButtonLink to={at.entry(number - 1)}>{words.older}</ButtonLink>}
          <ButtonLink to={at.entry(number + 1)}>{words.newer}</ButtonLink>
        </>
      }
    >
      <Section title={entry.type}>
        <Facts
          of={[
            [words.when, <Instant key="at" at={entry.at} as="date" />],
            [words.by, <PersonName key="by" id={entry.actor} />],
            ...(typeof entry['onBehalfOf'] === 'string'
              ? ([[words.onBehalf, <PersonName key="on" id={entry['onBehalfOf']} />]] as const)
              : []),
            [words.act, entry.act],
            [words.allowed, grant],
            [
              words.subject,
              <TextLink key="subject" to={`${at.ledger()}?subject=${encodeURIComponent(entry.subject)}`} size="sm">
                {entry.subject}
              </TextLink>,
            ],
            ...(entry.project === undefined
              ? []
              : ([
                  [
                    words.project,
                    <TextLink key="project" to={at.project(entry.project)} size="sm">
                      {projects?.find((p) => p.id === entry.project)?.name ?? entry.project}
                    </TextLink>,
                  ],
                ] as const)),
          ]}
        />
      </Section>
      <Proof seq={seq} />
      <Section title={words.content}>
        <Text size="sm" component="div" className="scroll-x" tabIndex={0} role="region" aria-label={words.content}>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {JSON.stringify(entry.data, null, 2)}
          </Code>
        </Text>
      </Section>
    </PageFrame>
  )
}

/** Why the act was allowed, in words. */
function useGrant(grant: unknown): string {
  const titles = useRoleTitles()
  const { by, activity, stake, duty, role } = (typeof grant === 'object' && grant !== null ? grant : {}) as Readonly<
    Partial<Record<string, string>>
  >
  const as = role === undefined ? '' : `, ${words.as(titles.get(role) ?? role)}`
  switch (by) {
    case 'activity':
      return `${words.grants.activity(stake ?? '', activity ?? '')}${as}`
    case 'duty':
      return `${words.grants.duty(duty ?? '')}${as}`
    case 'administrator':
    case 'member':
    case 'self':
    case 'assigned':
    case 'asked':
    case 'keeper':
    case 'setup':
    case 'system':
      return `${words.grants[by]}${as}`
    default:
      return by ?? '–'
  }
}
