import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passwordProblem } from './passwords.ts'

const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@example.org' }
const problem = (password: string, about = ada): string | undefined => passwordProblem(password, about)?.message

describe('a password', () => {
  test('of several words is good', () => {
    expect(problem('correct horse battery staple')).toBeUndefined()
    expect(problem('twelve chars')).toBeUndefined()
  })
  test('has 12 to 128 characters', () => {
    expect(problem('elevenchars')).toMatch(/at least 12/)
    expect(problem('abcdefghijkl')).toBeUndefined()
    expect(problem('abcdefgh'.repeat(16))).toBeUndefined()
    expect(problem(`${'abcdefgh'.repeat(16)}i`)).toMatch(/at most 128/)
  })
  test('has at least five different characters', () => {
    expect(problem('abcdabcdabcd')).toMatch(/different characters/)
    expect(problem('abcdeabcdeab')).toBeUndefined()
  })
  test('is not made of the person’s name or address, in whatever case', () => {
    for (const own of [
      'Ada Lovelace1',
      'ADA LOVELACE 22',
      'ada.lovelace!',
      'ada.lovelace@example.org',
      'x-ada.lovelace',
    ])
      expect([own, problem(own)]).toEqual([own, 'The password must not be made of your name or address.'])
    expect(problem('Ada Lovelace wrote the first program')).toBeUndefined()
  })
  test('may contain a short name by chance', () => {
    expect(problem('bo knows nothing', { name: 'Bo', email: 'bo@x.org' })).toBeUndefined()
  })
  test('is judged without ever repeating it in the answer', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 200 }), (password) => {
        const found = passwordProblem(password, ada)
        if (found === undefined || 'The password must not be made of your name or address.'.includes(password)) return
        expect(JSON.stringify(found)).not.toContain(JSON.stringify(password))
        expect(found.code).toBe('password-weak')
        expect(found.help).toBeDefined()
      }),
    )
  })
})
