import { Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PeopleNames } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/team.ts'
import { words as handover } from '../../words/handover.ts'

const text = words.people
type Deliverable = Answers['deliverable.list']['items'][number]
const SMALL = { variant: 'default', size: 'compact-xs' } as const

/** What each role has to deliver, and the way from who is R to who is A. */
export function Deliverables({ project }: { readonly project: string }) {
  const { items } = useAnswer('deliverable.list', { project })
  return (
    <Section title={text.deliverables}>
      {items.length === 0 && <Text size="sm">{text.noDeliverables}</Text>}
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((d) => (
          <One key={`${d.role} ${d.deliverable}`} project={project} deliverable={d} />
        ))}
      </Stack>
    </Section>
  )
}

function One({ project, deliverable: d }: { readonly project: string; readonly deliverable: Deliverable }) {
  const titled = useTitled()
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Text size="sm" fw={600}>
          {d.text}
        </Text>
        <Text size="sm" className="quiet">
          {titled(d.sentence)}
        </Text>
        {d.holders.length > 0 && <PeopleNames ids={d.holders} />}
      </div>
      <Group gap="xs">
        <Status state={d.state} />
        {d.state === 'handed-over' && d.handover !== undefined ? (
          <Judge handover={d.handover} of={d.text} />
        ) : (
          <HandOver project={project} deliverable={d} />
        )}
      </Group>
    </Group>
  )
}

function HandOver({ project, deliverable: d }: { readonly project: string; readonly deliverable: Deliverable }) {
  const { person: me } = useAnswer('me.show')
  const activity: unknown = d['activity']
  // Early is for those who have it; what is accepted may be handed over anew by a form that says so.
  const isWanted =
    ['due', 'overdue', 'returned'].includes(d.state) || (d.state === 'not-due' && d.holders.includes(me.id))
  if (typeof activity !== 'string' || !isWanted) return null
  return (
    <ActButton
      act="handover.submit"
      known={{ project, activity, deliverable: d.deliverable }}
      initial={{ title: d.text }}
      sample={{ summary: '…' }}
      fields={['title', 'summary', 'links']}
      title={handover.title(d.text)}
      basis={<Text size="sm">{handover.help}</Text>}
      aria-label={handover.title(d.text)}
      {...SMALL}
    >
      {handover.submit}
    </ActButton>
  )
}

function Judge({ handover: id, of }: { readonly handover: string; readonly of: string }) {
  return (
    <>
      <ActButton
        act="handover.accept"
        known={{ handover: id }}
        fields={['comment']}
        title={handover.acceptOf(of)}
        aria-label={handover.acceptOf(of)}
        {...SMALL}
      >
        {handover.accept}
      </ActButton>
      <ActButton
        act="handover.return"
        known={{ handover: id }}
        sample={{ reason: '…' }}
        fields={['reason']}
        title={handover.returnOf(of)}
        aria-label={handover.returnOf(of)}
        {...SMALL}
      >
        {handover.return}
      </ActButton>
    </>
  )
}
