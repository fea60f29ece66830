import { evidencePages } from '../judging/evidence/pages.ts'
import { gatePages } from '../judging/gates/pages.ts'
import { experimentPages } from '../making/experiments/pages.ts'
import { registryPages } from '../making/registry/pages.ts'
import { ledgerPages } from '../record/ledger/pages.ts'
import { packPages } from '../record/packs/pages.ts'
import { registerPages } from '../record/registers/pages.ts'
import { scorecardPages } from '../record/scorecards/pages.ts'
import type { Page } from '../routing/page.ts'
import { responsibilityPages } from '../team/responsibility/pages.ts'
import { ceremonyPages } from '../team/ceremonies/pages.ts'
import { learningPages } from '../team/learning/pages.ts'
import { peoplePages } from '../team/people/pages.ts'
import { staffingPages } from '../team/staffing/pages.ts'
import { projectPages } from '../work/projects/pages.ts'
import { updatePages } from '../work/updates/pages.ts'

/** Every page of the app. A room lists its pages in its `pages.ts`; here they come together. */
export const PAGES: readonly Page[] = [
  ...responsibilityPages,
  ...peoplePages,
  ...projectPages,
  ...updatePages,
  ...gatePages,
  ...experimentPages,
  ...registryPages,
  ...evidencePages,
  ...staffingPages,
  ...learningPages,
  ...ceremonyPages,
  ...ledgerPages,
  ...packPages,
  ...registerPages,
  ...scorecardPages,
]
