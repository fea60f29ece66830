import { Group, List, Stack, Text } from '@mantine/core'
import type { Meeting } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PeopleNames, PersonName, useNamed, useNames } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Icon } from '../../ui/icon.tsx'
import { Day, Instant } from '../../ui/instant.tsx'
import { sentenceCase } from '../../ui/sentence-case.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/team.ts'
import { Poll } from './poll.tsx'

const text = words.ceremonies
type AgendaSection = Answers['ceremony.agenda']['sections'][number]

export function Page() {
  const project = useParam('project')
  const ceremony = useParam('ceremony')
  const agenda = useAnswer('ceremony.agenda', { ceremony })
  const { times } = useAnswer('ceremony.show', { ceremony })
  const meetings = useAll('meeting.list', { project }).filter((m) => m.ceremony === ceremony)
  const open = meetings.find((m) => m.state === 'open')
  const names = useNames()
  return (
    <PageFrame
      title={agenda.title}
      above={
        <TextLink to={at.ceremonies(project)} size="sm">
          {text.title}
        </TextLink>
      }
      about={
        <>
          {sentenceCase(times)}. {text.since} <Instant at={agenda.since} as="date" />.{' '}
          {agenda.facilitator !== undefined && `${names.get(agenda.facilitator) ?? '…'} ${text.leads}.`}
          {agenda.skipped.length > 0 &&
            ` ${agenda.skipped.map((p) => names.get(p) ?? '…').join(', ')}: ${text.skipped}.`}
        </>
      }
      actions={
        open === undefined ? (
          <ActButton act="meeting.start" known={{ ceremony }} direct>
            {text.start}
          </ActButton>
        ) : (
          <Holding project={project} meeting={open} />
        )
      }
    >
      {open !== undefined && <Minutes meeting={open} />}
      {agenda.sections.map((section) => (
        <AgendaPart key={section.id} project={project} section={section} />
      ))}
      {meetings
        .filter((m) => m.state === 'closed')
        .slice(0, 3)
        .map((m) => (
          <Minutes key={m.id} meeting={m} />
        ))}
    </PageFrame>
  )
}

function Holding({ project, meeting }: { readonly project: string; readonly meeting: Meeting }) {
  return (
    <>
      <ActButton act="meeting.minute" known={{ meeting: meeting.id }} sample={{ text: '…' }} variant="default">
        {text.minute}
      </ActButton>
      <ActButton act="meeting.attend" known={{ meeting: meeting.id }} sample={{ present: [] }} variant="default">
        {text.attend}
      </ActButton>
      <ActButton
        act="action.assign"
        known={{ project, meeting: meeting.id }}
        sample={{ title: '…', owner: 'per_00000000000000000000000000', due: '2999-01-01' }}
        variant="default"
      >
        {text.assign}
      </ActButton>
      <ActButton act="meeting.close" known={{ meeting: meeting.id }} direct>
        {text.close}
      </ActButton>
    </>
  )
}

function AgendaPart({ project, section }: { readonly project: string; readonly section: AgendaSection }) {
  const named = useNamed()
  return (
    <Section title={section.title}>
      {section.items.length === 0 && (
        <Text size="sm" className="quiet">
          {named(section.nothing)}
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {section.items.map((item) => (
          <Group key={`${item.subject ?? ''} ${item.text}`} component="li" gap="xs" wrap="nowrap" align="flex-start">
            <Icon
              name={item.tone === 'bad' ? 'alert' : item.tone === 'good' ? 'check' : 'dash'}
              style={{ flexShrink: 0, marginTop: 3 }}
            />
            <div style={{ minWidth: 0 }}>
              <Text size="sm">{named(item.text)}</Text>
              <Text size="xs" className="quiet" component="div">
                {item.people !== undefined && item.people.length > 0 && <PeopleNames ids={item.people} />}{' '}
                {item.due !== undefined && (
                  <>
                    {text.due} <Day day={item.due} />
                  </>
                )}{' '}
                {item.entry !== undefined && (
                  <TextLink to={at.entry(item.entry)} size="xs">
                    #{item.entry}
                  </TextLink>
                )}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
      {section.query === 'health' && <Poll project={project} />}
      {section.more > 0 && (
        <Text size="sm" className="quiet" mt="xs">
          {text.more(section.more)}
        </Text>
      )}
    </Section>
  )
}

function Minutes({ meeting }: { readonly meeting: Meeting }) {
  return (
    <Section
      title={
        <>
          {text.minutes}, <Day day={meeting.day} />
        </>
      }
    >
      <Stack gap="sm">
        <Group gap="xs">
          <Text size="sm" className="quiet">
            {text.present}:
          </Text>
          <PeopleNames ids={meeting.present} />
          {meeting.excused.length > 0 && (
            <>
              <Text size="sm" className="quiet">
                {text.excused}:
              </Text>
              <PeopleNames ids={meeting.excused} />
            </>
          )}
        </Group>
        {meeting.minutes.length === 0 && (
          <Text size="sm" className="quiet">
            {text.noMinutes}
          </Text>
        )}
        <List size="sm" spacing={4}>
          {meeting.minutes.map((m) => (
            <List.Item key={m.entry}>
              {m.text} <PersonName id={m.by} size="xs" />{' '}
              <TextLink to={at.entry(m.entry)} size="xs">
                #{m.entry}
              </TextLink>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Section>
  )
}
