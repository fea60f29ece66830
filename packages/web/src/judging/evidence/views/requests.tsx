import { IntervalsPlot } from '../../../ui/plot/intervals-plot.tsx'
import { Section } from '../../../ui/page-frame.tsx'
import { words } from '../../../words/evidence.ts'
import type { Report } from '../report.ts'
import { GenericView } from './generic.tsx'
import { latencies } from './latencies.ts'

/** What requests took, from the usual to the slow; then all that was measured. */
export function RequestsView({ report }: { readonly report: Report }) {
  const rows = latencies(report.measures)
  return (
    <>
      {rows.length > 0 && (
        <Section title={words.latency}>
          <IntervalsPlot title={words.latency} rows={rows} least={0} />
        </Section>
      )}
      <GenericView report={report} />
    </>
  )
}
