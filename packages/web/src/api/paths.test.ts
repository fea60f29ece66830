import { QUERY_ROUTES } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import { PATHS } from './paths.ts'

describe('the addresses that pages ask', () => {
  test('are those of the contract, by the same names', () => {
    const wrong = Object.entries(PATHS).filter(([name, path]) => QUERY_ROUTES.get(name)?.path !== `/api/v1${path}`)
    expect(wrong).toEqual([])
  })
})
