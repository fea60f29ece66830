import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MISSING_WORDS } from '../drift/column-kinds.ts'
import { withEngine } from './engine.ts'
import { NotNumber, NotPlain } from './not-plain.ts'
import { openSource } from './open-source.ts'
import { CodeReader, NumberReader, SkippingReader } from './plain-readers.ts'
import { scanPlain } from './scan-plain.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plain-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const WORDS = new Set(MISSING_WORDS)

type Read = { names: string[]; texts: string[][]; numbers: (number[] | undefined)[]; rows: number }

/** What the reader of plain CSV makes of a file, as texts and, column by column, as numbers; undefined where it declines. */
async function plainly(path: string): Promise<Read | undefined> {
  const found = await scanPlain(path, {}, async (csv) => {
    const coded = csv.columns.map(() => new CodeReader(csv.delimiter, 1000))
    const codes = coded.map((): number[] => [])
    const rows = await csv.read(coded, (size) => {
      for (const [at, reader] of coded.entries()) codes[at]?.push(...reader.codes.subarray(0, size))
    })
    const texts = coded.map(({ dictionary }, at) => {
      const names = dictionary.names()
      return codes[at]!.map((code) => names[code]!)
    })
    const numbers: (number[] | undefined)[] = []
    for (const [at] of csv.columns.entries()) {
      const reader = new NumberReader(at, csv.delimiter, WORDS)
      const readers = csv.columns.map((_, other) => (other === at ? reader : new SkippingReader(csv.delimiter)))
      const values: number[] = []
      try {
        await csv.read(readers, (size) => values.push(...reader.values.subarray(0, size)))
        numbers.push(values)
      } catch (error) {
        if (!(error instanceof NotNumber)) throw error
        numbers.push(undefined)
      }
    }
    return { result: { names: csv.columns.map(({ name }) => name), texts, numbers, rows }, rows }
  })
  return found?.result
}

/** The same by the engine; throws where it refuses the file. */
async function byEngine(connection: DuckDBConnection, path: string): Promise<Read> {
  const { columns, relation } = await openSource(connection, [{ path, name: 'file.csv' }])
  const all = async (select: (reference: string) => string): Promise<unknown[][]> => {
    const list = columns.map(({ reference }, at) => `${select(reference)} AS v${at}`).join(', ')
    return (await connection.runAndReadAll(`SELECT ${list} FROM ${relation}`)).getColumns()
  }
  const texts = (await all((reference) => `coalesce(${reference}, '')`)) as string[][]
  const words = MISSING_WORDS.map((word) => `'${word}'`).join(', ')
  const numbers = await all(
    (reference) =>
      `CASE WHEN ${reference} IS NULL OR lower(${reference}) IN (${words}) THEN 'nan'::DOUBLE ` +
      `ELSE TRY_CAST(${reference} AS DOUBLE) END`,
  )
  return {
    names: columns.map(({ name }) => name),
    texts,
    numbers: numbers.map((values) => (values.includes(null) ? undefined : (values as number[]))),
    rows: texts[0]?.length ?? 0,
  }
}

const bitsOf = (values: readonly number[]): string => Buffer.from(Float64Array.from(values).buffer).toString('hex')

/** Whatever the reader of plain CSV accepts the engine reads alike; returns whether it was accepted. */
async function agree(connection: DuckDBConnection, path: string): Promise<boolean> {
  const plain = await plainly(path)
  if (plain === undefined) return false
  const engine = await byEngine(connection, path)
  expect(plain.names).toEqual(engine.names)
  expect(plain.texts).toEqual(engine.texts)
  expect(plain.rows).toBe(engine.rows)
  for (const [at, values] of plain.numbers.entries()) {
    if (values === undefined) continue
    expect(engine.numbers[at], `column ${at} of ${plain.texts[at]!.join(' ')}`).toBeDefined()
    expect(bitsOf(values)).toBe(bitsOf(engine.numbers[at]!))
  }
  return true
}

const inOrder = async (path: string, work: (connection: DuckDBConnection) => Promise<void>): Promise<void> =>
  withEngine([path], undefined, async (connection) => {
    await connection.run('SET preserve_insertion_order = true')
    await work(connection)
  })

const integer = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.integer(), fc.maxSafeInteger())
const digits = (most: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))
/** Decimals of every length, as programs write them. */
const decimal = fc.oneof(
  integer.map(String),
  fc.double().map(String),
  fc.double({ min: -10, max: 10, noNaN: true }).map((value) => value.toFixed(5)),
  fc.double({ noNaN: true }).map((value) => value.toExponential()),
  fc.tuple(fc.constantFrom('', '-'), digits(22), digits(22)).map(([sign, whole, part]) => `${sign}${whole}.${part}`),
  fc.tuple(digits(18), fc.integer({ min: -330, max: 330 })).map(([whole, power]) => `${whole}e${power}`),
  fc.tuple(digits(3), digits(16), fc.integer({ min: -25, max: 25 })).map(([a, b, power]) => `-${a}.${b}E${power}`),
)
const odd = fc.constantFrom(
  ...[
    '',
    ' ',
    '-',
    '+1',
    '.5',
    '5.',
    '-.5',
    '1e',
    '1e+',
    '-0',
    '00012',
    '1_000',
    '0x10',
    '1,5',
    '1 ',
    ' 1',
    '--1',
    '1-',
    '1.2.3',
  ],
  ...[
    'nan',
    'NaN',
    'NA',
    'n/a',
    'null',
    'None',
    'inf',
    '-Infinity',
    'true',
    'N\u0130L',
    '1e400',
    '-1e400',
    '1e-400',
    '5e-324',
  ],
  ...[
    '9007199254740993',
    '0.1e-6',
    '1e22',
    '1e23',
    '123456789',
    '1234567890',
    '2147483648',
    '4.35',
    '0.000001',
    '1١',
    '𝟙',
  ],
)
const text = fc.oneof(
  fc.constantFrom(
    'yes',
    'no',
    'Köln',
    '日本',
    'a b',
    "it's",
    'x;y',
    'x|y',
    'x\ty',
    '#',
    '\\',
    '\\N',
    '"',
    'a"b',
    '"q"',
    '""',
  ),
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.constantFrom('\0', '\r', '\n', '\r\n', '\uFEFF', '\u2028'),
)
const plainText = fc.constantFrom('yes', 'no', '', 'Köln', 'a b', 'N/A', '日本', "it's", 'zzz', '0', '1.0', '-')

type Shape = {
  delimiter: string
  end: string
  isEnded: boolean
  hasMark: boolean
  isRagged: boolean
  header: string[]
  rows: string[][]
}

const shape = (cell: fc.Arbitrary<string>, name: fc.Arbitrary<string>): fc.Arbitrary<Shape> =>
  fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
      end: fc.constantFrom('\n', '\n', '\r\n'),
      isEnded: fc.boolean(),
      hasMark: fc.boolean(),
      isRagged: fc.constant(false),
      header: fc.array(name, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }),
    }),
  )

function written({ delimiter, end, isEnded, hasMark, header, rows }: Shape): string {
  const lines = [header, ...rows].map((cells) => cells.join(delimiter))
  return `${hasMark ? '\uFEFF' : ''}${lines.join(end)}${isEnded ? end : ''}`
}

/** Holds the reader against the engine on many files; the share that it accepts is between the bounds. */
async function holds(files: fc.Arbitrary<string | Uint8Array>, least: number, runs: number): Promise<void> {
  const path = join(folder, 'file.csv')
  let [accepted, all] = [0, 0]
  await inOrder(path, async (connection) => {
    await fc.assert(
      fc.asyncProperty(files, async (content) => {
        await writeFile(path, content)
        all += 1
        if (await agree(connection, path)) accepted += 1
      }),
      { numRuns: runs },
    )
  })
  expect(accepted).toBeGreaterThanOrEqual(least * all)
}

const names = fc.constantFrom('a', 'b', 'Label', 'label', 'score 1', 'ä', 'c-d')

describe('what is read plainly the engine reads alike', () => {
  test('numbers, to the last bit', async () => {
    await holds(shape(decimal, names).map(written), 0.2, 400)
  })

  test('texts', async () => {
    await holds(shape(plainText, names).map(written), 0.2, 300)
  })

  test('everything that is odd', async () => {
    const cell = fc.oneof(odd, text, decimal, plainText)
    await holds(shape(cell, fc.oneof(names, text, fc.constant(''))).map(written), 0.01, 1200)
  })

  test('lines of other lengths, empty lines and mixed line ends', async () => {
    const line = fc.array(fc.oneof(plainText, odd), { maxLength: 4 }).map((cells) => cells.join(','))
    const end = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r', '\n\n')
    const file = fc
      .array(fc.tuple(line, end), { maxLength: 6 })
      .map((lines) => `a,b\n${lines.map((parts) => parts.join('')).join('')}`)
    await holds(file, 0, 800)
  })

  test('any bytes', async () => {
    const usual = Buffer.from('a1,.-\n\n\r"\t ')
    const bytes = fc.array(fc.constantFrom(...usual, 0, 0x80, 0xc3, 0xa4, 0xff), { maxLength: 40 })
    await holds(
      bytes.map((rest) => Buffer.concat([Buffer.from('a,b\n1,2\n'), Uint8Array.from(rest)])),
      0,
      1500,
    )
  })
})

describe('a file longer than a piece', () => {
  test('is read alike, and its digest is that of its bytes', async () => {
    const path = join(folder, 'long.csv')
    const lines = Array.from(
      { length: 60_000 },
      (_, i) => `${i},${(i * 0.37).toFixed(3)},${'ab'.repeat(i % 7)},ü${i % 50}`,
    )
    for (const end of ['\n', '\r\n']) {
      const content = `i,x,s,u${end}${lines.join(end)}`
      await writeFile(path, content)
      const found = await scanPlain(path, {}, async (csv) => {
        const [i, x] = [new NumberReader(0, csv.delimiter, WORDS), new NumberReader(1, csv.delimiter, WORDS)]
        const [s, u] = [new CodeReader(csv.delimiter, 100), new CodeReader(csv.delimiter, 100)]
        let [at, sum] = [0, 0]
        const rows = await csv.read([i, x, s, u], (size) => {
          const [words, letters] = [s.dictionary.names(), u.dictionary.names()]
          for (let row = 0; row < size; row++, at++) {
            if (i.values[row] !== at || x.values[row] !== Number((at * 0.37).toFixed(3))) sum += 1
            if (words[s.codes[row]!] !== 'ab'.repeat(at % 7) || letters[u.codes[row]!] !== `ü${at % 50}`) sum += 1
          }
        })
        return { result: sum, rows }
      })
      const digest = `sha256:${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`
      expect(found).toMatchObject({ result: 0, source: { rows: 60_000, digest, bytes: Buffer.byteLength(content) } })
    }
  })

  test('is not plain with a long line', async () => {
    const path = join(folder, 'wide.csv')
    await writeFile(path, `a,b\n1,2\n3,${'x'.repeat(300_000)}\n`)
    expect(await plainly(path)).toBeUndefined()
  })
})

describe('what the reader of plain CSV leaves to the engine', () => {
  test.each([
    ['an empty file', ''],
    ['a header alone', 'a,b\n'],
    ['a quote', 'a,b\n1,"2"\n'],
    ['a quoted name', '"a",b\n1,2\n'],
    ['a short line', 'a,b\n1\n'],
    ['a long line', 'a,b\n1,2,3\n'],
    ['an empty line', 'a,b\n1,2\n\n3,4\n'],
    ['an empty line of one column', 'a\n1\n\n2\n'],
    ['a NUL byte', 'a,b\n1,\0\n'],
    ['Latin-1', Buffer.from('a,b\n1,ä\n', 'latin1')],
    ['mixed line ends', 'a,b\n1,2\r\n3,4\n'],
    ['old line ends', 'a,b\r1,2\r'],
    ['a name that is there twice', 'a,a\n1,2\n'],
  ])('%s', async (_, content) => {
    const path = join(folder, 'odd.csv')
    await writeFile(path, content)
    expect(await plainly(path)).toBeUndefined()
  })

  test('whatever the work wants to leave to it, but no mistake of the work itself', async () => {
    const path = join(folder, 'good.csv')
    await writeFile(path, 'a,b\n1,2\n')
    expect(await scanPlain(path, {}, () => Promise.reject(new NotPlain('x')))).toBeUndefined()
    await expect(scanPlain(path, {}, () => Promise.reject(new TypeError('a mistake')))).rejects.toThrow('a mistake')
  })

  test('nothing where the signal is aborted: its reason is thrown', async () => {
    const path = join(folder, 'good.csv')
    await writeFile(path, 'a,b\n1,2\n')
    const work = (): Promise<never> => Promise.reject(new Error('never'))
    await expect(scanPlain(path, { signal: AbortSignal.abort(new Error('enough')) }, work)).rejects.toThrow('enough')
  })

  test('a file that changed while it was read is refused', async () => {
    const path = join(folder, 'changing.csv')
    await writeFile(path, 'a,b\n1,2\n')
    const work = scanPlain(path, {}, async (csv) => {
      const rows = await csv.read(
        [new SkippingReader(csv.delimiter), new SkippingReader(csv.delimiter)],
        () => undefined,
      )
      await writeFile(path, 'a,b\n1,3\n')
      return { result: 0, rows }
    })
    await expect(work).rejects.toMatchObject({ code: 'file_changed' })
  })
})
