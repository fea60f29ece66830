import { registerPackNamed } from '@muster/testkit'
import { expect, test } from 'vitest'
import { registerReport } from './register-report.ts'

const reading = { screen: { color: false, width: 200, interactive: false }, now: '2026-03-02T09:00:00.000Z' }

test('a register says what each field takes, where an item goes, who decides, and what is measured', () => {
  const lines = registerReport({ ...registerPackNamed('risks') }, reading as never)
  const text = lines.join('\n')
  expect(text).toMatch(/likelihood +Likelihood +integer from 1 to 5 +required +1 rare to 5 almost certain/)
  expect(text).toMatch(/kind +Kind +data, model, operational, ethical, security, project +required/)
  expect(text).toMatch(/accepted +Accepted as it is +open, occurred, closed +whoever is A +reviewOn/)
  expect(text).toContain('size: Size. Likelihood times impact, 1 to 25')
  expect(text).toContain('Look at this risk again: to the owner, on reviewOn')
  expect(text).toContain('open-risks: Open risks (count)')
  expect(text).toContain('Each project keeps its own.')
})
