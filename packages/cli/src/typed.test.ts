import { ACT_ROUTES, QUERIES } from '@muster/contract'
import { expect, test } from 'vitest'
import { calledAs, typed } from './typed.ts'

test('a command is named as it can be typed: through npm in a checkout, by its name once installed', () => {
  const text = 'See what is missing: muster gate status churn@1. Sign in with "muster login".'
  expect(typed(text, calledAs({ CALLED_MUSTER_AS: 'npm' }))).toBe(
    'See what is missing: npm run muster -- gate status churn@1. Sign in with "npm run muster -- login".',
  )
  expect(typed(text, calledAs({ CALLED_MUSTER_AS: 'muster' }))).toBe(text)
  expect(typed(text, calledAs({ CALLED_MUSTER_AS: 'muster', npm_command: 'exec' }))).toContain('npx muster gate status')
})

test('what is no command stays as it is, and nothing is said twice', () => {
  const as = 'npm run muster --'
  for (const text of ['muster 0.1.0', 'muster-data', 'Muster the team', 'muster the team', 'muster gates'])
    expect(typed(text, as)).toBe(text)
  expect(typed('Usage: muster [options] [command]', as)).toBe('Usage: npm run muster -- [options] [command]')
  expect(typed(typed('muster ledger verify', as), as)).toBe('npm run muster -- ledger verify')
  expect(typed('npm run -s muster -- inbox', 'muster')).toBe('muster inbox')
})

test('every noun of the program is a command', () => {
  const nouns = new Set([...ACT_ROUTES.keys(), ...QUERIES.map((q) => q.name)].map((name) => name.split('.')[0] ?? ''))
  // What "me.show" answers is asked by "muster whoami".
  nouns.delete('me')
  expect(nouns.size).toBeGreaterThan(30)
  for (const noun of nouns) expect(typed(`muster ${noun} list`, 'npx muster')).toBe(`npx muster ${noun} list`)
})
