import { Button, Switch, Table, Text } from '@mantine/core'
import type { ModelVersion } from '@muster/core'
import { useState } from 'react'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { useAll } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/evidence.ts'
import { findingOf } from './finding.ts'

/** What is sealed about a version, by kind, with its freshness. */
export function EvidenceList({ version, add }: { readonly version: ModelVersion; readonly add: () => void }) {
  const all = useAll('evidence.list', { version: version.id })
  const [isWhole, setWhole] = useState(false)
  const shown = all.filter((e) => isWhole || e.state === 'current')
  const isOldThere = all.some((e) => e.state !== 'current')
  return (
    <Section
      title={words.title}
      flush
      aside={
        isOldThere && (
          <Switch size="xs" label={words.old} checked={isWhole} onChange={(e) => setWhole(e.currentTarget.checked)} />
        )
      }
    >
      {all.length === 0 ? (
        <Empty icon="shield" title={words.none} action={<Button onClick={add}>{words.add}</Button>}>
          {words.noneHelp}
        </Empty>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={words.title}>
          <Table miw={620}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.kind}</Table.Th>
                <Table.Th scope="col">{words.finding}</Table.Th>
                <Table.Th scope="col">{words.freshness}</Table.Th>
                <Table.Th scope="col">{words.by}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((e) => (
                <Row key={e.id} project={version.project} evidence={e} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Text size="xs" className="quiet" px="md" py="xs">
        {words.more}
      </Text>
    </Section>
  )
}

function Row({ project, evidence: e }: { readonly project: string; readonly evidence: EvidenceAnswer }) {
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to={at.evidence(project, e.id)} fw={600} size="sm">
          {e.kind}
        </TextLink>
        <Text size="xs" className="quiet">
          {e.split}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{findingOf(e)}</Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Status state={e.state === 'current' ? (e.fresh ? 'fresh' : 'stale') : e.state} />
        {e.state === 'current' && (
          <Text size="xs" className="quiet" component="div">
            <Instant at={e.freshUntil} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <PersonName id={e.sealedBy} />
        <Text size="xs" className="quiet" component="div">
          <Instant at={e.sealedAt} />
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
