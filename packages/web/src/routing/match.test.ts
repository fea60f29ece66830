import { describe, expect, test } from 'vitest'
import { pageAt, paramsOf } from './match.ts'

describe('the pattern of a page', () => {
  test.each([
    ['/', '/', {}],
    ['/projects/$project', '/projects/prj_1', { project: 'prj_1' }],
    ['/projects/$project', '/projects/prj_1/', { project: 'prj_1' }],
    ['/projects/$project', '/projects/a%20b', { project: 'a b' }],
    ['/projects/$project/gate/$version', '/projects/p/gate/v', { project: 'p', version: 'v' }],
  ])('%s fits %s', (pattern, address, params) => {
    expect(paramsOf(pattern, address)).toEqual(params)
  })

  test.each([
    ['/projects/$project', '/projects'],
    ['/projects/$project', '/people/prj_1'],
    ['/projects/$project', '/projects/prj_1/team'],
    ['/projects/$project', '/projects/%E0%A4%A'],
  ])('%s does not fit %s', (pattern, address) => {
    expect(paramsOf(pattern, address)).toBeUndefined()
  })

  test('that says more of the address is the page', () => {
    const pages = [{ path: '/registers/$register' }, { path: '/registers/new' }]
    expect(pageAt(pages, '/registers/new')?.page).toBe(pages[1])
    expect(pageAt(pages, '/registers/risks')).toEqual({ page: pages[0], params: { register: 'risks' } })
    expect(pageAt(pages, '/elsewhere')).toBeUndefined()
  })
})
