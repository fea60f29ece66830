import { Table, Text } from '@mantine/core'
import type { JudgedCriterion } from '@muster/core'
import { at } from '../routing/addresses.ts'
import { TextLink } from '../routing/link.tsx'
import { measured } from '../ui/number.ts'
import { Whisker } from '../ui/plot/whisker.tsx'
import { Status } from '../ui/status.tsx'
import { WideTable } from '../ui/wide-table.tsx'
import { words } from '../words/gates.ts'
import { metricName } from '../words/metrics.ts'

const { criteria } = words

/** The criteria of a project against what was measured: estimate, interval and threshold side by side. */
export function CriteriaTable({ project, of }: { readonly project: string; readonly of: readonly JudgedCriterion[] }) {
  return (
    <WideTable label={criteria.title} width={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{criteria.criterion}</Table.Th>
          <Table.Th scope="col">{criteria.asked}</Table.Th>
          <Table.Th scope="col">{criteria.measured}</Table.Th>
          <Table.Th scope="col" w={220}>
            {criteria.interval}
          </Table.Th>
          <Table.Th scope="col">{criteria.state}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.map((c) => (
          <CriterionRow key={c.id} project={project} criterion={c} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function CriterionRow({ project, criterion: c }: { readonly project: string; readonly criterion: JudgedCriterion }) {
  const value = c.known ? c.value : undefined
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {c.title}
        </Text>
        <Text size="xs" className="quiet">
          {[metricName(c.metric), c.split, c.slice].filter((t) => t !== undefined).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {c.comparator.replace('>=', '≥').replace('<=', '≤')} {measured(c.threshold)}
      </Table.Td>
      <Table.Td className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {c.evidence === undefined ? (
          measured(value)
        ) : (
          <TextLink to={at.evidence(project, c.evidence)}>{measured(value)}</TextLink>
        )}
        {c.low !== undefined && c.high !== undefined && (
          <Text size="xs" className="quiet" component="span" display="block">
            {measured(c.low)} – {measured(c.high)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {value !== undefined && (
          <Whisker value={value} low={c.low} high={c.high} threshold={c.threshold} met={c.met} label={c.sentence} />
        )}
      </Table.Td>
      <Table.Td>
        <Status state={c.known ? (c.met ? 'met' : 'not-met') : 'unknown'} />
      </Table.Td>
    </Table.Tr>
  )
}
