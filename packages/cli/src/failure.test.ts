import { describe, expect, test } from 'vitest'
import { CliFailure, EXIT, explain, kebab } from './failure.ts'

const refused = (status: number, code: string, more: object = {}): Error =>
  Object.assign(new Error('no'), {
    name: 'ApiProblem',
    problem: { status, code, detail: 'no', refusals: [{ code, message: 'No.', ...more }] },
  })

describe('an error at the terminal', () => {
  test('of a refusal says what, what helps and the code, and ends with 1', () => {
    const { lines, exit } = explain(refused(403, 'not-entitled', { help: 'Ask Ada.' }))
    expect(lines).toEqual(['No. (not-entitled)', '  Ask Ada.'])
    expect(exit).toBe(EXIT.refused)
  })

  test('names the option that a field is', () => {
    const { lines } = explain(
      refused(422, 'input-invalid', { subject: '/dataDigest', message: 'dataDigest: must be x' }),
    )
    expect(lines).toEqual(['must be x [--data-digest] (input-invalid)'])
  })

  test.each([
    ['nobody signed in', refused(401, 'not-signed-in')],
    ['a fault of the server', refused(500, 'internal')],
    ['no server', Object.assign(new Error('gone'), { name: 'Unreachable' })],
    ['wrong usage', new CliFailure('Which version?')],
    ['anything else', new Error('boom')],
  ])('of %s ends with 2: it cannot be told', (_, error) => {
    expect(explain(error).exit).toBe(EXIT.unable)
  })
})

test('field names become options', () => {
  expect(kebab('expiresInDays')).toBe('expires-in-days')
})
