import { Grid, Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Day, Instant, local } from '../../ui/instant.tsx'
import { sentenceCase } from '../../ui/sentence-case.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/team.ts'
import { TeamTabs } from '../../records/team-tabs.tsx'

const text = words.ceremonies

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  const ceremonies = useAll('ceremony.list', { project })
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const schedule = (
    <ActButton
      act="ceremony.schedule"
      known={{ project }}
      initial={{ zone }}
      sample={{ kind: 'stand-up' }}
      fields={['kind', 'zone', 'time', 'rule', 'from']}
    >
      {text.schedule}
    </ActButton>
  )
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
      actions={schedule}
    >
      <TeamTabs project={project} />
      {ceremonies.length === 0 ? (
        <Section title={text.series}>
          <Empty icon="clock" title={text.none} action={schedule}>
            {text.noneHelp}
          </Empty>
        </Section>
      ) : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="lg">
              <Section title={text.series}>
                <Stack gap="sm">
                  {ceremonies.map((c) => (
                    <div key={c.id}>
                      <TextLink to={at.ceremony(project, c.id)} size="sm" fw={600}>
                        {c.title}
                      </TextLink>
                      <Text size="sm" className="quiet">
                        {sentenceCase(c.times)}
                      </Text>
                    </div>
                  ))}
                </Stack>
              </Section>
              <Actions project={project} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="lg">
              <Upcoming project={project} />
              <Past project={project} titles={new Map(ceremonies.map((c) => [c.id, c.title]))} />
            </Stack>
          </Grid.Col>
        </Grid>
      )}
      <Calendar project={project} />
    </PageFrame>
  )
}

function Upcoming({ project }: { readonly project: string }) {
  const { items } = useAnswer('ceremony.upcoming', { project })
  return (
    <Section title={text.upcoming}>
      <Stack gap="xs">
        {items.map((o) => (
          <Group key={`${o.ceremony} ${o.day}`} justify="space-between" gap="xs">
            <TextLink to={at.ceremony(project, o.ceremony)} size="sm">
              {o.title}
            </TextLink>
            <Group gap="xs" ml="auto">
              {o.state !== 'planned' && <Status state={o.state} size="sm" />}
              <Text size="sm" className="tabular" component="time" dateTime={o.at}>
                {local(o.at)}
              </Text>
            </Group>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

function Actions({ project }: { readonly project: string }) {
  const open = useAll('action.list', { project }).filter((a) => a.state === 'open')
  return (
    <Section title={text.actions}>
      {open.length === 0 && <Text size="sm">{text.noActions}</Text>}
      <Stack gap="sm">
        {open.map((a) => (
          <Group key={a.id} justify="space-between" gap="xs" wrap="nowrap">
            <div>
              <Text size="sm">{a.title}</Text>
              <Text size="sm" className="quiet" component="div">
                <PersonName id={a.owner} size="xs" /> · {text.due} <Day day={a.due} />
              </Text>
            </div>
            <ActButton act="action.complete" known={{ action: a.id }} variant="default" size="compact-xs">
              {text.complete}
            </ActButton>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

function Past({ project, titles }: { readonly project: string; readonly titles: ReadonlyMap<string, string> }) {
  const { items } = useAnswer('meeting.list', { project, limit: 10 })
  return (
    <Section title={text.past}>
      {items.length === 0 && <Text size="sm">{text.noPast}</Text>}
      <Stack gap="xs">
        {items.map((m) => (
          <Group key={m.id} justify="space-between" gap="xs">
            <div>
              <TextLink to={at.ceremony(project, m.ceremony)} size="sm">
                {titles.get(m.ceremony) ?? m.kind}
              </TextLink>
              <Text size="sm" className="quiet" component="div">
                <Instant at={m.startedAt} /> · <PersonName id={m.facilitator} size="xs" />
              </Text>
            </div>
            <Status state={m.state} size="sm" />
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

/** Secret addresses for calendar programs. */
function Calendar({ project }: { readonly project: string }) {
  const feeds = useAll('feed.list').filter((f) => f.revokedAt === undefined)
  return (
    <Section
      title={text.calendar}
      aside={
        <ActButton act="feed.issue" known={{ project }} variant="default" size="compact-sm">
          {text.feed}
        </ActButton>
      }
    >
      <Text size="sm" className="quiet" mb="xs">
        {text.calendarHelp}
      </Text>
      <Stack gap="xs">
        {feeds.map((f) => (
          <Group key={f.id} justify="space-between">
            <Text size="sm" component="div">
              {f.label} · <Instant at={f.issuedAt} />
            </Text>
            <ActButton act="feed.revoke" known={{ feed: f.id }} direct variant="default" size="compact-xs">
              {text.revoke}
            </ActButton>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
