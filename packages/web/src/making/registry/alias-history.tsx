import { Table, Text } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/registry.ts'

/** Which name pointed to which version, and since when: the entries of the ledger say it. */
export function AliasHistory({
  model,
  versions,
}: {
  readonly model: Model
  readonly versions: readonly ModelVersion[]
}) {
  const { items } = useAnswer('ledger.list', {
    subject: model.id,
    project: model.project,
    type: 'AliasMoved',
    limit: 100,
  })
  const numberOf = (id: unknown): string => {
    const version = versions.find((v) => v.id === id)
    return version === undefined ? '–' : `${words.version} ${version.number}`
  }
  return (
    <Section title={words.aliases} flush={items.length > 0}>
      {items.length === 0 ? (
        <Text size="sm" className="quiet">
          {words.noAliases}
        </Text>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={words.aliases}>
          <Table miw={520}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.when}</Table.Th>
                <Table.Th scope="col">{words.alias}</Table.Th>
                <Table.Th scope="col">{words.from}</Table.Th>
                <Table.Th scope="col">{words.to}</Table.Th>
                <Table.Th scope="col">{words.by}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((e) => (
                <Table.Tr key={e.seq}>
                  <Table.Td>
                    <Instant at={e.at} as="date" />{' '}
                    <TextLink to={at.entry(e.seq)} size="xs">
                      #{e.seq}
                    </TextLink>
                  </Table.Td>
                  <Table.Td>{typeof e.data['alias'] === 'string' ? e.data['alias'] : ''}</Table.Td>
                  <Table.Td>{numberOf(e.data['previous'])}</Table.Td>
                  <Table.Td>{e.data['version'] === null ? words.removed : numberOf(e.data['version'])}</Table.Td>
                  <Table.Td>
                    <PersonName id={e.actor} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Section>
  )
}
