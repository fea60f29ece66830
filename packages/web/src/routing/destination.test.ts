import { expect, test } from 'vitest'
import { destination } from './destination.ts'

test('an address keeps what stands behind its question mark', () => {
  expect(destination('/projects')).toEqual({ to: '/projects', search: {} })
  expect(destination(`/sign-in?then=${encodeURIComponent('/a/b?c=d')}`)).toEqual({
    to: '/sign-in',
    search: { then: '/a/b?c=d' },
  })
})
