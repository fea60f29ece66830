import { words } from '../words/events.ts'

/** An event in words that follow the name of who did it. Those of a newer server are told by their name. */
export const toldOf = (type: string): string =>
  words.events[type] ?? type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
