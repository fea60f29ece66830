import { words } from '../words/projects.ts'

/** The name of an event as words. Example: `toldOf('MilestoneDropped') // 'milestone dropped'` */
export const toldOf = (type: string): string =>
  words.events[type] ?? type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
