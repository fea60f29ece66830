import { NOUNS } from './nouns.ts'

/** How somebody calls this program, as far as that can be told from how they did. */
export function calledAs(environment: Readonly<Record<string, string | undefined>>): string {
  // `muster.mjs` leaves the name by which it was started: an installed program is started by its own.
  const isInstalled = environment['CALLED_MUSTER_AS'] === 'muster'
  if (environment['npm_command'] === 'exec' && isInstalled) return 'npx muster'
  return isInstalled ? 'muster' : 'npm run muster --'
}

/** Commands beside the nouns. */
const OWN = ['start', 'backup', 'restore', 'login', 'logout', 'password', 'whoami', 'check', 'init']
const COMMAND = new RegExp(
  String.raw`\bmuster (?=(?:${[...OWN, ...Object.keys(NOUNS)].join('|')}|--help|\[options\])(?![\w-]))`,
  'g',
)
const BEFORE = /npm run (?:-s )?muster -- |npx muster /g

/**
 * A text with each command of Muster as it can be typed where it is read: texts name it `muster …`, which is not there in
 * a checkout. This is the one place that knows the difference.
 *
 * @example typed('See "muster gate status".') // 'See "npm run muster -- gate status".'
 */
export const typed = (text: string, as: string = calledAs(process.env)): string =>
  text.replaceAll(BEFORE, 'muster ').replaceAll(COMMAND, `${as} `)
