import { Select, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { measured } from '../../../ui/number.ts'
import { IntervalsPlot } from '../../../ui/plot/intervals-plot.tsx'
import { ShareBar } from '../../../ui/plot/bars.tsx'
import { Section } from '../../../ui/page-frame.tsx'
import { WideTable } from '../../../ui/wide-table.tsx'
import { words } from '../../../words/evidence.ts'
import type { FairnessGrouping, Report, Results } from '../report.ts'
import { Mark } from '../mark.tsx'
import { SectionView } from '../section-view.tsx'
import { groupingName, sectionsOfGrouping } from './groups.ts'

const { fairness } = words

/** Groups of people: how large, against the reference within the band, each rate, and how far apart they are. */
export function FairnessView({ report, result }: { readonly report: Report; readonly result: Results['fairness'] }) {
  const names = result.groupings.map(groupingName)
  const [name, setName] = useState(names[0] ?? '')
  const grouping = result.groupings[names.indexOf(name)]
  if (grouping === undefined) return null
  const { against, rates } = sectionsOfGrouping(report, name)
  return (
    <>
      {names.length > 1 && (
        <Select
          label={fairness.grouping}
          maw={360}
          allowDeselect={false}
          data={names}
          value={name}
          onChange={(v) => setName(v ?? '')}
        />
      )}
      {against !== undefined && <SectionView of={against} />}
      <Groups of={grouping} least={result.settings.minimumGroup} />
      {rates.size > 0 && <Rates key={name} of={rates} />}
      <Disparities of={grouping} />
    </>
  )
}

function Groups({ of, least }: { readonly of: FairnessGrouping; readonly least: number }) {
  return (
    <Section title={fairness.groups} flush>
      <WideTable label={fairness.groups} width={440}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{fairness.group}</Table.Th>
            <Table.Th scope="col" ta="right">
              {words.tableRows}
            </Table.Th>
            <Table.Th scope="col">{fairness.share}</Table.Th>
            <Table.Th scope="col" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.groups.map((g) => (
            <Table.Tr key={g.name}>
              <Table.Th scope="row">{g.name}</Table.Th>
              <Table.Td ta="right" className="tabular">
                {measured(g.rows)}
              </Table.Td>
              <Table.Td>
                <ShareBar share={g.share} label={`${g.name}, ${fairness.share}`} />
              </Table.Td>
              <Table.Td>{g.small && <Mark tone="attention">{fairness.small(least)}</Mark>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {of.missing > 0 && (
        <Text size="sm" className="quiet" px="md" pb="sm">
          {fairness.missing(of.missing)}
        </Text>
      )}
    </Section>
  )
}

function Rates({ of }: { readonly of: ReadonlyMap<string, Report['sections'][number]> }) {
  const names = [...of.keys()]
  const [name, setName] = useState(names[0] ?? '')
  const section = of.get(name)
  if (section === undefined) return null
  return (
    <SectionView
      of={section}
      aside={
        <Select
          aria-label={words.metric}
          size="xs"
          allowDeselect={false}
          data={names.map((n) => ({ value: n, label: fairness.metric[n] ?? n }))}
          value={name}
          onChange={(v) => setName(v ?? '')}
        />
      }
    />
  )
}

/** The disparities that have names: differences are best at 0, ratios at 1. */
function Disparities({ of }: { readonly of: FairnessGrouping }) {
  const titled = of.named.map((d) => ({
    ...d,
    name: [d.name.replaceAll('_', ' '), ...(d.aggregate === undefined ? [] : [d.aggregate.replaceAll('_', ' ')])].join(
      ', ',
    ),
  }))
  const differences = titled.filter((d) => d.name.includes('difference') && d.against === 'groups')
  if (titled.length === 0) return null
  return (
    <Section title={fairness.disparities}>
      <Text size="sm" className="quiet prose">
        {fairness.disparitiesHelp}
      </Text>
      {differences.length > 0 && (
        <IntervalsPlot
          title={fairness.disparities}
          rows={differences}
          least={0}
          line={{ at: 0, label: fairness.noDifference }}
        />
      )}
      <WideTable label={fairness.disparities} width={480} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{fairness.disparity}</Table.Th>
            <Table.Th scope="col" ta="right">
              {words.estimate}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {words.interval}
            </Table.Th>
            <Table.Th scope="col">{fairness.against}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {titled.map((d) => (
            <Table.Tr key={`${d.name} ${d.against}`}>
              <Table.Th scope="row">{d.name}</Table.Th>
              <Table.Td ta="right" className="tabular">
                {d.value === null ? (d.reason ?? words.noValue) : measured(d.value)}
              </Table.Td>
              <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
                {d.low === null || d.high === null ? '–' : `${measured(d.low)} – ${measured(d.high)}`}
              </Table.Td>
              <Table.Td>{fairness.sides[d.against] ?? d.against}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
