import { expect, test } from 'vitest'
import { nearestNames } from './columns.ts'
import { sqlName, sqlPath, sqlText } from './engine.ts'
import { formatOf } from './format.ts'

test('the nearest names are those a typist meant', () => {
  const names = ['label', 'prediction', 'score', 'tumour_size']
  expect(nearestNames('lable', names)).toEqual(['label'])
  expect(nearestNames('Prediction', names)).toEqual(['prediction'])
  expect(nearestNames('size', names)).toEqual(['tumour_size'])
  expect(nearestNames('customer', names)).toEqual([])
})

test('the format is the end of the name, whatever its case', () => {
  expect(formatOf('a.PARQUET')).toEqual({ kind: 'parquet', compression: 'none' })
  expect(formatOf('a.b.csv.gz')).toEqual({ kind: 'csv', compression: 'gzip' })
  expect(formatOf('a.jsonl.ZST')).toEqual({ kind: 'jsonl', compression: 'zstd' })
  expect(formatOf('a.ndjson')).toEqual({ kind: 'jsonl', compression: 'none' })
  for (const name of ['a.txt', 'csv', 'a.parquet.gz', 'a.csv.zip', '']) {
    expect(() => formatOf(name)).toThrow(expect.objectContaining({ code: 'format_unknown' }))
  }
})

test('quotes and patterns in names are only text to the query', () => {
  expect(sqlText("o'brien")).toBe("'o''brien'")
  expect(sqlName('a"b')).toBe('"a""b"')
  expect(sqlPath("/a[1]*?'.csv")).toBe("'/a[[]1][*][?]''.csv'")
})
