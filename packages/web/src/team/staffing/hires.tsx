import { Group, List, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { useNamed, useNames, useRoleTitles } from '../../records/people.tsx'
import type { Answers } from '../../api/answers.ts'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useTitled } from '../../records/titled.ts'
import { words } from '../../words/team.ts'

const text = words.staffing
/** The day in UTC: days of the record have no time zone. */
const today = (): string => new Date().toISOString().slice(0, 10)
type Hire = Answers['staffing.hiring']['hires'][number]

/** Whom to hire first, and why: ranked by the record and by what people answered. */
export function Hires({ project }: { readonly project: string }) {
  const { sentence, hires } = useAnswer('staffing.hiring', { project })
  const titled = useTitled()
  const named = useNamed()
  return (
    <Section title={text.hires}>
      <Stack gap="md">
        <Text size="sm">{hires.length === 0 ? text.noHires : titled(named(sentence))}</Text>
        {hires.map((hire) => (
          <Candidate key={hire.role} project={project} hire={hire} />
        ))}
      </Stack>
    </Section>
  )
}

function Candidate({ project, hire }: { readonly project: string; readonly hire: Hire }) {
  const titles = useRoleTitles()
  const names = useNames()
  const named = useNamed()
  const could = hire.couldTake.map((c) => `${names.get(c.person) ?? '…'} (${c.free} %)`).join(', ')
  return (
    <Group align="flex-start" justify="space-between" gap="sm">
      <Text fw={700} size="lg" className="tabular" miw={20} aria-label={`${text.rank} ${hire.rank}`}>
        {hire.rank}
      </Text>
      <Stack gap={4} style={{ flex: '1 1 13rem', minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={600}>{titles.get(hire.role) ?? hire.role}</Text>
          {hire.people > 1 && <Tag color="gray">× {hire.people}</Tag>}
          {hire.openBy !== undefined && (
            <Text size="sm" className="quiet">
              {hire.openBy < today() ? text.openedBy : text.openBy} <Day day={hire.openBy} />
            </Text>
          )}
          {hire.late && <Tag color="orange">{text.late}</Tag>}
        </Group>
        <List size="sm" spacing={2}>
          {hire.reasons.map((r) => (
            <List.Item key={r.text}>{named(r.text)}</List.Item>
          ))}
        </List>
        {could !== '' && (
          <Text size="sm">
            {text.couldTake}: {could}
          </Text>
        )}
        <Text size="sm" className="quiet">
          {text.outsourcing}: {text[hire.outsourcing]}. {named(hire.outsourcingBecause)}
        </Text>
      </Stack>
      {typeof hire['requisition'] === 'string' ? (
        <Tag color="gray">{text.isOpen}</Tag>
      ) : (
        <ActButton
          act="requisition.open"
          known={{ project, role: hire.role }}
          initial={{ reason: named(hire.reasons[0]?.text ?? '').slice(0, 400) }}
          sample={{ reason: '…' }}
          fields={['reason', 'outsourcing']}
          variant="default"
          size="compact-sm"
        >
          {text.open}
        </ActButton>
      )}
    </Group>
  )
}
