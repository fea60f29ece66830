import { Select, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { useAll } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { measured } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { TimePlot } from '../../ui/plot/time-plot.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/evidence.ts'
import { sameSubject, seriesOf } from './history.ts'
import { TableBehind } from './section-view.tsx'

/** How a measure went over all that was sealed of the same kind about the same version. */
export function History({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  const series = seriesOf(sameSubject(useAll('evidence.list', { version: e.version }), e))
  const [name, setName] = useState<string | null>(null)
  const chosen = series.find((s) => s.name === name) ?? series[0]
  if (chosen === undefined) return null
  return (
    <Section
      title={words.history}
      aside={
        <Select
          aria-label={words.metric}
          size="xs"
          w={260}
          searchable
          allowDeselect={false}
          data={series.map((s) => s.name)}
          value={chosen.name}
          onChange={setName}
        />
      }
    >
      <Text size="sm" className="quiet">
        {words.historyHelp}
      </Text>
      <TimePlot title={`${words.history}: ${chosen.name}`} points={chosen.points} />
      <TableBehind isFolded>
        <WideTable label={words.history} width={360}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.sealed}</Table.Th>
              <Table.Th scope="col">{chosen.name}</Table.Th>
              <Table.Th scope="col">{words.interval}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {chosen.points.toReversed().map((p) => (
              <Table.Tr key={p.evidence}>
                <Table.Td>
                  <TextLink to={at.evidence(e.project, p.evidence)} size="sm">
                    <Instant at={p.at} as="date" />
                  </TextLink>
                </Table.Td>
                <Table.Td className="tabular">{measured(p.value)}</Table.Td>
                <Table.Td className="tabular">
                  {p.low === null || p.high === null ? '–' : `${measured(p.low)} – ${measured(p.high)}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      </TableBehind>
    </Section>
  )
}
