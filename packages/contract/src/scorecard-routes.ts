import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { get, list, pageOf, paged } from './route.ts'

const inScope = {
  project: input.project.optional().describe('In this project; in all that you may read when left out'),
}

/** The queries about scorecards and KPIs. */
export const SCORECARD_QUERIES: readonly Route[] = [
  get(
    'scorecard.show',
    '/scorecard',
    'Show a scorecard',
    'KPIs with value, n, trend and target: of a project, of a role, of the roles that a person holds on a project, or of all projects you may read.',
    records.scorecard,
    {
      query: z.strictObject({
        project: input.project.optional().describe('Only this project, with what it set for itself'),
        role: input.slug.optional().describe('Only the KPIs of this role'),
        person: input.person.optional().describe('Only the KPIs of the roles that this person holds on the project'),
      }),
    },
  ),
  get(
    'kpi.list',
    '/kpis',
    'List KPIs',
    'The KPIs that the packs of the workspace define, with their formulas.',
    pageOf(records.kpiDefinition),
  ),
  get(
    'kpi.show',
    '/kpis/:kpi',
    'Show a KPI',
    'One KPI: its value, how it is computed, what it is made of, its trend, and what was set for it by whom.',
    records.kpi,
    { params: z.strictObject({ kpi: input.slug.describe('The KPI') }), query: z.strictObject(inScope) },
  ),
  list(
    'kpi.entries',
    '/kpis/:kpi/entries',
    'List what a KPI was computed from',
    'What was observed in the current window, newest first, each with the numbers of its ledger entries.',
    records.observation,
    { params: z.strictObject({ kpi: input.slug.describe('The KPI') }), query: paged.extend(inScope) },
  ),
]
