/**
 * Every reason for which Muster says no, with the HTTP status it becomes. A refusal is a value: it is never thrown by
 * the rules, carries what would help, and is shown as it is to people. The generated page docs/reference/error-codes.md
 * is made from this table.
 */
export const REFUSALS = {
  // who
  'not-signed-in': { status: 401, meaning: 'Nobody is signed in, or the session or token is no longer valid.' },
  'person-inactive': { status: 403, meaning: 'The person has been deactivated and may not act.' },
  'scope-missing': { status: 403, meaning: 'The API token was not issued for this act.' },
  'token-outlives': { status: 403, meaning: 'A token may not issue one that lasts longer than itself.' },
  'not-administrator': { status: 403, meaning: 'Only an administrator of the workspace may do this.' },
  'not-entitled': {
    status: 403,
    meaning: 'The RACI matrix gives the person no stake in this activity that allows the act.',
  },
  'not-assigned': { status: 403, meaning: 'Only people who hold a role on the project may do this.' },
  'not-asked': { status: 403, meaning: 'The consultation was not put to this person.' },
  'not-yours': { status: 403, meaning: 'Only the person concerned may do this.' },
  'duty-not-held': { status: 403, meaning: 'The person holds no role that may fulfil this duty.' },
  'own-work': { status: 403, meaning: 'Nobody judges their own work: the person is an author of what is judged.' },
  'one-duty-per-person': { status: 403, meaning: 'The person already fulfils another duty in this round.' },
  'human-duty': { status: 403, meaning: 'A duty is a human judgement; a service account cannot fulfil it.' },
  'self-assignment': { status: 403, meaning: 'Nobody gives themselves a role.' },
  'setup-closed': {
    status: 403,
    meaning: 'The workspace is already open, or the one-time link is used up, wrong or expired.',
  },
  // what
  'input-invalid': { status: 422, meaning: 'The input does not have the shape that the act asks for.' },
  'body-malformed': { status: 400, meaning: 'The request body is not valid JSON in valid UTF-8.' },
  'body-too-large': { status: 413, meaning: 'The request body is larger than the limit.' },
  'media-type-unsupported': { status: 415, meaning: 'The request body is of a type that this route does not read.' },
  'route-unknown': { status: 404, meaning: 'There is nothing at this address.' },
  'method-not-allowed': { status: 405, meaning: 'This address does not answer to this method.' },
  'not-found': { status: 404, meaning: 'There is no such record, or it is not visible to the person.' },
  'cursor-invalid': { status: 400, meaning: 'The page cursor is not one that Muster gave out.' },
  'idempotency-conflict': { status: 409, meaning: 'The idempotency key was used before with a different request.' },
  'name-taken': { status: 409, meaning: 'The name is already in use.' },
  'too-many-requests': { status: 429, meaning: 'Too many attempts in a short time.' },
  // people
  'last-administrator': { status: 409, meaning: 'The workspace must keep at least one active administrator.' },
  'workspace-in-use': { status: 409, meaning: 'The workspace already has people or projects of its own.' },
  'already-so': { status: 409, meaning: 'The record already is in the state that was asked for.' },
  'person-unknown': { status: 422, meaning: 'The person named does not exist or is not active.' },
  'still-active': { status: 409, meaning: 'The person must be deactivated first.' },
  'password-wrong': { status: 403, meaning: 'The current password, which a change asks for, is wrong.' },
  'password-weak': { status: 422, meaning: 'The password does not meet the rules.' },
  // registers
  'register-unknown': { status: 404, meaning: 'There is no register of that name here.' },
  'item-invalid': { status: 422, meaning: 'A field does not have the value that the register asks for.' },
  'item-incomplete': { status: 422, meaning: 'A field that is needed, at all or for this state, is empty.' },
  'item-repeated': { status: 409, meaning: 'Another item of the register has the same values where they must differ.' },
  'item-state': { status: 409, meaning: 'An item does not go from the state it is in to the one named.' },
  'import-invalid': { status: 422, meaning: 'The table cannot be read, or does not have the columns of the register.' },
  // project and responsibility
  'pack-unknown': { status: 422, meaning: 'No pack of that kind and name has been applied to the workspace.' },
  'pack-invalid': { status: 422, meaning: 'The pack has errors.' },
  'role-unknown': { status: 422, meaning: 'The role is not in the catalogue.' },
  'activity-unknown': { status: 422, meaning: 'The project’s RACI matrix has no such activity.' },
  'matrix-broken': {
    status: 422,
    meaning: 'The change would leave an activity without exactly one A and at least one R.',
  },
  'assignment-overlap': { status: 409, meaning: 'The person already holds this role on the project.' },
  'lead-present': {
    status: 409,
    meaning: 'Somebody active is accountable for staffing the project; the right to appoint lies with them.',
  },
  'lead-needed': {
    status: 409,
    meaning:
      'The last person accountable for staffing the project cannot be unassigned before a successor is assigned.',
  },
  'stage-order': { status: 409, meaning: 'The project cannot go to that stage from the stage it is in.' },
  'stage-blocked': { status: 409, meaning: 'A check of the stage is not met.' },
  'name-unconfirmed': {
    status: 409,
    meaning: 'Something that is open has this name already; the act must confirm that another one is meant.',
  },
  'stage-unconfirmed': {
    status: 409,
    meaning: 'A check of the stage warns; the act must confirm that the warning was read.',
  },
  'project-retired': { status: 409, meaning: 'The project is retired; its record is closed.' },
  'handover-closed': { status: 409, meaning: 'The handover was already decided.' },
  'consultation-open': { status: 409, meaning: 'A consultation has neither been answered nor lapsed yet.' },
  'consultation-closed': { status: 409, meaning: 'The consultation is over.' },
  'date-order': { status: 422, meaning: 'The dates are in the wrong order.' },
  // staffing and learning
  'responsibility-unknown': { status: 422, meaning: 'No role of the catalogue has this responsibility.' },
  'deliverable-unknown': {
    status: 422,
    meaning: 'The catalogue has no such deliverable, or it is handed over in another activity.',
  },
  'pattern-unknown': { status: 422, meaning: 'No staffing pack of the workspace has this team pattern.' },
  'question-unknown': { status: 422, meaning: 'No staffing pack of the workspace has this hiring question or answer.' },
  'requisition-closed': { status: 409, meaning: 'The requisition is closed.' },
  'applicant-stage': { status: 409, meaning: 'The applicant cannot go to that step from the one they are in.' },
  'transition-closed': { status: 409, meaning: 'The transition is closed.' },
  'skill-unknown': { status: 422, meaning: 'No role of the catalogue asks for this skill.' },
  'requirement-unknown': { status: 422, meaning: 'No learning pack of the workspace has this requirement.' },
  'department-unknown': { status: 422, meaning: 'No learning pack of the workspace has this department.' },
  'time-invalid': {
    status: 422,
    meaning: 'The time does not exist: an unknown time zone, or a rule that never comes true.',
  },
  'ceremony-unknown': { status: 422, meaning: 'No applied pack defines such a ceremony.' },
  'ceremony-over': { status: 409, meaning: 'The ceremony has ended.' },
  'occurrence-unknown': { status: 409, meaning: 'The ceremony has no such meeting that could be held or changed now.' },
  'meeting-open': { status: 409, meaning: 'The meeting was held before, or another one is still open.' },
  'meeting-closed': { status: 409, meaning: 'The minutes of the meeting are complete.' },
  'attendance-missing': { status: 409, meaning: 'Nobody is on record as present at the meeting.' },
  'action-closed': { status: 409, meaning: 'The action item is done or dropped.' },
  'poll-open': { status: 409, meaning: 'A health poll is open already.' },
  'poll-closed': { status: 409, meaning: 'The health poll is over.' },
  'update-closed': { status: 409, meaning: 'The stakeholder update is published or discarded.' },
  'update-empty': { status: 409, meaning: 'The stakeholder update has no line.' },
  // making
  'experiment-status': { status: 409, meaning: 'The experiment is not in a status that allows the act.' },
  'version-exists': { status: 409, meaning: 'The model already has a version with this digest.' },
  'alias-reserved': { status: 403, meaning: 'The alias moves by promotion alone.' },
  'alias-unknown': { status: 404, meaning: 'The model has no such alias.' },
  'lineage-mismatch': { status: 422, meaning: 'The records named do not belong together.' },
  // judging
  'evidence-kind-unknown': { status: 422, meaning: 'The project’s packs define no such kind of evidence.' },
  'evidence-invalid': {
    status: 422,
    meaning: 'The evidence lacks a fact its kind demands, or a fact has the wrong type.',
  },
  'evidence-withdrawn': { status: 409, meaning: 'The evidence was withdrawn before.' },
  'measurement-failed': { status: 422, meaning: 'The file could not be measured.' },
  'measurement-too-large': {
    status: 422,
    meaning: 'The measurement would take longer, or more memory, than this server allows. Nothing was sealed.',
  },
  'measurement-stopped': { status: 503, meaning: 'The measurement was stopped before it ended. Nothing was sealed.' },
  'measuring-busy': { status: 503, meaning: 'Too many measurements wait already; try again later.' },
  'report-missing': { status: 404, meaning: 'The evidence has no report that Muster can show.' },
  'round-open': { status: 409, meaning: 'The candidate is already submitted with exactly this basis.' },
  'nothing-changed': {
    status: 409,
    meaning: 'A review of exactly this basis did not approve; the same thing is not put to another reviewer.',
  },
  'round-closed': { status: 409, meaning: 'The round is over.' },
  'basis-changed': { status: 409, meaning: 'What is judged has changed since; look again before deciding.' },
  'review-unknown': { status: 422, meaning: 'The gate asks for no such review.' },
  'approval-unknown': { status: 422, meaning: 'The gate asks for no such approval.' },
  'approval-early': { status: 409, meaning: 'Approvals come after the checks and reviews are done.' },
  'check-unknown': { status: 422, meaning: 'The gate has no such check.' },
  'waiver-too-long': { status: 422, meaning: 'The waiver would last longer than the gate allows.' },
  'waiver-needless': { status: 409, meaning: 'The check is satisfied; there is nothing to waive.' },
  'waiver-over': { status: 409, meaning: 'The waiver was revoked or has expired.' },
  'gate-blocked': { status: 409, meaning: 'The gate is not passed: something is missing.' },
  'nothing-to-roll-back': { status: 409, meaning: 'The promotion is not the live one, or nothing was live before it.' },
  // the house
  'store-unavailable': {
    status: 503,
    meaning: 'The database does not answer at the moment. Nothing was changed; try again.',
  },
  'disk-full': { status: 507, meaning: 'The disk is full. Nothing was changed.' },
  internal: { status: 500, meaning: 'A fault in Muster. The log holds the details under the id given.' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type RefusalCode = keyof typeof REFUSALS

/** One reason for which an act did not happen. `help` says what would make it possible, in words. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
  /** The record or field it is about, e.g. `experiment exp_01…` or `/threshold`. */
  readonly subject?: string
  readonly help?: string
}

/** Builds a refusal; leaves out what was not given. */
export function refusal(code: RefusalCode, message: string, more: { subject?: string; help?: string } = {}): Refusal {
  return { code, message, ...more }
}

/** What did not happen, with every reason; there is at least one. */
export interface Refused {
  readonly ok: false
  readonly refusals: readonly [Refusal, ...Refusal[]]
}

/** Says no. */
export function refuse(first: Refusal, ...more: Refusal[]): Refused {
  return { ok: false, refusals: [first, ...more] }
}
