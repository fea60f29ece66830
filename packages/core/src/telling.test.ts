import { expect, test } from 'vitest'
import { EVENTS } from './acts.ts'
import { isKnownNews } from './work/updates/telling.ts'

/** Events of people, tokens, packs and the workspace: no project has them. */
const OF_NO_PROJECT =
  /^(?:Workspace|Person(?!Assigned)|Administration|Auditor|PasswordLink|Token|PackApplied|Skill|Learning|Absence|Feed)/

test('every event of a project is told in words of its own, or is known to be no news', () => {
  const untold = [...EVENTS.keys()].filter((type) => !OF_NO_PROJECT.test(type) && !isKnownNews(type))
  expect(untold).toEqual([])
})
