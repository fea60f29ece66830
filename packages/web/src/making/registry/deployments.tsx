import { Table, Text } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import { useAll } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/registry.ts'

/** Which version was live from when, what it took the place of, and why one went back. */
export function Deployments({
  model,
  versions,
}: {
  readonly model: Model
  readonly versions: readonly ModelVersion[]
}) {
  const promotions = useAll('promotion.list', { project: model.project }).filter((p) => p.model === model.id)
  const numberOf = (id: string | null): string => {
    const number = versions.find((v) => v.id === id)?.number
    return number === undefined ? '–' : `${words.version} ${number}`
  }
  return (
    <Section title={words.deployments} flush={promotions.length > 0}>
      {promotions.length === 0 ? (
        <Text size="sm" className="quiet">
          {words.noDeployments}
        </Text>
      ) : (
        <WideTable label={words.deployments} width={680}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.version}</Table.Th>
              <Table.Th scope="col">{words.state}</Table.Th>
              <Table.Th scope="col">{words.promoted}</Table.Th>
              <Table.Th scope="col">{words.replaced}</Table.Th>
              <Table.Th scope="col">{words.rollout}</Table.Th>
              <Table.Th scope="col">{words.record}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {promotions.map((p) => (
              <Table.Tr key={p.id}>
                <Table.Td>
                  <TextLink to={at.gate(p.project, p.version)} size="sm" fw={600}>
                    {numberOf(p.version)}
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <Status state={p.state} />
                  {p.rolledBackBecause !== undefined && (
                    <Text size="xs" className="quiet" maw={320} component="div">
                      {p.rolledBackBecause} {p.rolledBackAt !== undefined && <Instant at={p.rolledBackAt} as="date" />}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <PersonName id={p.promotedBy} />
                  <Text size="xs" className="quiet" component="div">
                    <Instant at={p.promotedAt} as="date" />
                  </Text>
                </Table.Td>
                <Table.Td>{numberOf(p.replaces)}</Table.Td>
                <Table.Td>{words.approvals(p.approvals.length)}</Table.Td>
                <Table.Td>
                  <TextLink to={at.entry(p.entry)} size="sm">
                    #{p.entry}
                  </TextLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  )
}
