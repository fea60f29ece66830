import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/evidence.ts'
import type { ReportTable } from './report.ts'

const FIRST = 30
const LETTER_WIDTH = 84

/** A table of a report: numbers at the right; a long one is shown in part first. */
export function TableView({ of, label }: { readonly of: ReportTable; readonly label: string }) {
  const [isWhole, setWhole] = useState(of.rows.length <= FIRST + 5)
  const rows = isWhole ? of.rows : of.rows.slice(0, FIRST)
  const isNumber = (i: number): boolean => of.numeric.includes(i)
  if (of.rows.length === 0)
    return (
      <Text size="sm" className="quiet">
        {words.emptyTable}
      </Text>
    )
  return (
    <>
      <WideTable label={label} width={Math.min(900, of.columns.length * LETTER_WIDTH + 60)} striped={rows.length > 8}>
        <Table.Thead>
          <Table.Tr>
            {of.columns.map((name, i) => (
              <Table.Th key={`${name} ${i}`} scope="col" ta={isNumber(i) ? 'right' : 'left'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            <Table.Tr key={`${row.join('|')} ${at}`}>
              {of.columns.map((name, i) => (
                <Table.Td
                  key={`${name} ${i}`}
                  ta={isNumber(i) ? 'right' : 'left'}
                  className={isNumber(i) ? 'tabular' : undefined}
                  style={isNumber(i) ? { whiteSpace: 'nowrap' } : undefined}
                >
                  {row[i] ?? ''}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {!isWhole && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {words.showAll(of.rows.length)}
        </Button>
      )}
    </>
  )
}
