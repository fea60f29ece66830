import { Table, Text } from '@mantine/core'
import { measured } from '../../../ui/number.ts'
import { QuantileBox, ShareBar } from '../../../ui/plot/bars.tsx'
import { INK } from '../../../ui/plot/ink.ts'
import { Section } from '../../../ui/page-frame.tsx'
import { WideTable } from '../../../ui/wide-table.tsx'
import { words } from '../../../words/evidence.ts'
import type { ProfileColumn, Report, Results } from '../report.ts'
import { SectionView, TableBehind } from '../section-view.tsx'
import { TableView } from '../table-view.tsx'

const { profile } = words
const MOST_VALUES = 3

/** Each column at a glance: what is missing, how many values there are, and how they are spread. */
export function ProfileView({ report, result }: { readonly report: Report; readonly result: Results['profile'] }) {
  const [first, ...others] = report.sections
  return (
    <>
      <Section title={words.tableColumns} flush>
        <WideTable label={words.tableColumns} width={480} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{profile.column}</Table.Th>
              <Table.Th scope="col">{profile.spread}</Table.Th>
              <Table.Th scope="col">{profile.missing}</Table.Th>
              <Table.Th scope="col" ta="right">
                {profile.distinct}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.columns.map((c) => (
              <Table.Tr key={c.name}>
                <Table.Th scope="row">
                  {c.name}
                  <Text size="xs" className="quiet">
                    {c.kind}
                  </Text>
                </Table.Th>
                <Table.Td>
                  <Spread of={c} />
                </Table.Td>
                <Table.Td>
                  <ShareBar
                    share={c.rows === 0 ? 0 : c.missing / c.rows}
                    label={`${c.name}, ${profile.missing}`}
                    ink={INK.other}
                  />
                </Table.Td>
                <Table.Td ta="right" className="tabular">
                  {measured(Math.round(c.distinct))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
        {first?.table !== undefined && (
          <div style={{ padding: 'var(--mantine-spacing-md)' }}>
            <TableBehind isFolded>
              <TableView of={first.table} label={first.title} />
            </TableBehind>
          </div>
        )}
      </Section>
      {others.map((s) => (
        <SectionView key={s.title} of={s} />
      ))}
    </>
  )
}

function Spread({ of }: { readonly of: ProfileColumn }) {
  const { least, most, quantiles = [], frequent = [], rows } = of
  const [low, first, middle, third, high] = quantiles
  if (
    least !== undefined &&
    most !== undefined &&
    low !== undefined &&
    first !== undefined &&
    middle !== undefined &&
    third !== undefined &&
    high !== undefined
  )
    return (
      <>
        <QuantileBox of={{ least, low, first, middle, third, high, most }} label={of.name} />
        <Text size="xs" className="quiet tabular">
          {profile.quantiles(measured(least), measured(middle), measured(most))}
        </Text>
      </>
    )
  return frequent.slice(0, MOST_VALUES).map(({ value, count }) => (
    <div key={value} style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
      <Text size="xs" truncate w={80} flex="none">
        {value}
      </Text>
      <ShareBar share={rows === 0 ? 0 : count / rows} label={value} />
    </div>
  ))
}
