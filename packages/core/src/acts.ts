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
import { addItem, changeItem, importItems, moveItem } from './record/registers/acts.ts'
import { itemNoun } from './record/registers/item.ts'
import { adjustKpi, resetKpi, scorecardNoun } from './record/scorecards/settings.ts'
import { promote, promotionNoun, rollBack } from './running/deployments/promotion.ts'
import * as people from './team/people/acts.ts'
import { personNoun, workspaceOpened } from './team/people/person.ts'
import { issueToken, revokeToken, tokenNoun } from './team/people/tokens.ts'
import { recordSkill, skillNoun, withdrawSkill } from './team/people/skills.ts'
import { giveResponsibility, holdingNoun, returnResponsibility } from './team/responsibility/holdings.ts'
import { adoptionNoun, recordAdoption, recordTraining, trainingNoun } from './team/learning/adoption.ts'
import { enterLearning, learningNoun, recordLearning, withdrawLearning } from './team/learning/records.ts'
import {
  addApplicant,
  advanceApplicant,
  applicantNoun,
  closeApplicant,
  eraseApplicant,
} from './team/staffing/applicants.ts'
import { answerHiringQuestion, answerNoun, choosePattern, staffingNoun } from './team/staffing/plan.ts'
import { closeRequisition, openRequisition, requisitionNoun } from './team/staffing/requisitions.ts'
import { amendTransition, closeTransition, planTransition, transitionNoun } from './team/staffing/transitions.ts'
import type { EntitledAct } from './team/responsibility/matrix-change.ts'
import { amendMatrix } from './team/responsibility/amend-matrix.ts'
import {
  amendAssignment,
  appointLead,
  assignPerson,
  assignmentNoun,
  endAssignment,
} from './team/responsibility/assignments.ts'
import { absenceNoun, declareAbsence, withdrawAbsence } from './team/ceremonies/absence.ts'
import { actionNoun, assignAction, completeAction, deferAction, dropAction } from './team/ceremonies/action.ts'
import { assistanceNoun, requestAssistance, settleAssistance } from './team/ceremonies/assistance.ts'
import { ceremonyNoun } from './team/ceremonies/ceremony.ts'
import { feedNoun, issueFeed, revokeFeed } from './team/ceremonies/feed.ts'
import { closeMeeting, meetingNoun, minuteMeeting, startMeeting, takeAttendance } from './team/ceremonies/meeting.ts'
import { closePoll, openPoll, pollNoun } from './team/ceremonies/poll.ts'
import * as scheduling from './team/ceremonies/scheduling.ts'
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
import { adoptIndustry, dropIndustry } from './work/projects/industries.ts'
import { projectNoun } from './work/projects/project.ts'
import * as updates from './work/updates/acts.ts'
import { updateNoun } from './work/updates/update.ts'

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
  adoptIndustry,
  dropIndustry,
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
  giveResponsibility,
  returnResponsibility,
  choosePattern,
  answerHiringQuestion,
  openRequisition,
  closeRequisition,
  addApplicant,
  advanceApplicant,
  closeApplicant,
  eraseApplicant,
  planTransition,
  amendTransition,
  closeTransition,
  recordSkill,
  withdrawSkill,
  recordLearning,
  enterLearning,
  withdrawLearning,
  recordTraining,
  recordAdoption,
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
  addItem,
  changeItem,
  moveItem,
  importItems,
  scheduling.scheduleCeremony,
  scheduling.rescheduleCeremony,
  scheduling.amendCeremony,
  scheduling.moveInstance,
  scheduling.cancelInstance,
  scheduling.restoreInstance,
  scheduling.endCeremony,
  startMeeting,
  takeAttendance,
  minuteMeeting,
  closeMeeting,
  assignAction,
  deferAction,
  completeAction,
  dropAction,
  requestAssistance,
  settleAssistance,
  declareAbsence,
  withdrawAbsence,
  openPoll,
  closePoll,
  issueFeed,
  revokeFeed,
  updates.draftUpdate,
  updates.refreshUpdate,
  updates.editLine,
  updates.addLine,
  updates.strikeLine,
  updates.publishUpdate,
  updates.discardUpdate,
  adjustKpi,
  resetKpi,
]

/**
 * Number of the rules by which records are folded from entries. A change of any noun's `evolve` raises it: a store whose
 * records were folded by other rules folds them anew when it is opened. `folding.test.ts` says when it must be raised.
 */
export const FOLDING = 1

/**
 * The acts that a stake in one activity entitles to. Those whose activity the command names (handing over, for one) are
 * not among them: the stake in any activity entitles to them there.
 */
export const ACTIVITY_ACTS: readonly EntitledAct[] = ACTS.flatMap(({ name, permission }): EntitledAct[] => {
  const rule = permission.kind === 'choice' ? permission.usually : permission
  return rule.kind === 'activity' && typeof rule.activity === 'string'
    ? [{ name: String(name), stake: rule.stake, activity: rule.activity }]
    : []
})

/** Every noun whose records are folded from events: one projection each. */
export const NOUNS: readonly Noun[] = [
  personNoun,
  tokenNoun,
  packNoun,
  projectNoun,
  assignmentNoun,
  consultationNoun,
  handoverNoun,
  holdingNoun,
  staffingNoun,
  answerNoun,
  requisitionNoun,
  applicantNoun,
  transitionNoun,
  skillNoun,
  learningNoun,
  trainingNoun,
  adoptionNoun,
  experimentNoun,
  modelNoun,
  versionNoun,
  evidenceNoun,
  roundNoun,
  waiverNoun,
  promotionNoun,
  itemNoun,
  ceremonyNoun,
  meetingNoun,
  actionNoun,
  assistanceNoun,
  absenceNoun,
  pollNoun,
  feedNoun,
  updateNoun,
  scorecardNoun,
] as readonly Noun[]

/** Every event type by name. */
export const EVENTS: ReadonlyMap<string, EventType> = new Map(
  [workspaceOpened as EventType, ...NOUNS.flatMap((n) => n.events), ...ACTS.flatMap((a) => a.events)].map((e) => [
    e.type,
    e,
  ]),
)
