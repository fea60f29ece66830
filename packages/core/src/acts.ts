import type { AnyAct } from './acts/act.ts'
import type { EventType, Noun } from './acts/event.ts'
import { sealEvidence, withdrawEvidence } from './judging/evidence/acts.ts'
import { evidenceNoun } from './judging/evidence/evidence.ts'
import { grantWaiver, rejectRound, revokeWaiver, submitCandidate, withdrawRound } from './judging/gates/acts.ts'
import { roundNoun, waiverNoun } from './judging/gates/round.ts'
import { giveApproval, giveReview, revokeApproval } from './judging/reviews/acts.ts'
import {
  abandonExperiment,
  concludeExperiment,
  experimentNoun,
  noteExperiment,
  proposeExperiment,
  startExperiment,
} from './making/experiments/experiment.ts'
import {
  modelNoun,
  registerModel,
  registerVersion,
  removeAlias,
  setAlias,
  versionNoun,
} from './making/registry/registry.ts'
import { applyPack, packNoun } from './record/packs/apply-pack.ts'
import { adjustKpi, resetKpi, scorecardNoun } from './record/scorecards/settings.ts'
import { promote, promotionNoun, rollBack } from './running/deployments/promotion.ts'
import * as people from './team/people/acts.ts'
import { personNoun, workspaceOpened } from './team/people/person.ts'
import { issueToken, revokeToken, tokenNoun } from './team/people/tokens.ts'
import { amendMatrix } from './team/responsibility/amend-matrix.ts'
import {
  amendAssignment,
  appointLead,
  assignPerson,
  assignmentNoun,
  endAssignment,
} from './team/responsibility/assignments.ts'
import { answerConsultation, consultationNoun } from './team/responsibility/consultations.ts'
import { acceptWork, handOver, handoverNoun, returnWork } from './team/responsibility/handovers.ts'
import { adoptPack, advanceProject, createProject, describeProject, setCheckMode } from './work/projects/acts.ts'
import {
  completeMilestone,
  dropMilestone,
  setCriterion,
  setMilestone,
  withdrawCriterion,
} from './work/projects/criteria.ts'
import { projectNoun } from './work/projects/project.ts'

/** Every act of Muster. Routes, CLI verbs, permissions and the reference are made from this list. */
export const ACTS: readonly AnyAct[] = [
  people.openWorkspace,
  people.registerPerson,
  people.registerService,
  people.invitePerson,
  people.deactivatePerson,
  people.reactivatePerson,
  people.erasePerson,
  people.grantAdministration,
  people.revokeAdministration,
  people.appointAuditor,
  people.dismissAuditor,
  issueToken,
  revokeToken,
  applyPack,
  createProject,
  describeProject,
  advanceProject,
  setCheckMode,
  adoptPack,
  appointLead,
  setCriterion,
  withdrawCriterion,
  setMilestone,
  completeMilestone,
  dropMilestone,
  assignPerson,
  amendAssignment,
  endAssignment,
  amendMatrix,
  handOver,
  acceptWork,
  returnWork,
  answerConsultation,
  proposeExperiment,
  startExperiment,
  noteExperiment,
  concludeExperiment,
  abandonExperiment,
  registerModel,
  registerVersion,
  setAlias,
  removeAlias,
  sealEvidence,
  withdrawEvidence,
  submitCandidate,
  withdrawRound,
  rejectRound,
  giveReview,
  giveApproval,
  revokeApproval,
  grantWaiver,
  revokeWaiver,
  promote,
  rollBack,
  adjustKpi,
  resetKpi,
]

/** Every noun whose records are folded from events: one projection each. */
export const NOUNS: readonly Noun[] = [
  personNoun,
  tokenNoun,
  packNoun,
  projectNoun,
  assignmentNoun,
  consultationNoun,
  handoverNoun,
  experimentNoun,
  modelNoun,
  versionNoun,
  evidenceNoun,
  roundNoun,
  waiverNoun,
  promotionNoun,
  scorecardNoun,
] as readonly Noun[]

/** Every event type by name. */
export const EVENTS: ReadonlyMap<string, EventType> = new Map(
  [workspaceOpened as EventType, ...NOUNS.flatMap((n) => n.events), ...ACTS.flatMap((a) => a.events)].map((e) => [
    e.type,
    e,
  ]),
)
