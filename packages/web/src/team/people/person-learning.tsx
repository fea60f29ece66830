import { Anchor, Group, Stack, Table, Text } from '@mantine/core'
import type { Learning } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Day } from '../../ui/instant.tsx'
import { amount } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/person.ts'
import { RecordLearning } from './record-learning.tsx'
import type { SharedProject } from './projects-of.ts'

const text = words.learning
type Requirement = Answers['learning.gaps']['requirements'][number]

interface Props {
  readonly person: string
  readonly projects: readonly SharedProject[]
}

/** What somebody should have learnt, and what is on record. The records are for themselves, administrators and auditors. */
export function PersonLearning({ person, projects }: Props) {
  const { person: me } = useAnswer('me.show')
  const isMe = me.id === person
  const seesRecords = isMe || me.administrator || me.auditor
  const mayRecord = isMe || me.administrator
  // Without a project the question is about oneself, or about everybody for those who may know.
  const project = seesRecords ? undefined : projects[0]?.id
  const isKnown = seesRecords || project !== undefined
  return (
    <Section title={text.title} aside={mayRecord && <RecordLearning person={person} isMe={isMe} />}>
      {isKnown && <Asked person={person} project={project} isMe={isMe} mayRecord={mayRecord} />}
      {seesRecords ? (
        <Records person={person} me={me.id} />
      ) : (
        <Text size="sm" className="quiet">
          {text.hidden}
        </Text>
      )}
    </Section>
  )
}

interface AskedProps {
  readonly person: string
  readonly project: string | undefined
  readonly isMe: boolean
  readonly mayRecord: boolean
}

function Asked({ person, project, isMe, mayRecord }: AskedProps) {
  const { requirements } = useAnswer('learning.gaps', project === undefined ? {} : { project })
  const mine = requirements.filter((r) => r.person === person)
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {isMe ? text.asksYou : text.asks}
      </Text>
      {mine.length === 0 && (
        <Text size="sm" className="quiet">
          {text.nothingAsked}
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {mine.map((r) => (
          <Group key={r.requirement} component="li" justify="space-between" gap="xs">
            <div style={{ minWidth: 0, flex: '1 1 14rem' }}>
              <Text size="sm">{r.title}</Text>
              <Text size="xs" className="quiet">
                {text.askedBy} {words.asked[r.asked]}
                {r.until !== undefined && (
                  <>
                    {' '}
                    · {text.until.toLowerCase()} <Day day={r.until} />
                  </>
                )}
              </Text>
            </div>
            <Group gap="xs">
              <Status state={r.state} size="sm" />
              {mayRecord && r.state !== 'held' && <RecordThis requirement={r} isMe={isMe} />}
            </Group>
          </Group>
        ))}
      </Stack>
    </Stack>
  )
}

function RecordThis({ requirement: r, isMe }: { readonly requirement: Requirement; readonly isMe: boolean }) {
  return (
    <ActButton
      act={isMe ? 'learning.record' : 'learning.enter'}
      known={{ person: r.person, requirement: r.requirement, kind: r['kind'] }}
      initial={{ title: r.title }}
      sample={{ provider: '…', on: '2000-01-01', link: '…' }}
      fields={['title', 'provider', 'on', 'until', 'link', 'cost', 'currency']}
      title={text.recordOf(r.title)}
      aria-label={text.recordOf(r.title)}
      variant="default"
      size="compact-xs"
    >
      {text.recordThis}
    </ActButton>
  )
}

function Records({ person, me }: { readonly person: string; readonly me: string }) {
  const records = useAll('learning.list', person === me ? {} : { person }).filter((l) => l.withdrawnAt === undefined)
  const { requirements } = useAnswer('learning.gaps')
  // How long a record counts that names no day itself is said by the requirement.
  const until = new Map(requirements.map((r) => [r['learning'], r.until]))
  if (records.length === 0)
    return (
      <Empty icon="cap" title={text.none}>
        {text.noneHelp}
      </Empty>
    )
  return (
    <WideTable label={text.records} width={640}>
      <Table.Thead>
        <Table.Tr>
          {[text.what, text.on, text.until, text.cost, text.shows].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {records.map((record) => (
          <Row
            key={record.id}
            record={record}
            until={record.until ?? until.get(record.id)}
            isMine={record.recordedBy === me}
          />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

const isAddress = (link: string): boolean => /^https?:/.test(link)

interface RowProps {
  readonly record: Learning
  readonly until: string | undefined
  readonly isMine: boolean
}

function Row({ record: l, until, isMine }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        {l.title}
        <Text size="xs" className="quiet">
          {words.kinds[l.kind]} · {l.provider}
        </Text>
      </Table.Td>
      <Table.Td>
        <Day day={l.on} />
      </Table.Td>
      <Table.Td>{until === undefined ? text.noEnd : <Day day={until} />}</Table.Td>
      <Table.Td className="tabular">
        {l.cost === undefined || l.currency === undefined ? '–' : amount(l.cost, l.currency)}
      </Table.Td>
      <Table.Td>
        {l.link !== undefined &&
          (isAddress(l.link) ? (
            <Anchor href={l.link} target="_blank" rel="noreferrer noopener" size="sm">
              {text.link}
            </Anchor>
          ) : (
            l.link
          ))}
        {l.link === undefined && l.digest !== undefined && text.document}
      </Table.Td>
      <Table.Td align="right">
        {isMine && (
          <ActButton
            act="learning.withdraw"
            known={{ learning: l.id }}
            sample={{ reason: '…' }}
            labels={{ reason: words.reason }}
            aria-label={text.withdrawOf(l.title)}
            variant="default"
            size="compact-xs"
          >
            {text.withdraw}
          </ActButton>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
