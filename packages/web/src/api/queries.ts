import { useSuspenseQuery } from '@tanstack/react-query'
import type { Answers } from './answers.ts'
import type { Given, Item, QueryName } from './asking.ts'
import { ask, askAll } from './asking.ts'

/** The answer of a query; the page waits until it is there, and shows the refusal when there is none. */
export function useAnswer<N extends QueryName>(name: N, given: Given = {}): Answers[N] {
  return useSuspenseQuery(ask(name, given)).data
}

/** All items of a list. */
export function useAll<N extends QueryName>(name: N, given: Given = {}): readonly Item<N>[] {
  return useSuspenseQuery(askAll(name, given)).data
}
