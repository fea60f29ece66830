import { Table, Text } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import type { LedgerEntry } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { SpansPlot } from '../../ui/plot/spans-plot.tsx'
import { words } from '../../words/registry.ts'
import { spansOf } from './alias-spans.ts'

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
        <>
          <Spans moves={items} numberOf={numberOf} />
          <WideTable label={words.aliases} width={520}>
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
          </WideTable>
        </>
      )}
    </Section>
  )
}

/** The same as a picture. */
function Spans({
  moves,
  numberOf,
}: {
  readonly moves: readonly LedgerEntry[]
  readonly numberOf: (version: unknown) => string
}) {
  const now = Date.now()
  const spans = spansOf(
    moves.flatMap(({ at: when, data: { alias, version } }) =>
      typeof alias === 'string' ? [{ at: when, alias, version: typeof version === 'string' ? version : null }] : [],
    ),
  ).map((s) => ({
    row: s.alias,
    name: numberOf(s.version),
    from: Date.parse(s.from),
    until: s.until === undefined ? now : Date.parse(s.until),
    isOpen: s.until === undefined,
  }))
  return (
    <div style={{ paddingInline: 'var(--mantine-spacing-md)' }}>
      <SpansPlot title={words.aliases} spans={spans} from={Math.min(...spans.map((s) => s.from), now)} until={now} />
    </div>
  )
}
