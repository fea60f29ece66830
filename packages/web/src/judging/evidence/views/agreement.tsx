import { Stack, Text } from '@mantine/core'
import { Facts } from '../../../ui/facts.tsx'
import { measured } from '../../../ui/number.ts'
import { IntervalsPlot } from '../../../ui/plot/intervals-plot.tsx'
import { PartsBar } from '../../../ui/plot/bars.tsx'
import { INK } from '../../../ui/plot/ink.ts'
import { Section } from '../../../ui/page-frame.tsx'
import { words } from '../../../words/evidence.ts'
import type { Report, Results } from '../report.ts'
import { SectionView, TableBehind } from '../section-view.tsx'
import { TableView } from '../table-view.tsx'

const { agreement } = words

/** How well people agree: overall, by category, by annotator and item, and which labels follow. */
export function AgreementView({ report, result }: { readonly report: Report; readonly result: Results['agreement'] }) {
  const raters = result.byRater ?? []
  return (
    <>
      {report.sections.map((s) =>
        s.title === 'By rater' && raters.length > 0 ? (
          <SectionView
            key={s.title}
            of={{
              ...s,
              text: agreement.byRaterHelp,
              chart: {
                kind: 'intervals',
                least: 0,
                most: 1,
                rows: raters.map((r) => ({ name: r.rater, value: r.agreement, low: null, high: null, n: r.labels })),
              },
            }}
          />
        ) : (
          <SectionView key={s.title} of={s} />
        ),
      )}
      <Consensus of={result.consensus} />
    </>
  )
}

function Consensus({ of }: { readonly of: Results['agreement']['consensus'] }) {
  if (of === null) return null
  const accuracy = of.raterAccuracy ?? []
  return (
    <Section title={agreement.consensus}>
      <Text size="sm" className="quiet">
        {agreement.method[of.method] ?? of.method}
      </Text>
      <PartsBar
        label={agreement.consensus}
        parts={[
          { name: agreement.decided, count: of.decided, ink: INK.good },
          { name: agreement.tied, count: of.tied, ink: INK.other },
          { name: agreement.unlabelled, count: of.unlabelled, ink: INK.axis },
        ]}
      />
      <Stack gap="xs">
        <Facts
          of={[
            ...(of.differing === undefined ? [] : [[agreement.differing, measured(of.differing)] as const]),
            ...(of.hasConverged === undefined
              ? []
              : [[agreement.converged, of.hasConverged ? words.yes : words.no] as const]),
          ]}
        />
        {accuracy.length > 0 && (
          <IntervalsPlot
            title={agreement.accuracy}
            least={0}
            most={1}
            rows={accuracy.map((r) => ({ name: r.rater, value: r.accuracy, low: null, high: null }))}
          />
        )}
        {of.labels !== undefined && (
          <TableBehind isFolded>
            <TableView
              label={agreement.consensus}
              of={{
                columns: [agreement.item, agreement.label, agreement.probability],
                numeric: [2],
                rows: of.labels.map((l) => [
                  l.item,
                  l.label ?? (l.tied ?? []).join(' / '),
                  l.probability === undefined ? '' : measured(l.probability),
                ]),
              }}
            />
          </TableBehind>
        )}
      </Stack>
    </Section>
  )
}
