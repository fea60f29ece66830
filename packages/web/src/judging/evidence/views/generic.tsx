import { SimpleGrid } from '@mantine/core'
import { SectionView } from '../section-view.tsx'
import type { Report } from '../report.ts'

/** Any report, by its sections: what is for a closer look stands in two columns below. */
export function GenericView({ report }: { readonly report: Report }) {
  const isSmall = ({ isDetail, chart }: Report['sections'][number]): boolean =>
    isDetail === true && (chart?.kind === 'shares' || chart?.kind === 'curves')
  const small = report.sections.filter(isSmall)
  return (
    <>
      {report.sections
        .filter((s) => !isSmall(s))
        .map((s, i) => (
          <SectionView key={`${s.title} ${i}`} of={s} />
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
