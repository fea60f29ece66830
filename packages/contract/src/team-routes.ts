import { cellChange, input } from '@muster/core'
import { z } from 'zod'
import type { Route } from './route.ts'
import { byId, get, inProject, list, pageOf, paged } from './route.ts'
import * as records from './team-records.ts'

const ofPerson = { params: z.strictObject({ person: input.person.describe('The person') }) }

/** Queries about responsibilities, staffing, hiring, skills, learning and adoption. */
export const TEAM_QUERIES: readonly Route[] = [
  get(
    'responsibility.list',
    '/projects/:project/responsibilities',
    'Show responsibilities',
    'Every responsibility of the role catalogue: who holds it on the project, what the record shows they did for it, and what lies fallow.',
    records.responsibilities,
    {
      ...inProject,
      query: z.strictObject({
        role: input.slug.optional().describe('Only those of this role'),
        state: z.enum(['active', 'new', 'fallow', 'unheld', 'unshown']).optional().describe('Only those in this state'),
        days: z.coerce
          .number()
          .int()
          .min(1)
          .max(3_660)
          .default(30)
          .describe('After how many days without activity one lies fallow'),
      }),
    },
  ),
  get(
    'responsibility.at-risk',
    '/projects/:project/at-risk',
    'Who will be blamed?',
    'What fails on the project or is about to, and who is A for it, before it fails.',
    records.atRisk,
    inProject,
  ),
  get(
    'deliverable.list',
    '/projects/:project/deliverables',
    'List deliverables',
    'The deliverable of each role: due, handed over, returned or accepted, by whom.',
    records.deliverables,
    inProject,
  ),
  {
    ...get(
      'matrix.preview',
      '/projects/:project/matrix/preview',
      'Preview a change of the RACI matrix',
      'What lint would find, and what each person would gain and lose, if these cells were changed. Nothing is changed.',
      records.matrixPreview,
      inProject,
    ),
    method: 'POST',
    body: z.strictObject({ changes: z.array(cellChange).max(500).describe('Cells to change') }),
  },
  get(
    'staffing.check',
    '/projects/:project/staffing',
    'Check the staffing of a project',
    'The team held against its pattern, line by line: met, unmet or over, who is there, and what would meet it.',
    records.staffingCheck,
    {
      ...inProject,
      query: z.strictObject({
        pattern: input.slug.optional().describe('Another pattern than the one the project follows'),
      }),
    },
  ),
  get(
    'staffing.hiring',
    '/projects/:project/hiring',
    'Show whom to hire first',
    'The hiring questions with their answers, and the roles to hire for, ranked, each with reasons and the milestone it protects.',
    records.hiring,
    inProject,
  ),
  get(
    'staffing.risks',
    '/projects/:project/risk-cover',
    'Show which risks no role covers',
    'The risks that roles are there to reduce, and who on the project reduces them.',
    records.risks,
    inProject,
  ),
  get(
    'staffing.patterns',
    '/staffing/patterns',
    'List team patterns',
    'How teams are composed and sized, from the staffing packs of the workspace.',
    pageOf(records.pattern),
  ),
  get(
    'staffing.load',
    '/staffing/load',
    'Show who has too much to do',
    'The allocation of people over all projects, now and at the highest point to come. Whoever staffs a project sees everybody, as administrators and auditors do; anybody else those with whom they share a project.',
    records.loads,
    {
      query: z.strictObject({
        only: z.enum(['over', 'all']).default('all').describe('over: only those with more than 100 %'),
      }),
    },
  ),
  list(
    'requisition.list',
    '/projects/:project/requisitions',
    'List requisitions',
    'Openings of a project, open and closed.',
    records.requisition,
    inProject,
  ),
  get(
    'requisition.funnel',
    '/funnel',
    'Show the talent funnel',
    'How far applicants came for each role, how many of each step reached the next, and how long it takes.',
    records.funnels,
    { query: z.strictObject({ project: input.project.optional().describe('Only this project') }) },
  ),
  list(
    'applicant.list',
    '/requisitions/:requisition/applicants',
    'List applicants',
    'Applicants of a requisition. Names are for those who hire.',
    records.applicant,
    byId('requisition', 'req', 'The requisition'),
  ),
  get(
    'transition.list',
    '/projects/:project/transitions',
    'List transitions from vendors',
    'What vendors do now, when they end, which roles become internal until when, and what is not staffed yet.',
    records.transitions,
    inProject,
  ),
  get(
    'skill.list',
    '/people/:person/skills',
    'List the skills of a person',
    'Skills that a person has on record.',
    pageOf(records.skill),
    ofPerson,
  ),
  get(
    'skill.matrix',
    '/projects/:project/skills',
    'Show the skills matrix',
    'Every skill of every role that is held or needed, against the skills of those who hold it.',
    records.skillMatrix,
    inProject,
  ),
  list(
    'learning.list',
    '/learning',
    'List what you learnt',
    'Your records of literacy, training and certificates; those of another person for administrators and auditors.',
    records.learning,
    { query: paged.extend({ person: input.person.optional().describe('Another person') }) },
  ),
  get(
    'learning.gaps',
    '/learning/gaps',
    'Show who lacks what',
    'What people should have learnt by role: missing, expired, ending soon or held. Of a project, of yourself, or of everybody for administrators and auditors.',
    records.learningGaps,
    {
      query: z.strictObject({
        project: input.project.optional().describe('People and roles of this project'),
        requirement: input.slug.optional().describe('Only this requirement'),
        state: z.enum(['held', 'expiring', 'expired', 'missing']).optional().describe('Only this state'),
      }),
    },
  ),
  list(
    'training.list',
    '/projects/:project/trainings',
    'List trainings',
    'Trainings held for departments.',
    records.training,
    inProject,
  ),
  list(
    'adoption.list',
    '/projects/:project/adoption',
    'List measurements of adoption',
    'Measured use by department and period.',
    records.adoption,
    inProject,
  ),
  get(
    'adoption.trend',
    '/projects/:project/adoption-trend',
    'Show adoption by department',
    'The share of those who are to use it that does, over time, against the training before it.',
    records.adoptionTrend,
    inProject,
  ),
]
