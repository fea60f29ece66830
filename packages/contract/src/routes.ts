import type { AnyAct } from '@muster/core'
import { ACTS, input } from '@muster/core'
import { z } from 'zod'
import { CEREMONY_QUERIES } from './ceremony-queries.ts'
import { sizeAnswer, sizeQuestion } from './experiment-size.ts'
import { packComparison, packUse } from './pack-records.ts'
import * as records from './records.ts'
import { FILE_QUERIES } from './file-routes.ts'
import { LEDGER_QUERIES } from './ledger-routes.ts'
import { REGISTER_QUERIES } from './register-routes.ts'
import { SCORECARD_QUERIES } from './scorecard-routes.ts'
import type { Route } from './route.ts'
import { byId, get, inProject, list, pageOf } from './route.ts'
import { TEAM_QUERIES } from './team-routes.ts'
import { UPDATE_QUERIES } from './update-queries.ts'
import { WORKSPACE_QUERIES } from './workspace-routes.ts'

/** Every query of Muster. */
export const QUERIES: readonly Route[] = [
  get('me.show', '/me', 'Who am I', 'The person that is signed in, with their assignments.', records.me),
  get(
    'inbox.list',
    '/inbox',
    'What needs me now',
    'Consultations, reviews, approvals, handovers, deliverables that are due from you, checks you can satisfy and actions you owe, longest waiting first or what most else waits for, and what you were told.',
    records.inbox,
    {
      query: z.strictObject({
        order: z
          .enum(['longest', 'blocking'])
          .default('longest')
          .describe('longest: what waits longest first; blocking: what most else waits for first'),
      }),
    },
  ),
  {
    ...get(
      'inbox.read',
      '/inbox/read',
      'Mark notices as read',
      'Marks your notices up to an entry as read.',
      records.doneRead,
    ),
    method: 'POST',
    body: z.strictObject({ upTo: z.int().min(0).describe('Number of the newest entry that was read') }),
  },
  {
    ...get(
      'password.change',
      '/me/password',
      'Change your password',
      'Replaces your password by another one. Your other sessions and unused one-time links end; API tokens go on.',
      records.passwordChanged,
    ),
    method: 'POST',
    body: z.strictObject({
      current: z.string().min(1).max(1_000).describe('The password you have'),
      password: z.string().min(1).max(1_000).describe('The one you want: 12 to 128 characters'),
    }),
  },
  list('person.list', '/people', 'List people', 'People and service accounts of the workspace.', records.person),
  get('person.show', '/people/:person', 'Show a person', 'One person, with their assignments.', records.me, {
    params: z.strictObject({ person: input.person.describe('The person') }),
  }),
  list('token.list', '/tokens', 'List your API tokens', 'Tokens you issued, without their secrets.', records.token),
  list('pack.list', '/packs', 'List packs', 'Packs applied to the workspace, newest first.', records.pack),
  get('pack.show', '/packs/:pack', 'Show a pack', 'One pack with its content.', records.packWithContent, {
    params: z.strictObject({ pack: input.digest.describe('Digest of the pack') }),
  }),
  get(
    'pack.use',
    '/packs/:pack/use',
    'Show who uses a pack',
    'The projects that follow exactly this pack, and the other applied versions of it.',
    packUse,
    { params: z.strictObject({ pack: input.digest.describe('Digest of the pack') }) },
  ),
  {
    ...get(
      'pack.compare',
      '/packs/compare',
      'Compare a pack with the applied one',
      'What applying this pack would change, item by item, and what is wrong with it by line and column. Nothing is applied.',
      packComparison,
    ),
    method: 'POST',
    body: z.strictObject({
      text: z.string().min(1).max(250_000).describe('The YAML text of the pack'),
      file: input.line(300).default('pack.yaml').describe('File name, for messages'),
    }),
  },
  get(
    'role.list',
    '/roles',
    'List roles',
    'The role catalogue: what each role does, its skills, KPIs, deliverable and when to involve it.',
    pageOf(records.role),
  ),
  get('role.show', '/roles/:role', 'Show a role', 'One role of the catalogue.', records.role, {
    params: z.strictObject({ role: input.slug.describe('Role id') }),
  }),

  list('project.list', '/projects', 'List projects', 'Projects you may read.', records.project),
  get(
    'project.show',
    '/projects/:project',
    'Show a project',
    'One project with its stage, criteria and milestones.',
    records.project,
    inProject,
  ),
  get(
    'project.team',
    '/projects/:project/team',
    'Show a project’s team',
    'The RACI matrix, who holds which role, and what lint finds.',
    records.team,
    inProject,
  ),
  get(
    'responsibility.who',
    '/projects/:project/answers/:activity',
    'Who answers for this?',
    'Who is R, A, C and I for an activity, by role and by person.',
    records.answerable,
    {
      params: inProject.params.extend({ activity: input.slug.describe('Activity') }),
      permission: 'project',
    },
  ),
  get(
    'project.checks',
    '/projects/:project/stages/:stage',
    'Show the checks of a stage',
    'Whom the stage wants engaged and what must hold before it is entered.',
    records.stageChecks,
    {
      params: inProject.params.extend({ stage: input.slug.describe('Stage') }),
      permission: 'project',
    },
  ),
  list(
    'experiment.list',
    '/projects/:project/experiments',
    'List experiments',
    'Experiments of a project.',
    records.experiment,
    inProject,
  ),
  get(
    'experiment.show',
    '/experiments/:experiment',
    'Show an experiment',
    'One experiment.',
    records.experiment,
    byId('experiment', 'exp', 'The experiment'),
  ),
  get(
    'experiment.size',
    '/experiment-size',
    'Plan the size of an experiment',
    'How many rows show a difference, how small a difference so many rows show, or how likely they show it.',
    sizeAnswer,
    { query: sizeQuestion },
  ),
  list(
    'model.list',
    '/projects/:project/models',
    'List models',
    'Models of a project with their aliases.',
    records.model,
    inProject,
  ),
  get(
    'model.show',
    '/models/:model',
    'Show a model',
    'One model with its aliases.',
    records.model,
    byId('model', 'mdl', 'The model'),
  ),
  list(
    'version.list',
    '/models/:model/versions',
    'List versions',
    'Versions of a model with their lineage.',
    records.version,
    byId('model', 'mdl', 'The model'),
  ),
  get(
    'version.show',
    '/versions/:version',
    'Show a version',
    'One model version with its lineage.',
    records.version,
    byId('version', 'ver', 'The version'),
  ),
  list(
    'evidence.list',
    '/versions/:version/evidence',
    'List evidence',
    'What is sealed about a version, superseded and withdrawn evidence included.',
    records.evidence,
    byId('version', 'ver', 'The version'),
  ),
  get(
    'evidence.show',
    '/evidence/:evidence',
    'Show evidence',
    'One piece of evidence.',
    records.evidence,
    byId('evidence', 'evd', 'The evidence'),
  ),
  get(
    'gate.status',
    '/versions/:version/gate',
    'Show the gate of a candidate',
    'Checks, reviews, consultations and approvals as they stand, what is missing, and who must do what next.',
    records.gateStatus,
    byId('version', 'ver', 'The candidate version'),
  ),
  list(
    'round.list',
    '/projects/:project/rounds',
    'List rounds',
    'Submissions of a project with their reviews and approvals.',
    records.round,
    inProject,
  ),
  get(
    'round.show',
    '/rounds/:round',
    'Show a round',
    'One submission.',
    records.round,
    byId('round', 'rnd', 'The round'),
  ),
  list(
    'consultation.list',
    '/projects/:project/consultations',
    'List consultations',
    'Questions to those who are C, with their answers.',
    records.consultation,
    inProject,
  ),
  list(
    'handover.list',
    '/projects/:project/handovers',
    'List handovers',
    'Results on their way from R to A.',
    records.handover,
    inProject,
  ),
  ...TEAM_QUERIES,
  list('waiver.list', '/projects/:project/waivers', 'List waivers', 'Exceptions to checks.', records.waiver, inProject),
  list(
    'promotion.list',
    '/projects/:project/promotions',
    'List promotions',
    'What went live, when, and on what basis.',
    records.promotion,
    inProject,
  ),
  get(
    'promotion.show',
    '/promotions/:promotion',
    'Show a promotion',
    'One promotion with its deployment plan and monitoring configuration.',
    records.promotion,
    byId('promotion', 'prm', 'The promotion'),
  ),
  get(
    'promotion.runbook',
    '/promotions/:promotion/runbook',
    'Show the runbook',
    'The plan and the monitoring as a runbook in Markdown.',
    z.string(),
    { ...byId('promotion', 'prm', 'The promotion'), media: 'text/markdown' },
  ),

  ...REGISTER_QUERIES,
  ...CEREMONY_QUERIES,
  ...SCORECARD_QUERIES,
  ...LEDGER_QUERIES,
  ...FILE_QUERIES,
  ...UPDATE_QUERIES,
  ...WORKSPACE_QUERIES,
]

/** Where acts live: the name of the act is its address. */
export const actPath = (act: Pick<AnyAct, 'name'>): string => `/api/v1/acts/${String(act.name)}`

/** Every act that is reachable over HTTP, by name. `workspace.open` goes through the setup link instead. */
export const ACT_ROUTES: ReadonlyMap<string, AnyAct> = new Map(
  ACTS.filter((a) => a.permission.kind !== 'setup').map((a) => [String(a.name), a]),
)
export const QUERY_ROUTES: ReadonlyMap<string, Route> = new Map(QUERIES.map((q) => [q.name, q]))
export const actAnswer = records.actAnswer
