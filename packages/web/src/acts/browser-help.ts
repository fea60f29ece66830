const COMMAND = String.raw`(?:npm run muster|muster) [^"\x60)]+`
/** A command behind a sentence that is whole without it: `…: "muster gate submit"`, `… ("muster evidence evaluate")`. */
const BESIDE = new RegExp(String.raw`(?:: ["\x60]${COMMAND}["\x60]| \(["\x60]?${COMMAND}["\x60]?\))`, 'g')
const INSIDE = new RegExp(String.raw`["\x60]${COMMAND}["\x60]|npm run muster`)

/**
 * What helps somebody who is at a browser: commands of the terminal are left out, and with them the sentences that say
 * nothing else. Example: `browserHelp('Move the project on: "muster project advance".') // 'Move the project on.'`
 */
export function browserHelp(help: string): string {
  return help
    .replaceAll(BESIDE, '')
    .split(/(?<=[.!?])\s+(?=[A-Z“"])/)
    .filter((sentence) => !INSIDE.test(sentence))
    .join(' ')
}
