import { describe, expect, test } from 'vitest'
import { isTouched } from './touched.ts'

const [one, other] = ['prj_0000000000000000000000000A', 'prj_0000000000000000000000000B']

describe('news of a project', () => {
  test('make old what is known of it and what belongs to no project, not what is known of another', () => {
    const news = new Set([one])
    expect(isTouched(['project.show', { project: one }], news)).toBe(true)
    expect(isTouched(['project.show', { project: other }], news)).toBe(false)
    expect(isTouched(['gate.status', { version: 'ver_0000000000000000000000000A' }], news)).toBe(true)
    expect(isTouched(['inbox.list', {}], news)).toBe(true)
  })

  test('that name no project make everything old', () => {
    expect(isTouched(['project.show', { project: other }], new Set())).toBe(true)
  })
})
