import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPeople } from './people-list.ts'

const nobody = new Set<string>()

test('given lines as people paste them, names and addresses are told apart, and a heading says nothing', () => {
  const text = [
    'Name, E-mail',
    'Ada Okafor, ada@example.org',
    '',
    '"Yusuf Demir" <yusuf@example.org>',
    'mei@example.org;Mei;Tanaka',
    'Noor El-Sayed\tnoor@example.org',
  ].join('\r\n')
  expect(readPeople(text, nobody)).toEqual([
    { line: 2, name: 'Ada Okafor', email: 'ada@example.org' },
    { line: 4, name: 'Yusuf Demir', email: 'yusuf@example.org' },
    { line: 5, name: 'Mei Tanaka', email: 'mei@example.org' },
    { line: 6, name: 'Noor El-Sayed', email: 'noor@example.org' },
  ])
})

test.each([
  ['"Quote, Comma",quote@example.org', 'Quote, Comma', 'quote@example.org'],
  ['quote@example.org; "Semi; Colon"', 'Semi; Colon', 'quote@example.org'],
  ['"Ada ""The A"" Okafor","ada@example.org"', 'Ada "The A" Okafor', 'ada@example.org'],
  ['"Okafor, Ada" <ada@example.org>', 'Okafor, Ada', 'ada@example.org'],
  ['Ada 5" Okafor, ada@example.org', 'Ada 5" Okafor', 'ada@example.org'],
])('given %j, what is quoted is one cell', (line, name, email) => {
  expect(readPeople(line, nobody)).toEqual([{ line: 1, name, email }])
})

test.each([
  ['Ada Okafor', 'no-email'],
  ['Ada, ada@example', 'email'],
  ['ada@example.org', 'no-name'],
  [`${'a'.repeat(201)}, ada@example.org`, 'name'],
  ['Otto, OTTO@example.org', 'known'],
] as const)('given the line %j, it says why nobody can be registered from it', (line, problem) => {
  expect(readPeople(line, new Set(['otto@example.org']))[0]?.problem).toBe(problem)
})

test('given an address twice, the second line says so, whatever its case', () => {
  const found = readPeople('Ada, ada@example.org\nAda again, ADA@example.org', nobody)
  expect(found.map(({ problem }) => problem)).toEqual([undefined, 'twice'])
})

test('whatever is pasted, whoever has no problem has a name and an address, and nobody is taken twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.emailAddress(), { maxLength: 4 }), (noise, addresses) => {
      const text = addresses.flatMap((address) => [`${noise}, ${address}`, `A, ${address}`]).join('\n')
      const taken = readPeople(text, nobody).filter(({ problem }) => problem === undefined)
      for (const { name, email } of taken) expect([name === '', email.includes('@')]).toEqual([false, true])
      expect(new Set(taken.map(({ email }) => email.toLowerCase())).size).toBe(taken.length)
    }),
  )
})
