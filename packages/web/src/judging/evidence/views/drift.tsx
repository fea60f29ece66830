import { SegmentedControl, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import { Fragment, useId, useState } from 'react'
import { Facts } from '../../../ui/facts.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { measured } from '../../../ui/number.ts'
import { SharesPlot, SmallShares } from '../../../ui/plot/shares-plot.tsx'
import { Whisker } from '../../../ui/plot/whisker.tsx'
import { Section } from '../../../ui/page-frame.tsx'
import { WideTable } from '../../../ui/wide-table.tsx'
import { words } from '../../../words/evidence.ts'
import type { DriftColumn, Report, Results } from '../report.ts'
import { Verdict } from '../verdict.tsx'
import { axisEnd, byVerdict, chanceText, judged } from './columns.ts'

const { drift } = words
const PLACES = 7

/** Each column: what was tested, what came out against what, and how its values are spread on both sides. */
export function DriftView({ report, result }: { readonly report: Report; readonly result: Results['drift'] }) {
  const [shown, setShown] = useState('all')
  const counts = new Map<string, number>()
  for (const { verdict } of result.columns) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  const columns = byVerdict(result.columns).filter((c) => shown === 'all' || c.verdict === shown)
  const most = axisEnd(result.columns)
  const sides = [
    ...result.onlyReference.map((c) => drift.onlyReference(c)),
    ...result.onlyCurrent.map((c) => drift.onlyCurrent(c)),
  ]
  return (
    <Section title={drift.columns(result.drifted, result.measured)} flush>
      {counts.size > 1 && (
        <div className="scroll-x" style={{ paddingInline: 'var(--mantine-spacing-md)' }}>
          <SegmentedControl
            size="xs"
            aria-label={drift.show}
            data={[
              { value: 'all', label: `${drift.all} (${result.columns.length})` },
              ...[...counts].map(([verdict, count]) => ({
                value: verdict,
                label: `${words.verdict[verdict] ?? verdict} (${count})`,
              })),
            ]}
            value={shown}
            onChange={setShown}
          />
        </div>
      )}
      <WideTable label={words.tableColumns} width={740} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{drift.column}</Table.Th>
            <Table.Th scope="col">{drift.verdict}</Table.Th>
            <Table.Th scope="col">{drift.test}</Table.Th>
            <Table.Th scope="col" ta="right">
              {drift.statistic}
            </Table.Th>
            <Table.Th scope="col" w={110}>
              {words.interval}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {drift.threshold}
            </Table.Th>
            <Table.Th scope="col">{drift.shape}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((c) => (
            <Row key={c.name} column={c} most={most} />
          ))}
        </Table.Tbody>
      </WideTable>
      <Text size="xs" className="quiet" px="md" py="xs">
        {[report.method, ...sides].join(' ')}
      </Text>
    </Section>
  )
}

function Row({ column: c, most }: { readonly column: DriftColumn; readonly most: number }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const by = judged(c)
  return (
    <Fragment>
      <Table.Tr>
        <Table.Th scope="row">
          <UnstyledButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} aria-controls={id}>
            <Text span size="sm" fw={600} td="underline">
              {c.name}
            </Text>{' '}
            <Icon name={isOpen ? 'dash' : 'search'} size={12} />
          </UnstyledButton>
          <Text size="xs" className="quiet">
            {c.kind}
          </Text>
        </Table.Th>
        <Table.Td>
          <Verdict of={c.verdict} />
        </Table.Td>
        <Table.Td>{by?.test.replaceAll('_', ' ') ?? '–'}</Table.Td>
        <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
          {measured(by?.value)}
          {by !== undefined && by.low !== null && by.high !== null && (
            <Text size="xs" className="quiet">
              {measured(by.low)} – {measured(by.high)}
            </Text>
          )}
        </Table.Td>
        <Table.Td>
          {by !== undefined && by.value !== null && by.threshold !== null && (
            <Whisker
              value={by.value}
              low={by.low}
              high={by.high}
              threshold={by.threshold}
              range={[0, most]}
              width={110}
              label={`${c.name}: ${measured(by.value)}, ${drift.threshold} ${measured(by.threshold)}`}
            />
          )}
        </Table.Td>
        <Table.Td ta="right" className="tabular">
          {measured(by?.threshold)}
        </Table.Td>
        <Table.Td>{c.shape !== undefined && <SmallShares title={c.name} {...c.shape} />}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={id}>
          <Table.Td colSpan={PLACES}>
            <Closer column={c} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
}

/** All that is known of one column. */
function Closer({ column: c }: { readonly column: DriftColumn }) {
  const both = ({ reference, current }: { readonly reference: number; readonly current: number }): string =>
    `${measured(reference)} / ${measured(current)}`
  const distances = Object.entries(c.distances).map(
    ([name, value]) => [name.replaceAll('_', ' '), measured(value)] as const,
  )
  const effects = c.effects.map(
    (e) => [e.measure.replaceAll('_', ' '), `${measured(e.value)} (${measured(e.low)} – ${measured(e.high)})`] as const,
  )
  const named = (of: DriftColumn['newCategories']): string => `${of?.count ?? 0}: ${of?.names.join(', ') ?? ''}`
  return (
    <Stack gap="sm" py="xs" maw={780}>
      {c.shape !== undefined && <SharesPlot title={c.name} {...c.shape} />}
      <Facts
        of={[
          [drift.rows, both(c.rows)],
          [drift.missing, both(c.missing)],
          ...effects,
          ...distances,
          ...(c.pValue === null
            ? []
            : [
                [drift.chance, `${chanceText(c.pValue)} (${drift.corrected} ${chanceText(c.adjustedPValue)})`] as const,
              ]),
          ...(c.newCategories === undefined || c.newCategories.count === 0
            ? []
            : [[drift.news, named(c.newCategories)] as const]),
          ...(c.goneCategories === undefined || c.goneCategories.count === 0
            ? []
            : [[drift.gone, named(c.goneCategories)] as const]),
          [drift.least, measured(c.minimumRows)],
        ]}
      />
      {c.caveats.map((caveat) => (
        <Text key={caveat} size="sm" className="quiet">
          {caveat}
        </Text>
      ))}
    </Stack>
  )
}
