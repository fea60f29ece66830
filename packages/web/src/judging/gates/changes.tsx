import { Table, Text } from '@mantine/core'
import type { ModelVersion } from '@muster/core'
import type { EvidenceAnswer, Gate } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Digest } from '../../ui/digest.tsx'
import { measured } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/gates.ts'
import { versionBefore } from './before.ts'
import { differences } from './differences.ts'
import { metricName } from '../../words/metrics.ts'

const { changes } = words

/** What is different from what is live now; of a live version, from what was live before it. */
export function Changes({ gate }: { readonly gate: Gate }) {
  const version = useAnswer('version.show', { version: gate.version })
  const model = useAnswer('model.show', { model: version.model })
  const promotions = useAll('promotion.list', { project: gate.project })
  const champion = model.aliases['champion']
  const isLive = champion === gate.version
  const before = versionBefore(gate.version, champion, promotions)
  return (
    <Section title={changes.title} flush={before !== undefined}>
      {before === undefined ? (
        <Text size="sm" className="quiet">
          {isLive ? changes.firstLive : changes.first}
        </Text>
      ) : (
        <Compared gate={gate} version={version} before={before} />
      )}
    </Section>
  )
}

function Compared({
  gate,
  version,
  before,
}: {
  readonly gate: Gate
  readonly version: ModelVersion
  readonly before: string
}) {
  const old = useAnswer('version.show', { version: before })
  const [now, then] = [useAll('evidence.list', { version: gate.version }), useAll('evidence.list', { version: before })]
  return (
    <WideTable label={changes.title} width={460}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{changes.field}</Table.Th>
          <Table.Th scope="col">
            <TextLink to={at.version(gate.project, before)} size="sm">
              {words.version(gate.model, old.number)}
            </TextLink>
          </Table.Th>
          <Table.Th scope="col">{words.version(gate.model, version.number)}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <DigestRow name={changes.digest} before={old.digest} now={version.digest} />
        <DigestRow name={changes.data} before={old.dataDigest} now={version.dataDigest} />
        <DigestRow name={changes.commit} before={old.commit} now={version.commit} />
        {old.description !== version.description && (
          <Table.Tr>
            <Table.Th scope="row">{changes.description}</Table.Th>
            <Table.Td>{old.description}</Table.Td>
            <Table.Td>{version.description}</Table.Td>
          </Table.Tr>
        )}
        <Measures before={then} now={now} />
      </Table.Tbody>
    </WideTable>
  )
}

function DigestRow({ name, before, now }: { readonly name: string; readonly before: string; readonly now: string }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>
        <Digest value={before} />
      </Table.Td>
      <Table.Td>{before === now ? changes.same : <Digest value={now} />}</Table.Td>
    </Table.Tr>
  )
}

function Measures({
  before,
  now,
}: {
  readonly before: readonly EvidenceAnswer[]
  readonly now: readonly EvidenceAnswer[]
}) {
  return differences(before, now).map((d) => (
    <Table.Tr key={d.name}>
      <Table.Th scope="row">{metricName(d.name)}</Table.Th>
      <Table.Td className="tabular">{measured(d.before)}</Table.Td>
      <Table.Td className="tabular">
        {measured(d.now)}{' '}
        <Text span size="xs" className="quiet">
          ({d.change >= 0 ? '+' : '−'}
          {measured(Math.abs(d.change))})
        </Text>
      </Table.Td>
    </Table.Tr>
  ))
}
