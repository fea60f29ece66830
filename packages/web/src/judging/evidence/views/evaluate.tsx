import { SimpleGrid, Text } from '@mantine/core'
import { measured } from '../../../ui/number.ts'
import { SharesPlot } from '../../../ui/plot/shares-plot.tsx'
import { Section } from '../../../ui/page-frame.tsx'
import { words } from '../../../words/evidence.ts'
import { Measures, Slices } from '../measures.tsx'
import type { Report, Results } from '../report.ts'
import { SectionView } from '../section-view.tsx'
import { evaluationSections, isCalibration, scoreShares } from './scores.ts'

interface Props {
  readonly report: Report
  readonly result: Results['evaluate']
}

/** Predictions against the truth: measures, what was taken for what, the curves of the scores, and slices. */
export function EvaluateView({ report, result }: Props) {
  const { matrix, curves, others } = evaluationSections(report)
  // What every measure and every slice has is drawn from the measures; what is left is about single classes.
  const rest = others.filter((s) => s.chart === undefined || !isOfMeasures(s.title, report))
  return (
    <>
      {matrix.map((s) => (
        <SectionView key={s.title} of={s} />
      ))}
      <Measures of={report.measures} />
      {curves.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          {curves.map((s) => (
            <SectionView
              key={s.title}
              of={s}
              note={isCalibration(s) ? <CalibrationError report={report} result={result} /> : undefined}
            />
          ))}
          <Scores result={result} />
        </SimpleGrid>
      )}
      <Slices of={report.measures} />
      {rest.map((s) => (
        <SectionView key={s.title} of={s} />
      ))}
    </>
  )
}

/** Whether a section shows what the tables of measures and slices show. */
const isOfMeasures = (title: string, { measures }: Report): boolean =>
  title === 'Measures' || measures.some((m) => m.slice !== undefined && title === `${m.name} by slice`)

function CalibrationError({ report, result }: Props) {
  const ece = report.measures.find((m) => m.name === 'ece' && m.slice === undefined)
  if (ece === undefined || ece.value === null) return null
  const interval =
    typeof ece.low === 'number' && typeof ece.high === 'number' ? `${measured(ece.low)} – ${measured(ece.high)}` : '–'
  const chance = result.curves?.errorByChance
  return (
    <Text size="sm">
      <b>{words.ece(measured(ece.value), interval)}</b>{' '}
      {typeof chance === 'number' && words.byChance(measured(chance), ece.value <= chance)}
    </Text>
  )
}

function Scores({ result }: { readonly result: Results['evaluate'] }) {
  const shares = result.positive === undefined ? undefined : scoreShares(result.curves?.calibration ?? [])
  if (shares === undefined) return null
  return (
    <Section title={words.scores}>
      <Text size="sm" className="quiet">
        {words.scoresHelp}
      </Text>
      <SharesPlot
        title={words.scores}
        sides={[words.otherClass, result.positive ?? '']}
        xTitle={words.score}
        {...shares}
      />
    </Section>
  )
}
