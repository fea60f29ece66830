import { expect, test } from 'vitest'
import { linesOf } from './load-example.ts'

test('what arrives in pieces is read line by line', () => {
  expect(linesOf('{"step":1}\n{"st')).toEqual({ lines: ['{"step":1}'], rest: '{"st' })
  expect(linesOf('{"step":2}\n\n')).toEqual({ lines: ['{"step":2}'], rest: '' })
  expect(linesOf('')).toEqual({ lines: [], rest: '' })
})
