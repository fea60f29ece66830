import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluateFile } from '../evaluation/evaluate-file.ts'
import type { Evaluation, EvaluationQuestion } from '../evaluation/evaluation.ts'
import { ScanError } from './scan-error.ts'
import { describeFile, scanFile } from './scan-file.ts'

const GOOD = 'label,prediction,score\nyes,yes,0.9\nno,no,0.2\nyes,no,0.4\nno,no,0.1\n'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const measure = (path: string, more: Partial<EvaluationQuestion> = {}): Promise<Evaluation> =>
  evaluateFile({ path, label: 'label', prediction: 'prediction', score: 'score', draws: 100, ...more })

async function refusal(work: Promise<unknown>): Promise<ScanError> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ScanError)
  const refused = error as ScanError
  expect(refused.hint.length).toBeGreaterThan(5)
  expect(refused.message).not.toContain(folder)
  return refused
}

async function writeParquet(name: string, select: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const path = join(folder, name)
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  return path
}

describe('one file in all its formats', () => {
  test('gives the same measures, and the digest of the bytes on the disk', async () => {
    const json = 'yes,yes,0.9 no,no,0.2 yes,no,0.4 no,no,0.1'
      .split(' ')
      .map((line) => line.split(','))
      .map(([label, prediction, score]) => `${JSON.stringify({ score: Number(score), label, prediction })}\n`)
      .join('')
    const paths = [
      await write('same.csv', GOOD),
      await write('same.csv.gz', gzipSync(GOOD)),
      await write('same-crlf.csv', GOOD.replaceAll('\n', '\r\n')),
      await write('same-semicolon.CSV', GOOD.replaceAll(',', ';')),
      await write('same-bom.csv', `\uFEFF${GOOD}`),
      await write('same.jsonl', json),
      await write('same.ndjson.gz', gzipSync(json)),
      await writeParquet(
        'same.parquet',
        "SELECT * FROM (VALUES ('yes','yes',0.9),('no','no',0.2),('yes','no',0.4),('no','no',0.1)) t(label,prediction,score)",
      ),
    ]
    const found = await Promise.all(paths.map((path) => measure(path)))
    for (const [index, { source, ...rest }] of found.entries()) {
      const { source: _, ...first } = found[0]!
      expect(rest).toEqual(first)
      const bytes = await readFile(paths[index]!)
      expect(source.digest).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
      expect(source).toMatchObject({ bytes: bytes.length, rows: 4 })
    }
  })

  test('is described without being measured', async () => {
    const { rows, columns } = await describeFile(await write('plain.csv', GOOD))
    expect(rows).toBe(4)
    expect(columns.map(({ name }) => name)).toEqual(['label', 'prediction', 'score'])
  })
})

describe('hostile names', () => {
  test.each([
    "o'brien.csv",
    `"; DROP TABLE observations; --.csv`,
    'a[1]*?.csv',
    'key=value.csv',
    'ünï ☃.csv',
    '--x.csv',
  ])('%s is only a name', async (name) => {
    await write('a1x.csv', 'label,prediction,score\nyes,no,0.1\n')
    const { source } = await measure(await write(name, GOOD))
    expect(source).toMatchObject({ name, rows: 4 })
  })

  test('of columns are only names', async () => {
    const label = `la"b'el"); DROP TABLE x; --`
    const path = await write('columns.csv', GOOD.replace('label', `"${label.replaceAll('"', '""')}"`))
    expect((await measure(path, { label })).rows).toBe(4)
  })

  test('of columns that differ in case only are told apart', async () => {
    const path = await write('case.csv', 'Label,label,prediction,score\nx,yes,yes,0.9\nx,no,no,0.1\n')
    expect((await measure(path)).classes).toEqual(['no', 'yes'])
    expect((await measure(path, { slices: ['Label'] })).slices).toMatchObject([
      { column: 'Label', value: 'x', rows: 2 },
    ])
  })

  test('of slice values are only values', async () => {
    const value = `'); DROP TABLE observations; --`
    const path = await write('value.csv', `label,prediction,score,s\nyes,yes,0.9,"${value}"\nno,no,0.1,"${value}"\n`)
    expect((await measure(path, { slices: ['s'] })).slices[0]?.value).toBe(value)
  })

  test('in hive style give no columns', async () => {
    await mkdir(join(folder, 'label=no'), { recursive: true })
    expect((await measure(await write('label=no/x.csv', GOOD))).confusion.counts).toEqual([
      [2, 0],
      [1, 1],
    ])
  })
})

describe('what is not a readable file', () => {
  test('is named as what it is', async () => {
    await mkdir(join(folder, 'folder.csv'), { recursive: true })
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling.csv')).catch(() => undefined)
    expect((await refusal(measure(join(folder, 'none.csv')))).code).toBe('file_not_found')
    expect((await refusal(measure(join(folder, 'dangling.csv')))).code).toBe('file_not_found')
    expect((await refusal(measure(join(folder, 'a\0b.csv')))).code).toBe('file_not_found')
    expect((await refusal(measure(join(folder, 'folder.csv')))).code).toBe('not_a_file')
    expect((await refusal(measure(await write('x.txt', GOOD)))).code).toBe('format_unknown')
    expect((await refusal(measure(await write('empty.csv', '')))).code).toBe('file_empty')
    expect((await refusal(measure(await write('blank.csv', '\n\n')))).code).toBe('file_empty')
    expect((await refusal(measure(await write('header.csv', 'label,prediction,score\n')))).code).toBe('file_empty')
    expect((await refusal(measure(await write('empty.jsonl', '')))).code).toBe('file_empty')
    expect((await refusal(measure(await write('empty.parquet', '')))).code).toBe('file_empty')
  })
})

describe('broken CSV', () => {
  const long = 'label,prediction,score\n' + 'yes,yes,0.9\n'.repeat(60_000)
  test.each([
    ['too many values', 'label,prediction,score\nyes,no,0.1\nyes,no,0.1,9\n', 'csv_broken', 'line 3'],
    ['too few values', 'label,prediction,score\nyes,no,0.1\nyes\n', 'csv_broken', 'line 3'],
    ['a late row that is cut off', `${long}no,n\n`, 'csv_broken', 'line 60002'],
    ['an open quote', 'label,prediction,score\nyes,"no,0.1\nno,no,0.2\n', 'csv_broken', 'line 2'],
    ['mixed line ends', 'label,prediction,score\r\nyes,no,0.1\nno,no,0.2\r\n', 'csv_broken', 'RFC 4180'],
    ['a NUL byte', 'label,prediction,score\nyes,no,0.1\nn\0o,no,0.2\n', 'nul_byte', 'line 3'],
    ['UTF-16', Buffer.from(GOOD, 'utf16le'), 'nul_byte', 'line 1'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from(GOOD), Buffer.from([0xff, 0xfe]), Buffer.from(',no,0.1\n')]),
      'encoding_invalid',
      'line 6',
    ],
    ['an invalid header', Buffer.concat([Buffer.from([0xff, 0x2c]), Buffer.from(GOOD)]), 'encoding_invalid', 'line 1'],
    ['the same column twice', `label,${GOOD}`.replaceAll('\n', ',x\n'), 'column_ambiguous', '"label"'],
  ])('with %s is refused', async (name, content, code, where) => {
    const error = await refusal(measure(await write(`broken ${name}.csv`, content)))
    expect(error.code).toBe(code)
    expect(error.message).toContain(where)
  })

  test('behind gzip is refused, also when the stream is cut', async () => {
    const zipped = gzipSync(GOOD.repeat(1) + 'yes,no,0.25\n'.repeat(500))
    expect((await refusal(measure(await write('cut.csv.gz', zipped.subarray(0, zipped.length - 12))))).code).toBe(
      'gzip_broken',
    )
    expect((await refusal(measure(await write('fake.csv.gz', GOOD)))).code).toBe('gzip_broken')
    expect((await refusal(measure(await write('nul.csv.gz', gzipSync(`${GOOD}\0,no,0.1\n`))))).code).toBe('nul_byte')
  })
})

describe('broken JSON lines', () => {
  test.each([
    ['a cut line', '{"label":"a","prediction":"a","score":1}\n{"label":"a"\n', 'json_broken', 'line'],
    ['lines that are no objects', '[1,2]\n3\n', 'json_broken', 'not JSON objects'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"label":"'), Buffer.from([0xff]), Buffer.from('"}\n')]),
      'encoding_invalid',
      'line',
    ],
    ['a list for a score', '{"label":"a","prediction":"a","score":[1]}\n', 'column_type', '"[1]"'],
  ])('with %s are refused', async (name, content, code, where) => {
    const error = await refusal(measure(await write(`broken ${name}.jsonl`, content)))
    expect(error.code).toBe(code)
    expect(error.message).toContain(where)
  })
})

describe('broken Parquet', () => {
  test('is refused wherever it is broken', async () => {
    const select = 'SELECT i::VARCHAR AS label, i::VARCHAR AS prediction, i / 20000 AS score FROM range(20000) r(i)'
    const whole = await readFile(await writeParquet('whole.parquet', select))
    const cut = await refusal(measure(await write('cut.parquet', whole.subarray(0, whole.length - 100))))
    expect(cut).toMatchObject({ code: 'parquet_broken', message: expect.stringContaining('cut off') })
    const fake = await refusal(measure(await write('fake.parquet', GOOD)))
    expect(fake).toMatchObject({ code: 'parquet_broken', message: expect.stringContaining('not a Parquet file') })
    const damaged = Buffer.from(whole)
    damaged.fill(7, 60, 6000)
    expect((await refusal(measure(await write('damaged.parquet', damaged)))).code).toBe('parquet_broken')
    const frame = Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(40, 255), Buffer.from('PAR1')])
    expect((await refusal(measure(await write('frame.parquet', frame)))).code).toBe('parquet_broken')
  })

  test('columns of a type that cannot be measured are refused', async () => {
    const select = "SELECT [1] AS list, 'a' AS label, 'a' AS prediction, DATE '2020-01-01' AS day"
    const path = await writeParquet('types.parquet', select)
    expect((await refusal(measure(path, { label: 'list', score: undefined }))).code).toBe('column_type')
    expect((await refusal(measure(path, { score: 'day' }))).code).toBe('column_type')
  })

  test('whole numbers, fractions of zero and booleans are the same classes', async () => {
    const select = 'SELECT i % 2 AS label, (i % 2)::DOUBLE AS prediction, i % 2 = 1 AS flag FROM range(10) r(i)'
    const path = await writeParquet('kinds.parquet', select)
    const found = await measure(path, { score: undefined, slices: ['flag'] })
    expect(found.classes).toEqual(['0', '1'])
    expect(found.slices.map(({ value }) => value)).toEqual(['false', 'true'])
  })
})

describe('wrong columns', () => {
  test('are refused with what would help', async () => {
    const path = await write('wrong.csv', GOOD)
    const missing = await refusal(measure(path, { label: 'lable' }))
    expect(missing).toMatchObject({ code: 'column_missing', hint: 'did you mean "label"?' })
    const text = await refusal(measure(path, { score: 'prediction' }))
    expect(text).toMatchObject({ code: 'column_type', message: expect.stringContaining('row 1: "yes"') })
    expect((await refusal(measure(path, { prediction: 'score' }))).code).toBe('labels_differ')
    const outside = await refusal(measure(await write('percent.csv', GOOD.replace('0.4', '40'))))
    expect(outside).toMatchObject({ code: 'score_out_of_range', message: expect.stringContaining('"40" in row 3') })
    expect((await refusal(measure(await write('inf.csv', GOOD.replace('0.4', 'inf'))))).code).toBe('score_out_of_range')
    expect((await refusal(measure(await write('nan.csv', GOOD.replace('0.4', 'nan'))))).code).toBe('value_missing')
    const unlabelled = await refusal(measure(await write('unlabelled.csv', GOOD.replace('yes,no,', ',no,'))))
    expect(unlabelled).toMatchObject({ code: 'value_missing', message: expect.stringContaining('row 3') })
    expect((await refusal(measure(path, { positive: 'maybe' }))).code).toBe('class_unknown')
  })

  test('with too many values are refused, also when the values come late', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => `yes,yes,0.9,v${i}\n`).join('')
    const head = 'label,prediction,score,s\n'
    const path = await write('many.csv', head + rows)
    expect((await refusal(measure(path, { slices: ['s'] }))).code).toBe('slice_values_too_many')
    expect((await refusal(measure(path, { label: 's' }))).code).toBe('classes_too_many')
    const wide = Array.from({ length: 900 }, (_, i) => `yes,yes,0.9,${`v${i},`.repeat(3)}end\n`).join('')
    const three = await write('three.csv', `label,prediction,score,a,b,c,end\n${wide}`)
    expect((await refusal(measure(three, { slices: ['a', 'b', 'c'] }))).code).toBe('slice_values_too_many')
    const late = await write('late.csv', head + 'yes,yes,0.9,v\n'.repeat(60_000) + rows)
    expect((await refusal(measure(late, { slices: ['s'] }))).code).toBe('slice_values_too_many')
  })
})

test('a value that comes only after many rows is counted like any other', async () => {
  const path = await write('surprise.csv', `${GOOD}${'yes,yes,0.9\n'.repeat(60_000)}maybe,no,0.5\n`)
  const { classes, confusion, rows } = await measure(path)
  expect(rows).toBe(60_005)
  expect(classes).toEqual(['maybe', 'no', 'yes'])
  expect(confusion.counts[0]).toEqual([0, 1, 0])
})

describe('a file that changes while it is read', () => {
  test('is refused', async () => {
    const path = await write('changing.csv', GOOD)
    const work = scanFile(path, {}, async () => {
      await appendFile(path, 'no,no,0.3\n')
      return { result: 1, rows: 4 }
    })
    expect((await refusal(work)).code).toBe('file_changed')
    const gone = scanFile(path, {}, async () => {
      await rm(path)
      return { result: 1, rows: 4 }
    })
    expect((await refusal(gone)).code).toBe('file_changed')
  })
})

test('an aborted scan throws the reason of the signal', async () => {
  const path = await write('abort.csv', GOOD)
  await expect(measure(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  const controller = new AbortController()
  const onProgress = (): void => controller.abort(new Error('stopped'))
  await expect(measure(path, { signal: controller.signal, onProgress })).rejects.toThrow('stopped')
})
