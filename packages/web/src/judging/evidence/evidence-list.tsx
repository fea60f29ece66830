import { labelOf } from '../../acts/act-schema.ts'
import { Alert, Button, Group, Switch, Table, Text } from '@mantine/core'
import type { CheckResult, ModelVersion } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { ask } from '../../api/asking.ts'
import { useAll } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/evidence.ts'
import { findingOf } from './finding.ts'
import { lacking, servedBy } from './serving.ts'
import { Verdict } from './verdict.tsx'

/** What is sealed about a version, by kind, with its freshness. */
export function EvidenceList({ version, add }: { readonly version: ModelVersion; readonly add: () => void }) {
  const all = useAll('evidence.list', { version: version.id })
  const [isWhole, setWhole] = useState(false)
  const shown = all.filter((e) => isWhole || e.state === 'current')
  const gate = useQuery(ask('gate.status', { version: version.id })).data
  const checks = gate?.checks ?? []
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
        <Empty
          icon="shield"
          title={words.none}
          action={
            <Group gap="xs" justify="center">
              <ButtonLink variant="filled" to={at.measure(version.project, version.id)}>
                {words.measureLink}
              </ButtonLink>
              <Button variant="default" onClick={add}>
                {words.seal.submit}
              </Button>
            </Group>
          }
        >
          {words.noneHelp}
        </Empty>
      ) : (
        <WideTable label={words.title} width={640} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.kind}</Table.Th>
              <Table.Th scope="col">{words.finding}</Table.Th>
              <Table.Th scope="col">{words.freshness}</Table.Th>
              <Table.Th scope="col">{words.serves}</Table.Th>
              <Table.Th scope="col">{words.by}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((e) => (
              <Row key={e.id} project={version.project} evidence={e} checks={servedBy(checks, e.id)} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <Lacking of={lacking(checks)} />
    </Section>
  )
}

/** What the gate still asks for. */
function Lacking({ of }: { readonly of: readonly CheckResult[] }) {
  if (of.length === 0) return null
  return (
    <Alert color="gray" m="md" title={words.lacking}>
      {of.map((c) => (
        <Text key={c.id} size="sm">
          <b>{c.title}.</b> {c.help}
        </Text>
      ))}
    </Alert>
  )
}

interface RowProps {
  readonly project: string
  readonly evidence: EvidenceAnswer
  readonly checks: readonly CheckResult[]
}

function Row({ project, evidence: e, checks }: RowProps) {
  const verdict = e.facts['verdict']
  const finding = e.findings?.[0]
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to={at.evidence(project, e.id)} fw={600} size="sm">
          {labelOf(e.kind)}
        </TextLink>
        <Text size="xs" className="quiet">
          {e.split}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6} mb={2}>
          {typeof verdict === 'string' && <Verdict of={verdict} />}
          {finding !== undefined && (
            <Text size="sm" fw={600}>
              {finding.title}
            </Text>
          )}
        </Group>
        <Text size="sm" lineClamp={3}>
          {finding?.sentence ?? findingOf(e)}
        </Text>
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
        <Text size="sm" className={checks.length === 0 ? 'quiet' : undefined}>
          {checks.length === 0 ? words.servesNone : checks.map((c) => c.title).join(', ')}
        </Text>
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
