import { setImmediate as nextTurn } from 'node:timers/promises'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { ColumnDrift } from './column-drift.ts'
import type { Compared } from './column-kinds.ts'
import { categoricalPair, numericPair } from './compare-columns.ts'
import type { Side } from './compare-columns.ts'
import type { DriftColumn, DriftMode, DriftQuestion } from './drift-report.ts'
import { embeddingDrift } from './embedding-drift.ts'
import { parityColumn } from './parity-column.ts'
import { categoricalDrift, numericDrift } from './recommended.ts'
import type { Judgement } from './recommended.ts'
import { textDrift } from './text-drift.ts'
import { timestampDrift } from './timestamp-drift.ts'

/** How a comparison is made, with nothing left open. */
export type DriftSettings = {
  readonly mode: DriftMode
  readonly margin: number
  readonly falseAlarmRate: number
  readonly seed: number
  readonly samples: { readonly prose: boolean; readonly together: boolean }
}

/**
 * Measures the columns from `from` to `to` of those that are compared. Their number is what a false alarm is shared among.
 */
export async function measureColumns(
  { compared, from, to }: { readonly compared: readonly Compared[]; readonly from: number; readonly to: number },
  { reference, current }: { readonly reference: Side; readonly current: Side },
  asked: readonly DriftColumn[],
  question: Pick<DriftQuestion, 'prediction' | 'label' | 'signal' | 'onProgress'>,
  settings: DriftSettings,
): Promise<ColumnDrift[]> {
  const judgement = judgementOf(settings, compared.length)
  const measured: ColumnDrift[] = []
  for (const [index, { name, kind }] of compared.slice(from, to).entries()) {
    // Other work of the process must not wait for all columns.
    await nextTurn()
    question.signal?.throwIfAborted()
    const options = asked.find((column) => column.name === name)
    const role = name === question.prediction ? 'prediction' : name === question.label ? 'label' : undefined
    const found =
      settings.mode === 'recommended'
        ? recommendedColumn(name, kind, reference, current, judgement, settings.seed)
        : parityColumn(name, kind, reference, current, settings.mode, options)
    measured.push(role === undefined ? found : { ...found, role })
    question.onProgress?.({ phase: 'measure', share: (index + 1) / (to - from) })
  }
  return measured
}

function recommendedColumn(
  name: string,
  kind: Compared['kind'],
  reference: Side,
  current: Side,
  judgement: Judgement,
  seed: number,
): ColumnDrift {
  switch (kind) {
    case 'numeric':
      return numericDrift(numericPair(name, reference, current), judgement)
    case 'categorical':
    case 'boolean':
      return { ...categoricalDrift(categoricalPair(name, reference, current), judgement), kind }
    case 'timestamp':
      return timestampDrift(name, reference, current, judgement)
    case 'text': {
      const texts = { reference: reference.texts.get(name) ?? [], current: current.texts.get(name) ?? [] }
      return textDrift(numericPair(name, reference, current), texts, judgement, seed)
    }
    case 'embedding':
      return embeddings(name, reference, current, judgement, seed)
    default:
      return kind satisfies never
  }
}

function embeddings(name: string, reference: Side, current: Side, judgement: Judgement, seed: number): ColumnDrift {
  const [mine, theirs] = [reference.vectors.get(name), current.vectors.get(name)]
  if (mine === undefined || theirs === undefined) throw new Error('an embedding column was not read')
  const [width, other] = [mine.vectors[0]?.length, theirs.vectors[0]?.length]
  if (width !== undefined && other !== undefined && width !== other) {
    const what = `column ${quoted(name)} has vectors of length ${width} in the reference and ${other} in the current file`
    throw new ScanError('column_type', what, 'compare embeddings of one model')
  }
  const missing = { reference: mine.missing, current: theirs.missing }
  const drift = embeddingDrift(name, { reference: mine.vectors, current: theirs.vectors, missing }, judgement, seed)
  return { ...drift, rows: { reference: mine.rows, current: theirs.rows } }
}

/** The whole report shares one false-alarm rate: each column has its part, and all columns together one more. */
export function judgementOf({ margin, falseAlarmRate, samples }: DriftSettings, columns: number): Judgement {
  return { margin, alpha: falseAlarmRate / (columns + (samples.together ? 1 : 0)) }
}
