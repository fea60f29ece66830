import { ask } from '../../api/asking.ts'

/** The register of risks, as the pack that comes with Muster names it. */
export const RISKS = 'risks'
/** The register gives the largest first; what is closed stands among them. */
const ENOUGH = 50

/** The question for the largest risks of a project. */
export const risksOf = (project: string) => ask('item.list', { register: RISKS, project, limit: ENOUGH })
