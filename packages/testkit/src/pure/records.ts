import type { Noun } from '@muster/core'

/** The records of a world, for whoever only reads them. */
export interface Records {
  /** Every record of a noun, in the order in which they came to be. */
  all<T>(noun: Noun<T>): T[]
  /** The record of that id; a test that asks for one that is not there is wrong. */
  get<T>(noun: Noun<T>, id: string): T
}
