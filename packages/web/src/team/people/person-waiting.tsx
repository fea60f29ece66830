import { Group, Stack, Text } from '@mantine/core'
import { useSuspenseQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Answers } from '../../api/answers.ts'
import { ask, askAll } from '../../api/asking.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Day, Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/person.ts'
import { words as states } from '../../words/ui.ts'
import type { SharedProject } from './projects-of.ts'

const text = words.waiting
interface Props {
  readonly person: string
  readonly projects: readonly SharedProject[]
  readonly isMe: boolean
}
type Deliverable = Answers['deliverable.list']['items'][number]
const DUE: ReadonlySet<string> = new Set(['due', 'overdue', 'returned'])

/** What the records of the projects say that somebody still has to do. An inbox is its owner's alone. */
export function PersonWaiting({ person, projects, isMe }: Props) {
  const deliverables = useSuspenseQueries({ queries: projects.map((p) => ask('deliverable.list', { project: p.id })) })
  const actions = useSuspenseQueries({ queries: projects.map((p) => askAll('action.list', { project: p.id })) })
  const asked = useSuspenseQueries({ queries: projects.map((p) => askAll('consultation.list', { project: p.id })) })
  const rows = projects.map((project, i) => ({
    project,
    toHandOver: (deliverables[i]?.data.items ?? []).filter((d) => DUE.has(d.state) && d.holders.includes(person)),
    toJudge: (deliverables[i]?.data.items ?? []).filter(
      (d) => d.state === 'handed-over' && d.accountable.includes(person) && d['by'] !== person,
    ),
    actions: (actions[i]?.data ?? []).filter((a) => a.state === 'open' && a.owner === person),
    asked: (asked[i]?.data ?? []).filter(
      (c) => !c.moot && c.states.some((s) => s.state === 'open' && s.people.includes(person)),
    ),
  }))
  const isNothing = rows.every((r) => [r.toHandOver, r.toJudge, r.actions, r.asked].every((of) => of.length === 0))
  return (
    <Section
      title={isMe ? text.titleYou : text.title}
      aside={
        isMe && (
          <TextLink to={at.inbox()} size="sm">
            {text.inbox}
          </TextLink>
        )
      }
    >
      {isNothing && (
        <Text size="sm" className="quiet">
          {isMe ? text.nothingYou : text.nothing}
        </Text>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.flatMap((row) => [
          ...row.toJudge.map((d) => <Delivery key={`judge ${d.deliverable}`} of={d} project={row.project} />),
          ...row.toHandOver.map((d) => <Delivery key={d.deliverable} of={d} project={row.project} />),
          ...row.actions.map((a) => (
            <Waiting key={a.id} kind={text.action} to={at.ceremonies(row.project.id)} what={a.title}>
              {text.due} <Day day={a.due} />
            </Waiting>
          )),
          ...row.asked.map((c) => (
            <Waiting key={c.id} kind={text.consultation} to={at.team(row.project.id)} what={c.question}>
              {text.due} <Instant at={c.dueAt} as="date" />
            </Waiting>
          )),
        ])}
      </Stack>
    </Section>
  )
}

function Delivery({ of: d, project }: { readonly of: Deliverable; readonly project: SharedProject }) {
  return (
    <Waiting kind={text.deliverable} to={at.team(project.id)} what={d.text}>
      <Group gap={6} component="span">
        {d.state === 'handed-over' ? text.accept : text.before(states.state[d.dueBefore] ?? d.dueBefore)}
        <Status state={d.state} size="sm" />
      </Group>
    </Waiting>
  )
}

interface WaitingProps {
  readonly kind: string
  readonly to: string
  readonly what: string
  readonly children: ReactNode
}

function Waiting({ kind, to, what, children }: WaitingProps) {
  return (
    <Group component="li" justify="space-between" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
        <TextLink to={to} size="sm">
          {what}
        </TextLink>
        <Text size="xs" className="quiet">
          {kind}
        </Text>
      </div>
      <Text size="sm" className="quiet" component="div">
        {children}
      </Text>
    </Group>
  )
}
