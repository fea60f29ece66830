import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { barsToPromotion } from '../../judging/gates/bars.ts'
import type { GateFacts } from '../../judging/gates/facts.ts'
import { champion, gateFact } from '../../judging/gates/facts.ts'
import type { Given } from '../../judging/gates/round.ts'
import { roundPassed } from '../../judging/gates/round.ts'
import type { GateStatus } from '../../judging/gates/gate-status.ts'
import { gateStatus } from '../../judging/gates/status.ts'
import type { Experiment } from '../../making/experiments/experiment.ts'
import { experimentFact, experimentMoved } from '../../making/experiments/experiment.ts'
import type { Model } from '../../making/registry/registry.ts'
import { CHAMPION, aliasMoved, modelFact } from '../../making/registry/registry.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact, stageEntered } from '../../work/projects/project.ts'
import { entering } from '../../work/projects/stages.ts'
import type { MonitoringConfiguration } from './monitoring.ts'
import { generateMonitoring } from './monitoring.ts'
import type { DeploymentPlan } from './plan.ts'
import { generatePlan } from './plan.ts'

const generated = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)
const byDuty = z.strictObject({ duty: z.string(), person: input.person, at: z.string(), entry: z.int() })

export const modelPromoted = eventType(
  'ModelPromoted',
  'A version went live by decision: all checks, reviews and approvals were there on this basis.',
  z.strictObject({
    round: input.id('rnd'),
    experiment: input.id('exp'),
    model: input.id('mdl'),
    version: input.id('ver'),
    basis: input.digest,
    replaces: input.id('ver').nullable(),
    supersedes: input.id('prm').nullable(),
    reviews: z.array(byDuty),
    approvals: z.array(byDuty),
    consulted: z.array(z.strictObject({ role: z.string(), state: z.string() })),
    waived: z.array(z.strictObject({ check: z.string(), waiver: z.string() })),
    plan: generated<DeploymentPlan>(),
    monitoring: generated<MonitoringConfiguration>(),
  }),
)
export const promotionRolledBack = eventType(
  'PromotionRolledBack',
  'What was live before is live again.',
  z.strictObject({
    reason: z.string(),
    model: input.id('mdl'),
    to: input.id('ver').nullable(),
    restores: input.id('prm').nullable(),
  }),
)
export const promotionEvents = [modelPromoted, promotionRolledBack] as const

export interface Promotion {
  readonly id: string
  readonly project: string
  readonly round: string
  readonly experiment: string
  readonly model: string
  readonly version: string
  readonly basis: string
  readonly replaces: string | null
  readonly supersedes: string | null
  readonly promotedBy: string
  readonly promotedAt: string
  readonly approvals: readonly {
    readonly duty: string
    readonly person: string
    readonly at: string
    readonly entry: number
  }[]
  readonly plan: DeploymentPlan
  readonly monitoring: MonitoringConfiguration
  readonly state: 'live' | 'superseded' | 'rolled-back'
  readonly rolledBackAt?: string
  readonly rolledBackBecause?: string
  readonly entry: number
}

export const promotionNoun = noun<Promotion, typeof promotionEvents>(
  'promotion',
  promotionEvents,
  {
    born: {
      ModelPromoted: (e) => {
        const { reviews: _r, consulted: _c, waived: _w, ...data } = e.data
        return {
          id: e.subject,
          project: e.project ?? '',
          ...data,
          promotedBy: e.actor,
          promotedAt: e.at,
          state: 'live',
          entry: e.seq,
        }
      },
    },
    changed: {
      // The event reaches the promotion it supersedes as well; its own record is born from it.
      ModelPromoted: (s, e) => (e.data.supersedes === s.id ? { ...s, state: 'superseded' } : s),
      PromotionRolledBack: (s, e) =>
        e.subject === s.id
          ? { ...s, state: 'rolled-back', rolledBackAt: e.at, rolledBackBecause: e.data.reason }
          : e.data.restores === s.id
            ? { ...s, state: 'live' }
            : s,
    },
  },
  (e) => [e.subject, ...[e.data['supersedes'], e.data['restores']].filter((id) => typeof id === 'string')],
)
export const promotionFact = fact<Promotion>('promotion')
/** The promotion that is live for the model of the candidate, if there is one. */
export const livePromotionFact = fact<Promotion | undefined>('livePromotion')

/** Facts of the current evidence by kind, newest last so that it wins. */
function factsByKind(facts: GateFacts) {
  return Object.fromEntries(facts.evidence.toSorted((a, b) => a.entry - b.entry).map((e) => [e.kind, e.facts]))
}

/** How many rows the newest evaluation rests on, where it says so. */
function evaluatedRows(facts: GateFacts): number | undefined {
  const [newest] = facts.evidence.filter((e) => e.kind === 'evaluation').toSorted((a, b) => b.entry - a.entry)
  const counts = newest?.measures.filter((m) => m.slice === undefined).flatMap((m) => m.n ?? []) ?? []
  return counts.length === 0 ? undefined : Math.max(...counts)
}

const missingTitles = ({ approvals }: GateStatus): string[] =>
  approvals.filter((a) => a.state !== 'given').map((a) => a.title)

function whatIsMissing(status: GateStatus, facts: GateFacts): Refusal[] {
  const bars = new Map(barsToPromotion(facts).map((bar) => [bar.message, bar]))
  const missing = status.missing.length === 0 ? '' : ` Missing approvals: ${missingTitles(status).join(', ')}.`
  return status.blockers.map((blocker, i) => {
    const bar = bars.get(blocker)
    if (bar !== undefined) return bar
    const step = status.next[i]
    const help =
      step === undefined ? {} : { help: `${step.what}${step.who.length === 0 ? '' : ` (${step.who.join(' or ')})`}` }
    return refusal('gate-blocked', i === 0 ? `${blocker}${missing}` : blocker, help)
  })
}

const given = (items: readonly Given[]) => items.map(({ duty, person, at, entry }) => ({ duty, person, at, entry }))

export const promote = act({
  name: 'promotion.promote',
  title: 'Promote a candidate to production',
  help: 'Who is accountable for deployment decides. It happens only when nothing is missing on exactly this basis; plan, monitoring and runbook are generated.',
  input: z.strictObject({
    round: input.id('rnd').describe('The round'),
    basis: input.digest.describe('Digest of what you looked at'),
  }),
  needs: { gate: gateFact, livePromotion: livePromotionFact },
  permission: {
    kind: 'activity',
    stake: 'A',
    activity: 'deploy-to-production',
    responsibilities: (f) => f.gate.project,
  },
  events: [modelPromoted, roundPassed, aliasMoved, experimentMoved, stageEntered],
  decide: (command, _grant, { gate: facts, livePromotion }, moment) => {
    const { round, project } = facts
    if (round?.state !== 'open')
      return refuse(refusal('round-closed', `The round is ${round?.state ?? 'not there'}.`, { subject: command.round }))
    const status = gateStatus(facts, moment.now, moment.digest)
    if (status.basis !== command.basis && !status.basisChanged) {
      return refuse(
        refusal('basis-changed', 'This is not the basis that is judged now.', {
          subject: '/basis',
          help: `Look at the gate again; its basis is ${status.basis}.`,
        }),
      )
    }
    const [first, ...more] = whatIsMissing(status, facts)
    if (first !== undefined) return refuse(first, ...more)
    const replaces = champion(facts.model)
    const rows = evaluatedRows(facts)
    const input = {
      version: facts.version.id,
      champion: replaces,
      gate: round.gate,
      criteria: status.criteria,
      facts: factsByKind(facts),
      ...(rows === undefined ? {} : { evaluatedRows: rows }),
    }
    const id = moment.newId('prm')
    const because = `promoted as ${id}`
    return accept(
      event(
        modelPromoted,
        id,
        {
          round: round.id,
          experiment: facts.experiment.id,
          model: facts.model.id,
          version: facts.version.id,
          basis: status.basis,
          replaces,
          supersedes: livePromotion?.id ?? null,
          reviews: given(round.reviews),
          approvals: given(round.approvals),
          consulted: status.consultations.map(({ role, state }) => ({ role, state })),
          waived: status.checks.flatMap((c) => (c.waiver === undefined ? [] : [{ check: c.id, waiver: c.waiver }])),
          plan: generatePlan(input),
          monitoring: generateMonitoring(input),
        },
        project.id,
      ),
      event(roundPassed, round.id, { promotion: id }, project.id),
      event(
        aliasMoved,
        facts.model.id,
        { alias: CHAMPION, version: facts.version.id, previous: replaces, because },
        project.id,
      ),
      event(experimentMoved, facts.experiment.id, { to: 'promoted', because }, project.id),
      ...toLive(project, because, entering(facts.liveChecks).warnings),
    )
  },
})

/** The project goes live with its first promotion, and stays there with later ones. */
const toLive = ({ id, state }: GateFacts['project'], because: string, warnings: readonly string[]) =>
  state.stage === 'live'
    ? []
    : [event(stageEntered, id, { from: state.stage, to: 'live', because, warnings: [...warnings] }, id)]

export const rollBack = act({
  name: 'promotion.roll-back',
  title: 'Roll a promotion back',
  help: 'Makes live again what was live before. Who does the deploying may do it at once; it needs a reason, not an approval.',
  input: z.strictObject({
    promotion: input.id('prm').describe('The live promotion'),
    reason: input.text(2_000).describe('What went wrong'),
  }),
  needs: { promotion: promotionFact, model: modelFact, experiment: experimentFact, project: projectFact },
  permission: { kind: 'activity', stake: 'R', activity: 'deploy-to-production', responsibilities: (f) => f.project },
  events: [promotionRolledBack, aliasMoved, experimentMoved, stageEntered],
  decide: (command, _grant, { promotion, model, experiment, project }) => {
    if (promotion.state !== 'live') {
      return refuse(
        refusal('nothing-to-roll-back', `This promotion is ${promotion.state}; only the live one can be rolled back.`, {
          subject: promotion.id,
        }),
      )
    }
    return accept(...rolledBack(promotion, model, experiment, project, command.reason))
  },
})

function rolledBack(promotion: Promotion, model: Model, experiment: Experiment, project: ProjectFacts, reason: string) {
  const because = `${promotion.id} was rolled back`
  const to = promotion.replaces
  return [
    event(
      promotionRolledBack,
      promotion.id,
      { reason, model: model.id, to, restores: promotion.supersedes },
      project.id,
    ),
    event(aliasMoved, model.id, { alias: CHAMPION, version: to, previous: champion(model), because }, project.id),
    // What was found out is new: the candidate may come back, mended, through another round.
    ...(experiment.status === 'promoted'
      ? [event(experimentMoved, experiment.id, { to: 'accepted', because }, project.id)]
      : []),
    ...(to === null && project.state.stage === 'live'
      ? [event(stageEntered, project.id, { from: 'live', to: 'building', because, warnings: [] }, project.id)]
      : []),
  ]
}
