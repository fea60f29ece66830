import { SimpleGrid } from '@mantine/core'
import { Measures } from '../measures.tsx'
import { SectionView } from '../section-view.tsx'
import type { Report, ReportMeasure, ReportSection } from '../report.ts'

/** Any report, by its sections: what is for a closer look stands in two columns below. */
export function GenericView({ report }: { readonly report: Report }) {
  const isSmall = ({ isDetail, chart }: Report['sections'][number]): boolean =>
    isDetail === true && (chart?.kind === 'shares' || chart?.kind === 'curves' || chart?.kind === 'lines')
  const small = report.sections.filter(isSmall)
  return (
    <>
      {report.sections
        .filter((s) => !isSmall(s))
        .map((s, i) => (
          <SectionOrMeasures key={`${s.title} ${i}`} of={s} measures={report.measures} />
        ))}
      {small.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: small.length > 1 ? 2 : 1 }} spacing="lg">
          {small.map((s, i) => (
            <SectionView key={`${s.title} ${i}`} of={s} />
          ))}
        </SimpleGrid>
      )}
    </>
  )
}

interface Props {
  readonly of: ReportSection
  readonly measures: readonly ReportMeasure[]
}

/** A section; where it is about all measures, each has its own axis: most are no shares, and the section draws shares alone. */
function SectionOrMeasures({ of, measures }: Props) {
  const isAll = of.title === 'Measures' && measures.some((m) => m.slice === undefined)
  return isAll ? <Measures of={measures} /> : <SectionView of={of} />
}
