import { Table, Text } from '@mantine/core'
import { percent } from '../../ui/number.ts'
import { words } from '../../words/evidence.ts'
import type { Confusion } from './report.ts'

/** How often each true label was predicted as which: a table, shaded by the share of the row. */
export function ConfusionMatrix({ of }: { readonly of: Confusion }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={words.confusion}>
      <Table w="auto" withTableBorder withColumnBorders>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {of.labels.map((label) => (
              <Table.Th key={label} scope="col" ta="center">
                <Text size="xs" className="quiet">
                  {words.predicted}
                </Text>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.counts.map((row, i) => {
            const all = row.reduce((a, b) => a + b, 0)
            return (
              <Table.Tr key={of.labels[i]}>
                <Table.Th scope="row">
                  <Text size="xs" className="quiet">
                    {words.truth}
                  </Text>
                  {of.labels[i]}
                </Table.Th>
                {row.map((count, j) => (
                  <Cell key={of.labels[j]} count={count} share={all === 0 ? 0 : count / all} isRight={i === j} />
                ))}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Cell({
  count,
  share,
  isRight,
}: {
  readonly count: number
  readonly share: number
  readonly isRight: boolean
}) {
  const color = isRight ? '59, 142, 166' : '224, 49, 49'
  return (
    <Table.Td ta="center" miw={110} style={{ background: `rgba(${color}, ${(share * 0.5).toFixed(2)})` }}>
      <Text fw={650} className="tabular">
        {count}
      </Text>
      <Text size="xs">{percent(share)}</Text>
    </Table.Td>
  )
}
