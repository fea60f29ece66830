import { Select, Table, Text } from '@mantine/core'
import type { Measure } from '@muster/core'
import { useState } from 'react'
import { measured } from '../../ui/number.ts'
import { rangeOf } from '../../ui/plot/scale.ts'
import { Whisker } from '../../ui/plot/whisker.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/evidence.ts'
import { metricName } from '../../words/metrics.ts'

/** Every measure of all rows, with its interval as a picture. Shares have the same axis, so that they compare. */
export function Measures({ of }: { readonly of: readonly Measure[] }) {
  const whole = of.filter((m) => m.slice === undefined)
  if (whole.length === 0) return null
  return (
    <Section title={words.measures} flush>
      <MeasureTable rows={whole.map((m) => ({ name: metricName(m.name), measure: m }))} />
    </Section>
  )
}

/** One measure over the slices that were asked for, beside that of all rows. */
export function Slices({ of }: { readonly of: readonly Measure[] }) {
  const names = [...new Set(of.filter((m) => m.slice !== undefined).map((m) => m.name))]
  const [name, setName] = useState(names.find((n) => n === 'recall') ?? names[0] ?? '')
  if (names.length === 0) return null
  const rows = of.filter((m) => m.name === name).map((m) => ({ name: m.slice ?? words.all, measure: m }))
  return (
    <Section
      title={words.slices}
      flush
      aside={
        <Select
          aria-label={words.metric}
          size="xs"
          allowDeselect={false}
          data={names}
          value={name}
          onChange={(v) => setName(v ?? '')}
        />
      }
    >
      <MeasureTable rows={rows} sameAxis />
    </Section>
  )
}

interface Row {
  readonly name: string
  readonly measure: Measure
}

function MeasureTable({ rows, sameAxis = false }: { readonly rows: readonly Row[]; readonly sameAxis?: boolean }) {
  const ends = rows.flatMap(({ measure: m }) =>
    [m.value, m.low, m.high].filter((v): v is number => typeof v === 'number'),
  )
  const range = sameAxis && ends.length > 0 ? rangeOf(ends) : undefined
  return (
    <WideTable label={words.measures} width={330} horizontalSpacing={8}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.measureName}</Table.Th>
          <Table.Th scope="col">{words.estimate}</Table.Th>
          <Table.Th scope="col" w="40%" miw={96}>
            {words.interval}
          </Table.Th>
          <Table.Th scope="col">{words.n}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, measure: m }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td className="tabular">
              {measured(m.value)}
              {typeof m.low === 'number' && typeof m.high === 'number' && (
                <Text size="xs" className="quiet" span display="block" style={{ whiteSpace: 'nowrap' }}>
                  {measured(m.low)} – {measured(m.high)}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {m.value === null ? (
                <Text size="xs" className="quiet">
                  {m.reason ?? words.noValue}
                </Text>
              ) : (
                <Whisker
                  value={m.value}
                  low={m.low}
                  high={m.high}
                  range={range ?? axisOf(m)}
                  label={`${name} ${measured(m.value)}, ${measured(m.low)} – ${measured(m.high)}`}
                />
              )}
            </Table.Td>
            <Table.Td className="tabular">{m.n ?? '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

const axisOf = ({ value, low, high }: Measure): readonly [number, number] | undefined =>
  [value, low, high].every((v) => typeof v !== 'number' || (v >= 0 && v <= 1)) ? [0, 1] : undefined
