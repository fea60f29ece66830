import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import { rangeOf, unitOf } from './formulas.ts'
import type { Kpi, KpiSetting } from './kpi.ts'

const changed = {
  target: z.number().nullable().optional(),
  baseline: z.number().nullable().optional(),
  windowDays: z.int().optional(),
}

export const kpiAdjusted = eventType(
  'KpiAdjusted',
  'A project has a target, baseline or window of its own for a KPI.',
  z.strictObject({ kpi: input.slug, ...changed, reason: z.string() }),
)
export const kpiReset = eventType(
  'KpiReset',
  'A project follows the pack again in a KPI.',
  z.strictObject({ kpi: input.slug, reason: z.string() }),
)
export const scorecardEvents = [kpiAdjusted, kpiReset] as const

/** One change of a setting, as it was made; `reset` when the project went back to the pack. */
export interface KpiChange extends KpiSetting {
  readonly kpi: string
  readonly reset?: true
}

/** What a project set for its KPIs, with the history. Its id is the project's. */
export interface Scorecard {
  readonly id: string
  readonly project: string
  readonly settings: Readonly<Record<string, KpiSetting>>
  /** Oldest first. */
  readonly history: readonly KpiChange[]
}

interface Made {
  readonly at: string
  readonly actor: string
  readonly seq: number
}
const madeBy = (e: Made, reason: string) => ({ by: e.actor, at: e.at, reason, entry: e.seq })

function adjusted(s: Scorecard, e: Made & { data: z.output<typeof kpiAdjusted.data> }): Scorecard {
  const { kpi, reason, ...change } = e.data
  const before = Object.hasOwn(s.settings, kpi) ? s.settings[kpi] : undefined
  const made = { ...(change as Partial<KpiSetting>), ...madeBy(e, reason) }
  return {
    ...s,
    settings: { ...s.settings, [kpi]: { ...before, ...made } },
    history: [...s.history, { kpi, ...made }],
  }
}

export const scorecardNoun = noun<Scorecard, typeof scorecardEvents>('scorecard', scorecardEvents, {
  born: {
    KpiAdjusted: (e) => adjusted({ id: e.subject, project: e.project ?? e.subject, settings: {}, history: [] }, e),
  },
  changed: {
    KpiAdjusted: adjusted,
    KpiReset: (s, e) => {
      const { [e.data.kpi]: _gone, ...settings } = s.settings
      const change: KpiChange = { kpi: e.data.kpi, reset: true, ...madeBy(e, e.data.reason) }
      return { ...s, settings, history: [...s.history, change] }
    },
  },
})

/** The KPIs that the packs of the workspace define, by id. */
export const kpisFact = fact<ReadonlyMap<string, Kpi>>('kpis')
/** What the project has set so far, if anything. */
export const scorecardFact = fact<Scorecard | undefined>('scorecard')

const onKpi = {
  project: input.project.describe('The project'),
  kpi: input.slug.describe('The KPI'),
}
const reason = input.line(500).describe('Why')
const planning = {
  kind: 'activity',
  stake: 'A',
  activity: 'plan-and-staff',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const

function unknown(kpi: string, kpis: ReadonlyMap<string, Kpi>) {
  return refuse(
    refusal('not-found', `No pack of the workspace defines the KPI "${kpi}".`, {
      subject: '/kpi',
      help: kpis.size === 0 ? 'Apply a pack of kind kpis.' : 'List them with "muster kpi list".',
    }),
  )
}

/** A value that the KPI can never have is a slip of whoever typed it: 90 for 90 %, a duration below zero. */
function cannotBe(kpi: Kpi, value: number | null | undefined, subject: string): Refusal[] {
  const [least, most] = rangeOf(kpi)
  if (value === undefined || value === null || (value >= least && value <= most)) return []
  const unit = unitOf(kpi)
  const message =
    unit === 'share'
      ? `${value} is no share: "${kpi.title}" lies between ${least} and ${most}.`
      : `${value} ${unit} cannot be: "${kpi.title}" is never below ${least}.`
  return [refusal('input-invalid', message, { subject, ...(unit === 'share' ? { help: '90 % is 0.9.' } : {}) })]
}

export const adjustKpi = act({
  name: 'kpi.adjust',
  title: 'Set a target, baseline or window for a KPI',
  help: 'What a project wants of itself, instead of what the pack says. What is left out stays as it is; null for target or baseline says that there is none. The value itself is computed and cannot be set.',
  input: z.strictObject({
    ...onKpi,
    target: input.number.nullable().optional().describe('The value to reach'),
    baseline: input.number.nullable().optional().describe('The value to compare with'),
    windowDays: z.int().min(1).max(1_830).optional().describe('Days that the value is about'),
    reason,
  }),
  needs: { project: projectFact, kpis: kpisFact },
  permission: planning,
  events: [kpiAdjusted],
  decide: (command, _grant, { project, kpis }) => {
    const { project: _id, kpi, target, baseline, windowDays } = command
    const defined = kpis.get(kpi)
    if (defined === undefined) return unknown(kpi, kpis)
    if (target === undefined && baseline === undefined && windowDays === undefined) {
      return refuse(refusal('input-invalid', 'Nothing to set: give a target, a baseline or windowDays.'))
    }
    const [first, ...more] = [...cannotBe(defined, target, '/target'), ...cannotBe(defined, baseline, '/baseline')]
    if (first !== undefined) return refuse(first, ...more)
    const change = {
      ...(target === undefined ? {} : { target }),
      ...(baseline === undefined ? {} : { baseline }),
      ...(windowDays === undefined ? {} : { windowDays }),
    }
    return accept(event(kpiAdjusted, project.id, { kpi, ...change, reason: command.reason }, project.id))
  },
})

export const resetKpi = act({
  name: 'kpi.reset',
  title: 'Follow the pack again in a KPI',
  help: 'Takes back what the project set for the KPI. The history stays.',
  input: z.strictObject({ ...onKpi, reason }),
  needs: { project: projectFact, scorecard: scorecardFact },
  permission: planning,
  events: [kpiReset],
  decide: (command, _grant, { project, scorecard }) =>
    scorecard !== undefined && Object.hasOwn(scorecard.settings, command.kpi)
      ? accept(event(kpiReset, project.id, { kpi: command.kpi, reason: command.reason }, project.id))
      : refuse(refusal('already-so', `The project follows the pack in "${command.kpi}".`, { subject: '/kpi' })),
})
