import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CurvesPlot } from '../../ui/plot/curves-plot.tsx'
import { IntervalsPlot } from '../../ui/plot/intervals-plot.tsx'
import { LinesPlot } from '../../ui/plot/lines-plot.tsx'
import { MatrixPlot } from '../../ui/plot/matrix-plot.tsx'
import { SharesPlot } from '../../ui/plot/shares-plot.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/evidence.ts'
import type { Chart, ReportSection } from './report.ts'
import { TableView } from './table-view.tsx'

interface Props {
  readonly of: ReportSection
  readonly aside?: ReactNode
  readonly note?: ReactNode
}

/** A part of a report: its words, its picture, and its table; where there is a picture, the table is folded away. */
export function SectionView({ of: { title, text, chart, table }, aside, note }: Props) {
  const isDrawn = chart !== undefined && hasPicture(chart)
  return (
    <Section title={title} aside={aside}>
      {text !== undefined && (
        <Text size="sm" className="quiet prose">
          {text}
        </Text>
      )}
      {isDrawn && <ChartView of={chart} title={title} />}
      {note}
      {table !== undefined && !(isDrawn && chart.kind === 'matrix') && (
        <TableBehind isFolded={isDrawn}>
          <TableView of={table} label={title} />
        </TableBehind>
      )}
    </Section>
  )
}

/** What a picture says, as a table for who would rather read. */
export function TableBehind({ isFolded, children }: { readonly isFolded: boolean; readonly children: ReactNode }) {
  if (!isFolded) return children
  return (
    <details>
      <summary>
        <Text span size="sm">
          {words.asTable}
        </Text>
      </summary>
      {children}
    </details>
  )
}

const MOST_ROWS = 120
const MOST_CLASSES = 40

/** Whether a chart can be looked at: of what is empty or too large, the table says it better. */
function hasPicture(chart: Chart): boolean {
  switch (chart.kind) {
    case 'intervals':
      return chart.rows.length > 0
    case 'matrix':
      return chart.rows.length > 0 && chart.rows.length <= MOST_CLASSES
    case 'shares':
      return chart.reference.length + chart.current.length > 0
    case 'curves':
      return chart.curves.some((c) => c.points.length > 0)
    case 'lines':
      return chart.lines.some((l) => l.points.length > 0)
    default:
      return chart satisfies never
  }
}

/** The picture of a chart. */
export function ChartView({ of, title }: { readonly of: Chart; readonly title: string }) {
  switch (of.kind) {
    case 'intervals':
      return <IntervalsPlot title={title} {...of} rows={of.rows.slice(0, MOST_ROWS)} />
    case 'matrix':
      return <MatrixPlot title={title} {...of} />
    case 'shares':
      return <SharesPlot title={title} {...of} />
    case 'curves':
      return <CurvesPlot title={title} {...of} />
    case 'lines':
      return <LinesPlot title={title} {...of} />
    default:
      return of satisfies never
  }
}
