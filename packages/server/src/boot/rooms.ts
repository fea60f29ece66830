import { fileHandlers } from '../files/routes.ts'
import { healthHandlers } from '../http/health.ts'
import { sessionHandlers } from '../http/sessions.ts'
import { passwordHandlers } from '../http/own-password.ts'
import { evidenceLoaders } from '../judging/evidence/queries.ts'
import { evidenceHandlers } from '../judging/evidence/routes.ts'
import { gateLoaders } from '../judging/gates/queries.ts'
import { gateHandlers } from '../judging/gates/routes.ts'
import { experimentLoaders } from '../making/experiments/queries.ts'
import { experimentHandlers } from '../making/experiments/routes.ts'
import { registryLoaders } from '../making/registry/queries.ts'
import { registryHandlers } from '../making/registry/routes.ts'
import { ledgerHandlers } from '../record/ledger/routes.ts'
import { packLoaders } from '../record/packs/queries.ts'
import { packHandlers } from '../record/packs/routes.ts'
import { registerLoaders } from '../record/registers/queries.ts'
import { registerHandlers } from '../record/registers/routes.ts'
import { scorecardLoaders } from '../record/scorecards/queries.ts'
import { scorecardHandlers } from '../record/scorecards/routes.ts'
import { deploymentLoaders } from '../running/deployments/queries.ts'
import { deploymentHandlers } from '../running/deployments/routes.ts'
import { ceremonyLoaders } from '../team/ceremonies/queries.ts'
import { ceremonyHandlers } from '../team/ceremonies/routes.ts'
import { peopleLoaders } from '../team/people/queries.ts'
import { peopleHandlers } from '../team/people/routes.ts'
import { learningLoaders } from '../team/learning/queries.ts'
import { learningHandlers } from '../team/learning/routes.ts'
import { staffingLoaders } from '../team/staffing/queries.ts'
import { staffingHandlers } from '../team/staffing/routes.ts'
import { responsibilityLoaders } from '../team/responsibility/queries.ts'
import { responsibilityHandlers } from '../team/responsibility/routes.ts'
import { projectLoaders } from '../work/projects/queries.ts'
import { projectHandlers } from '../work/projects/routes.ts'
import { updateLoaders } from '../work/updates/queries.ts'
import { updateHandlers } from '../work/updates/routes.ts'
import type { Handlers } from '../http/context.ts'
import { firstStartHandlers } from './first-start.ts'
import type { Loader } from '../store/perform.ts'

/** The reader of every fact that acts need, by its name. */
export const LOADERS: Readonly<Record<string, Loader>> = {
  ...peopleLoaders,
  ...packLoaders,
  ...responsibilityLoaders,
  ...staffingLoaders,
  ...learningLoaders,
  ...projectLoaders,
  ...experimentLoaders,
  ...registryLoaders,
  ...evidenceLoaders,
  ...gateLoaders,
  ...deploymentLoaders,
  ...registerLoaders,
  ...ceremonyLoaders,
  ...updateLoaders,
  ...scorecardLoaders,
}

/** The answer of every query, by its name. */
export const HANDLERS: Handlers = {
  ...peopleHandlers,
  ...packHandlers,
  ...responsibilityHandlers,
  ...staffingHandlers,
  ...learningHandlers,
  ...projectHandlers,
  ...experimentHandlers,
  ...registryHandlers,
  ...evidenceHandlers,
  ...gateHandlers,
  ...deploymentHandlers,
  ...ceremonyHandlers,
  ...updateHandlers,
  ...ledgerHandlers,
  ...registerHandlers,
  ...scorecardHandlers,
  ...fileHandlers,
  ...passwordHandlers,
  ...sessionHandlers,
  ...healthHandlers,
  ...firstStartHandlers,
}
