import type { Answers } from '../../api/answers.ts'

/** A register as its pack describes it, and one of its items. */
export type Definition = Answers['register.show']
export type Item = Answers['item.list']['items'][number]
