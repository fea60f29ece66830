import type { FairnessGrouping, Report, ReportSection } from '../report.ts'

/** How a grouping is called in the sections of its report: `sex × age`, with the group it is within. */
export function groupingName({ attributes, control }: Pick<FairnessGrouping, 'attributes' | 'control'>): string {
  const within = Object.entries(control).map(([column, value]) => `${column}=${value ?? ''}`)
  return [attributes.join(' × '), ...within].join(', ')
}

/** The sections of one grouping: its groups against the reference, and each rate by group, by the name of the rate. */
export function sectionsOfGrouping(
  { sections }: Pick<Report, 'sections'>,
  name: string,
): { readonly against: ReportSection | undefined; readonly rates: ReadonlyMap<string, ReportSection> } {
  const ending = ` by ${name}`
  return {
    against: sections.find((s) => s.title.startsWith(`Groups of ${name} against `)),
    rates: new Map(
      sections
        .filter((s) => s.title.endsWith(ending) && !s.title.startsWith('Groups of '))
        .map((s) => [s.title.slice(0, -ending.length), s] as const),
    ),
  }
}
