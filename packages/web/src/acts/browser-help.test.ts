import { expect, test } from 'vitest'
import { browserHelp } from './browser-help.ts'

test.each([
  ['Move the project on: "muster project advance".', 'Move the project on.'],
  [
    'Let Muster measure the file ("muster evidence evaluate"), or name the tool that really did.',
    'Let Muster measure the file, or name the tool that really did.',
  ],
  ['Compare it on the same rows (muster evidence compare).', 'Compare it on the same rows.'],
  ['List the roles with "muster role list".', ''],
  ['Send the letter. See them with "muster project show". Then go on.', 'Send the letter. Then go on.'],
  ['Look first. Type `npm run muster -- login` in a terminal.', 'Look first.'],
])('commands of the terminal are left out of what helps in a browser: %s', (help, shown) => {
  expect(browserHelp(help)).toBe(shown)
})

test('what names no command stays as it is', () => {
  const help = 'Ask Muster’s administrator, e.g. Ada. A "muster" alone is no command. It is at 1.5 %!'
  expect(browserHelp(help)).toBe(help)
})
