import { expect, test } from 'vitest'
import { destination } from './destination.ts'

test('an address keeps what stands behind its question mark', () => {
  expect(destination('/projects').to).toBe('/projects')
  expect(destination('/projects').search()).toEqual({})
  const { to, search } = destination(`/sign-in?back=${encodeURIComponent('/a/b?c=d')}`)
  expect(to).toBe('/sign-in')
  expect(search()).toEqual({ back: '/a/b?c=d' })
})
