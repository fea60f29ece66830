import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { driftOfFiles } from './drift-file.ts'
import type { DriftQuestion } from './drift-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'drift-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0
function file(header: string, rows: readonly string[], ending = 'csv'): string {
  const path = join(folder, `${made++}.${ending}`)
  writeFileSync(path, `${header}\n${rows.join('\n')}\n`)
  return path
}

/** A file of customers; `shift` moves income and plan, `words` the comments. */
function customers(
  seed: number,
  rows: number,
  { shift = 0, comments = ['good', 'fine', 'slow', 'cheap'] } = {},
): string {
  const random = new Random(seed, 'customers')
  const lines = Array.from({ length: rows }, (_, index) => {
    const income = 2000 + 3000 * random.uniform() ** 2 + 1500 * shift
    const plan = random.uniform() < 0.6 - 0.3 * shift ? 'basic' : random.uniform() < 0.7 ? 'plus' : 'team'
    const active = random.uniform() < 0.5 ? 'true' : 'false'
    const day = `2024-0${1 + (index % 6)}-${String(1 + (index % 28)).padStart(2, '0')} ${String(index % 24).padStart(2, '0')}:00:00`
    const words = Array.from({ length: 6 }, () => comments[random.below(comments.length)])
    return `${income.toFixed(2)},${plan},${active},${day},${words.join(' ')} ${index}`
  })
  return file('income,plan,active,seen,comment', lines)
}

const compare = (question: DriftQuestion): ReturnType<typeof driftOfFiles> => driftOfFiles(question)

describe('the recommended mode', () => {
  test('calls two files of one origin stable, and says of each column what kind it is', async () => {
    const report = await compare({ reference: customers(1, 12_000), current: customers(2, 12_000) })
    expect(report.columns.map(({ name, kind, verdict }) => [name, kind, verdict])).toEqual([
      ['income', 'numeric', 'stable'],
      ['plan', 'categorical', 'stable'],
      ['active', 'boolean', 'stable'],
      ['seen', 'timestamp', 'stable'],
      ['comment', 'text', 'stable'],
    ])
    expect(report).toMatchObject({
      mode: 'recommended',
      measured: 5,
      drifted: 0,
      verdict: 'stable',
      falseAlarmRate: 0.05,
    })
    expect(report.reference).toMatchObject({ rows: 12_000 })
  })

  test('finds the columns that moved, by the whole interval', async () => {
    const current = customers(2, 4000, { shift: 1, comments: ['broken', 'refund', 'angry', 'late'] })
    const report = await compare({ reference: customers(1, 4000), current, label: 'plan', prediction: 'active' })
    const drifted = report.columns.filter(({ verdict }) => verdict === 'drift')
    expect(drifted.map(({ name }) => name)).toEqual(['income', 'plan', 'comment'])
    for (const { effects } of drifted) {
      const [telling] = effects.filter(({ verdict }) => verdict === 'drift')
      expect(telling!.low!).toBeGreaterThanOrEqual(0.1)
    }
    expect(report.columns.map(({ role }) => role)).toEqual([undefined, 'label', 'prediction', undefined, undefined])
    expect(report.verdict).toBe('drift')
    expect(report.finding.sentence).toContain('3 of 5 columns drifted (60 %)')
  })

  test('all columns together show what no column shows', async () => {
    const pairs = (seed: number, together: boolean): string => {
      const random = new Random(seed, 'pairs')
      return file(
        'a,b',
        Array.from({ length: 8000 }, () => {
          const a = random.uniform()
          return `${a.toFixed(6)},${(together ? (a + 0.1 * random.uniform()) % 1 : random.uniform()).toFixed(6)}`
        }),
      )
    }
    const report = await compare({ reference: pairs(1, false), current: pairs(2, true), multivariate: true })
    expect(report.columns.map(({ verdict }) => verdict)).toEqual(['stable', 'stable'])
    expect(report.multivariate).toMatchObject({ verdict: 'drift', columns: ['a', 'b'] })
    expect(report.verdict).toBe('drift')
    const same = await compare({ reference: pairs(1, false), current: pairs(3, false), multivariate: true })
    expect(same.multivariate!.verdict).not.toBe('drift')
  })

  test('few rows are unclear, never stable, and the report says how many would do', async () => {
    const report = await compare({
      reference: customers(1, 60),
      current: customers(2, 60),
      columns: ['income', 'plan'],
    })
    expect(report.columns.map(({ verdict }) => verdict)).toEqual(['unclear', 'unclear'])
    expect(report.findings[0]!.caveats.join(' ')).toContain(
      `${report.columns[0]!.minimumRows.toLocaleString('en-GB')} rows`,
    )
  })

  test('gives the same answer for the same rows in any order', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `${(index * 7919) % 1000},${index % 3}`)
    const question = { current: customers(2, 50), columns: [] }
    const a = await compare({ ...question, reference: file('x,y', rows), current: file('x,y', rows.slice(0, 900)) })
    const b = await compare({
      ...question,
      reference: file('x,y', rows.toReversed()),
      current: file('x,y', rows.slice(0, 900).toReversed()),
    })
    expect(a.columns).toEqual(b.columns)
  })

  test('embeddings are compared by a classifier and by the kernel test', async () => {
    const vectors = (seed: number, shift: number): string => {
      const random = new Random(seed, 'vectors')
      const lines = Array.from({ length: 300 }, () =>
        JSON.stringify({ e: Array.from({ length: 8 }, (_, k) => random.uniform() + (k === 3 ? shift : 0)) }),
      )
      const path = join(folder, `${made++}.jsonl`)
      writeFileSync(path, lines.join('\n'))
      return path
    }
    const question = { columns: [{ name: 'e', kind: 'embedding' as const }] }
    const moved = await compare({ ...question, reference: vectors(1, 0), current: vectors(2, 0.8) })
    expect(moved.columns[0]).toMatchObject({ kind: 'embedding', verdict: 'drift', pValue: 0.005 })
    const same = await compare({ ...question, reference: vectors(1, 0), current: vectors(3, 0) })
    expect(same.columns[0]!.verdict).not.toBe('drift')
    expect(same.columns[0]!.pValue!).toBeGreaterThan(0.01)
  })
})

describe('what is odd has a defined answer', () => {
  const odd = (
    reference: string[],
    current: string[],
    options: Partial<DriftQuestion> = {},
  ): ReturnType<typeof driftOfFiles> =>
    compare({ reference: file('x', reference), current: file('x', current), ...options })
  const repeated = (values: string[], times: number): string[] => Array.from({ length: times }, () => values).flat()

  test('missing words, NaN and infinities are left out and counted', async () => {
    const report = await odd(
      repeated(['1', 'NA', 'null', 'nan', '""', 'inf', '-Infinity', '2'], 5),
      repeated(['1', '2'], 5),
      {
        columns: [{ name: 'x', kind: 'numeric' }],
      },
    )
    expect(report.columns[0]).toMatchObject({
      rows: { reference: 10, current: 10 },
      missing: { reference: 20, current: 0 },
      infinite: { reference: 10, current: 0 },
    })
    expect(report.columns[0]!.caveats).toContain('10 infinite values are left out of every distance.')
  })

  test('a column without values is not measured, but its missing share can drift', async () => {
    const none = await odd(repeated(['NA'], 400), repeated(['NA'], 400), { columns: [{ name: 'x', kind: 'numeric' }] })
    expect(none.columns[0]).toMatchObject({ verdict: 'not-measured', pValue: null })
    expect(none.verdict).toBe('not-measured')
    const gone = await odd(repeated(['1', '2'], 200), repeated(['NA'], 400), {
      columns: [{ name: 'x', kind: 'numeric' }],
    })
    expect(gone.columns[0]).toMatchObject({ verdict: 'drift' })
    expect(gone.findings[0]!.sentence).toMatch(/^100 % \(.*\) of the rows more, or fewer, have no value/)
  })

  test('constants are stable when equal and drift when not', async () => {
    const same = await odd(repeated(['5'], 3000), repeated(['5'], 3000))
    expect(same.columns[0]).toMatchObject({ verdict: 'stable', distances: { wasserstein: 0 } })
    const other = await odd(repeated(['5'], 3000), repeated(['6'], 3000))
    expect(other.columns[0]).toMatchObject({ verdict: 'drift', distances: { wasserstein: 1 } })
  })

  test('new and vanished categories are named', async () => {
    const report = await odd(repeated(['a', 'b'], 900), repeated(['a', 'c'], 900))
    expect(report.columns[0]).toMatchObject({
      kind: 'categorical',
      verdict: 'drift',
      newCategories: { count: 1, names: ['c'] },
      goneCategories: { count: 1, names: ['b'] },
    })
  })

  test('text in a column of numbers is an error that names the row', async () => {
    await expect(odd(['1', '2', '3'], ['4', 'five', '6'])).rejects.toMatchObject({
      code: 'column_type',
      message: 'column "x" has "five" in row 2, which is not a number',
    })
  })

  test('wrong names, nothing in common and impossible options are refused', async () => {
    const reference = customers(1, 10)
    await expect(compare({ reference, current: reference, columns: ['incom'] })).rejects.toMatchObject({
      code: 'column_missing',
      hint: 'did you mean "income"?',
    })
    await expect(compare({ reference, current: file('other', ['1']) })).rejects.toMatchObject({
      code: 'column_missing',
    })
    for (const options of [{ margin: 0 }, { falseAlarmRate: 1 }, { seed: 0.5 }, { margin: Number.NaN }]) {
      await expect(compare({ reference, current: reference, ...options })).rejects.toMatchObject({
        code: 'option_invalid',
      })
    }
    await expect(compare({ reference: join(folder, 'none.csv'), current: reference })).rejects.toMatchObject({
      code: 'file_not_found',
    })
  })

  test('columns that only one file has are said', async () => {
    const report = await compare({ reference: file('a,b', ['1,2']), current: file('b,c', ['1,2']) })
    expect(report).toMatchObject({ onlyReference: ['a'], onlyCurrent: ['c'] })
    expect(report.caveats).toHaveLength(2)
  })
})

describe('parity modes', () => {
  test('say what Evidently says: tests, thresholds, and drift from half of the columns on', async () => {
    const question = { reference: customers(1, 4000), current: customers(2, 4000, { shift: 1 }) }
    const report = await compare({ ...question, mode: 'evidently', columns: ['income', 'plan', 'active'] })
    expect(report.columns.map(({ evidently }) => [evidently!.test, evidently!.threshold, evidently!.drifted])).toEqual([
      ['wasserstein', 0.1, true],
      ['jensenshannon', 0.1, true],
      ['jensenshannon', 0.1, false],
    ])
    expect(report).toMatchObject({ drifted: 2, measured: 3, verdict: 'drift' })
    const named = await compare({
      ...question,
      mode: 'evidently',
      columns: [{ name: 'income', test: 'psi', threshold: 50 }],
    })
    expect(named.columns[0]!.evidently).toMatchObject({ test: 'psi', threshold: 50, drifted: false })
  })

  test('say what NannyML says', async () => {
    const report = await compare({
      reference: customers(1, 400),
      current: customers(2, 400, { shift: 1 }),
      mode: 'nannyml',
      columns: ['income', 'plan'],
    })
    expect(report.columns.map(({ nannyml }) => nannyml!.map(({ method }) => method))).toEqual([
      ['kolmogorov_smirnov', 'jensen_shannon', 'wasserstein', 'hellinger'],
      ['chi2', 'jensen_shannon', 'l_infinity', 'hellinger'],
    ])
    expect(report.verdict).toBe('drift')
  })
})

describe('a long file', () => {
  const rows = 250_000
  const long = (seed: number): string => {
    const random = new Random(seed, 'long')
    const lines = Array.from({ length: rows }, () => `${random.uniform().toFixed(6)},${random.below(1000)}`)
    return file('a,b', lines.concat('0.5,1'))
  }
  const [reference, current] = [long(1), long(2)]

  test('goes to the disk and back without a difference, and leaves nothing behind', async () => {
    const report = await compare({ reference, current })
    expect(report.columns.map(({ verdict }) => verdict)).toEqual(['stable', 'stable'])
    expect(report.columns[0]!.rows.reference).toBe(rows + 1)
  })

  test('progress goes from 0 to 1, and a signal ends the work with its reason', async () => {
    const shares: number[] = []
    await compare({ reference, current, onProgress: ({ share }) => void shares.push(share) })
    expect(shares.at(-1)).toBe(1)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
    const controller = new AbortController()
    const cancelled = compare({
      reference,
      current,
      signal: controller.signal,
      onProgress: ({ phase }) => phase === 'read' && controller.abort(new Error('enough')),
    })
    await expect(cancelled).rejects.toThrow('enough')
  })
})
