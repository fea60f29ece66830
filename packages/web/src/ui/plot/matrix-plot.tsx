import { Table, Text } from '@mantine/core'
import { measured, percent } from '../number.ts'

interface Props {
  readonly title: string
  readonly rowTitle: string
  readonly columnTitle: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** From so many columns on, cells are small and the shares stand in their titles alone. */
const MANY = 8

/** Counts by two sets of names: a table whose cells are the darker the larger the share of their row. */
export function MatrixPlot({ title, rowTitle, columnTitle, rows, columns, counts }: Props) {
  const isDense = columns.length > MANY
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
      <Table w="auto" withTableBorder withColumnBorders horizontalSpacing={isDense ? 6 : 'sm'}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td>
              <Text size="xs" className="quiet">
                {rowTitle} ╲ {columnTitle}
              </Text>
            </Table.Td>
            {columns.map((name) => (
              <Table.Th key={name} scope="col" ta="center">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, i) => {
            const all = (counts[i] ?? []).reduce((a, b) => a + b, 0)
            return (
              <Table.Tr key={row}>
                <Table.Th scope="row">{row}</Table.Th>
                {columns.map((column, j) => {
                  const count = counts[i]?.[j] ?? 0
                  return (
                    <Cell
                      key={column}
                      count={count}
                      share={all === 0 ? 0 : count / all}
                      isSame={row === column}
                      isDense={isDense}
                      label={`${rowTitle} ${row}, ${columnTitle} ${column}`}
                    />
                  )
                })}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

interface CellProps {
  readonly count: number
  readonly share: number
  readonly isSame: boolean
  readonly isDense: boolean
  readonly label: string
}

function Cell({ count, share, isSame, isDense, label }: CellProps) {
  const color = isSame ? '59, 142, 166' : '224, 49, 49'
  return (
    <Table.Td
      ta="center"
      miw={isDense ? 44 : 84}
      title={`${label}: ${measured(count)} (${percent(share)})`}
      style={{ background: `rgba(${color}, ${(share * 0.5).toFixed(2)})` }}
    >
      <Text fw={650} size={isDense ? 'xs' : 'sm'} className="tabular">
        {count}
      </Text>
      {!isDense && <Text size="xs">{percent(share)}</Text>}
    </Table.Td>
  )
}
