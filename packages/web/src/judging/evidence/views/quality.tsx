import { Group, Switch, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { measured } from '../../../ui/number.ts'
import { PartsBar, ShareBar } from '../../../ui/plot/bars.tsx'
import { INK } from '../../../ui/plot/ink.ts'
import { Section } from '../../../ui/page-frame.tsx'
import { WideTable } from '../../../ui/wide-table.tsx'
import { words } from '../../../words/evidence.ts'
import type { QualityCheck, Results } from '../report.ts'
import { Mark } from '../mark.tsx'
import { Verdict } from '../verdict.tsx'

const { quality } = words
const ORDER = ['failed', 'not-run', 'passed']

/** Rules that were met and not, and the columns that no rule looks at. */
export function QualityView({ result }: { readonly result: Results['quality'] }) {
  const { checks, columns, rows } = result
  const count = (status: string): number => checks.filter((c) => c.status === status).length
  const tested = columns.filter((c) => c.checks > 0).length
  return (
    <>
      <Section title={quality.overview}>
        <PartsBar
          label={quality.rules}
          parts={[
            { name: words.verdict['passed'] ?? '', count: count('passed'), ink: INK.good },
            { name: words.verdict['failed'] ?? '', count: count('failed'), ink: INK.bad },
            { name: words.verdict['not-run'] ?? '', count: count('not-run'), ink: INK.axis },
          ]}
        />
        {columns.length > 0 && (
          <Group gap="sm">
            <Text size="sm">{quality.tested(tested, columns.length)}</Text>
            <ShareBar share={tested / columns.length} label={quality.testedShare} />
          </Group>
        )}
      </Section>
      <Rules of={checks} />
      <Section title={words.tableColumns} flush>
        <WideTable label={words.tableColumns} width={480}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{quality.column}</Table.Th>
              <Table.Th scope="col">{quality.type}</Table.Th>
              <Table.Th scope="col">{quality.missing}</Table.Th>
              <Table.Th scope="col">{quality.rules}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map((c) => (
              <Table.Tr key={c.name}>
                <Table.Th scope="row">{c.name}</Table.Th>
                <Table.Td>{c.type}</Table.Td>
                <Table.Td>
                  <ShareBar
                    share={rows === 0 ? 0 : c.missing / rows}
                    label={`${c.name}, ${quality.missing}`}
                    ink={INK.other}
                  />
                </Table.Td>
                <Table.Td>{c.checks === 0 ? <Mark tone="attention">{quality.untested}</Mark> : c.checks}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      </Section>
    </>
  )
}

function Rules({ of }: { readonly of: readonly QualityCheck[] }) {
  const [isShort, setShort] = useState(false)
  const sorted = of.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))
  const shown = sorted.filter((c) => !isShort || c.status !== 'passed')
  return (
    <Section
      title={quality.rules}
      flush
      aside={
        of.some((c) => c.status === 'passed') && (
          <Switch
            size="xs"
            label={quality.onlyFailed}
            checked={isShort}
            onChange={(e) => setShort(e.currentTarget.checked)}
          />
        )
      }
    >
      <WideTable label={quality.rules} width={520} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{quality.status}</Table.Th>
            <Table.Th scope="col">{quality.rule}</Table.Th>
            <Table.Th scope="col" ta="right">
              {quality.found}
            </Table.Th>
            <Table.Th scope="col">{quality.must}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((c) => (
            <Table.Tr key={c.id}>
              <Table.Td>
                <Verdict of={c.status} />
                {c.severity === 'warning' && (
                  <Text size="xs" className="quiet">
                    {quality.warning}
                  </Text>
                )}
              </Table.Td>
              <Table.Th scope="row">
                {c.name}
                {(c.reason !== undefined || c.examples.length > 0) && (
                  <Text size="xs" className="quiet">
                    {[c.reason, c.examples.length === 0 ? undefined : quality.examples(c.examples.join(', '))]
                      .filter((t) => t !== undefined)
                      .join(' ')}
                  </Text>
                )}
              </Table.Th>
              <Table.Td ta="right" className="tabular">
                {c.value === null ? '–' : `${measured(c.value)}${c.unit === 'percent' ? ' %' : ` ${c.unit}`}`}
              </Table.Td>
              <Table.Td>{c.must}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
