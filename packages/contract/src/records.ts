import { z } from 'zod'

/** What queries answer. Records carry the fields named here; what rooms add later does not break a client. */
const at = z.string().describe('ISO instant, UTC')

export const person = z.looseObject({
  id: z.string(),
  kind: z.enum(['human', 'service']),
  name: z.string().nullable().describe('null once erased'),
  email: z.string().nullable().optional().describe('Only administrators and the person see it'),
  active: z.boolean(),
  administrator: z.boolean(),
  auditor: z.boolean(),
  owner: z.string().optional(),
})
export const assignment = z.looseObject({
  id: z.string(),
  project: z.string(),
  person: z.string(),
  role: z.string(),
  allocation: z.number(),
  engagement: z.string(),
  from: z.string(),
  until: z.string().optional(),
  endedAt: at.optional(),
})
export const me = z.looseObject({ person, assignments: z.array(assignment) })
export const token = z.looseObject({
  id: z.string(),
  person: z.string(),
  label: z.string(),
  scopes: z.array(z.string()),
  expiresAt: at,
  revokedAt: at.optional(),
})
export const pack = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  version: z.string(),
  title: z.string(),
  appliedAt: at,
})
export const packWithContent = pack.extend({ content: z.record(z.string(), z.unknown()) })
export const role = z.looseObject({ id: z.string(), title: z.string(), discipline: z.string() })

export const project = z.looseObject({
  id: z.string(),
  name: z.string(),
  workstream: z.string(),
  stage: z.string(),
  objective: z.string(),
  scope: z.string(),
  criteria: z.array(z.looseObject({ id: z.string(), metric: z.string() })),
  milestones: z.array(z.looseObject({ id: z.string(), title: z.string(), due: z.string(), state: z.string() })),
})
const finding = z.looseObject({ severity: z.string(), code: z.string(), activity: z.string(), message: z.string() })
export const team = z.looseObject({
  matrix: z.looseObject({
    activities: z.array(z.looseObject({ id: z.string() })),
    cells: z.record(z.string(), z.record(z.string(), z.string())),
  }),
  assignments: z.array(assignment),
  people: z.record(z.string(), z.string().nullable()).describe('Names by person id'),
  lint: z.array(finding),
})
const held = z.array(z.looseObject({ role: z.string(), people: z.array(z.string()) }))
export const answerable = z.looseObject({
  activity: z.string(),
  title: z.string(),
  stakes: z.looseObject({ R: held, A: held, C: held, I: held }),
  sentence: z.string(),
})
export const stageCheck = z.looseObject({
  id: z.string(),
  mode: z.string(),
  met: z.boolean(),
  message: z.string(),
  help: z.string().optional().describe('Who of the workspace could take the role that is missing'),
})
export const stageChecks = z.looseObject({ items: z.array(stageCheck) })

export const experiment = z.looseObject({
  id: z.string(),
  project: z.string(),
  title: z.string(),
  hypothesis: z.string(),
  owner: z.string(),
  status: z.string(),
  forecast: z.looseObject({ p50Days: z.number(), p85Days: z.number(), basis: z.string(), explanation: z.string() }),
})
export const model = z.looseObject({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  versions: z.number(),
  aliases: z.record(z.string(), z.string()),
})
export const version = z.looseObject({
  id: z.string(),
  model: z.string(),
  number: z.number(),
  digest: z.string(),
  experiment: z.string(),
  dataDigest: z.string(),
  commit: z.string(),
})
export const evidence = z.looseObject({
  id: z.string(),
  version: z.string(),
  kind: z.string(),
  split: z.string(),
  state: z.string(),
  fresh: z.boolean(),
  freshUntil: at,
  sealedBy: z.string(),
  sealedAt: at,
  measures: z.array(z.looseObject({ name: z.string(), value: z.number().nullable() })),
  entry: z.number(),
})
export const register = z.looseObject({
  id: z.string(),
  title: z.string(),
  scope: z.enum(['project', 'workspace']),
  states: z.array(z.string()),
  count: z.number().optional(),
})
export const registerDefinition = z.looseObject({
  id: z.string(),
  title: z.string(),
  scope: z.string(),
  fields: z.array(z.looseObject({ name: z.string(), title: z.string(), type: z.string() })),
  states: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  pack: z.string(),
})
export const item = z.looseObject({
  id: z.string(),
  key: z.string().describe('e.g. RISK-12'),
  register: z.string(),
  title: z.string(),
  owner: z.string(),
  state: z.string(),
  fields: z.record(z.string(), z.unknown()),
  computed: z.record(z.string(), z.unknown()),
  reminders: z.array(z.looseObject({ id: z.string(), message: z.string(), since: at })),
  entry: z.number(),
})
export const registerMeasure = z.looseObject({
  id: z.string(),
  title: z.string(),
  unit: z.string().optional().describe('share, days or words; a count has none'),
  value: z.number().nullable(),
  n: z.number(),
  reason: z.string().optional(),
  items: z.array(z.string()),
})
const dutyStatus = z.looseObject({ duty: z.string(), state: z.string(), eligible: z.array(z.string()) })
export const gateStatus = z.looseObject({
  version: z.string(),
  gate: z.string(),
  basis: z.string(),
  basisChanged: z.boolean(),
  round: z.looseObject({ id: z.string(), number: z.number(), state: z.string() }).optional(),
  checks: z.array(z.looseObject({ id: z.string(), title: z.string(), state: z.string(), sentence: z.string() })),
  reviews: z.array(dutyStatus),
  approvals: z.array(dutyStatus),
  consultations: z.array(z.looseObject({ role: z.string(), state: z.string(), dueAt: at })),
  approved: z.boolean(),
  missing: z.array(z.string()),
  passed: z.boolean(),
  blockers: z.array(z.string()),
  warnings: z.array(z.string()),
  next: z.array(z.looseObject({ who: z.array(z.string()), what: z.string(), act: z.string() })),
})
export type GateStatusAnswer = z.output<typeof gateStatus>
export const round = z.looseObject({
  id: z.string(),
  version: z.string(),
  number: z.number(),
  basis: z.string(),
  state: z.string(),
  submittedBy: z.string(),
  submittedAt: at,
})
export const consultation = z.looseObject({
  id: z.string(),
  activity: z.string(),
  about: z.string(),
  question: z.string(),
  dueAt: at,
  moot: z.boolean().describe('What it is about has been decided or taken back'),
})
export const handover = z.looseObject({
  id: z.string(),
  activity: z.string(),
  title: z.string(),
  state: z.string(),
  by: z.string(),
})
export const waiver = z.looseObject({
  id: z.string(),
  version: z.string(),
  check: z.string(),
  reason: z.string(),
  expiresAt: at,
})
export const promotion = z.looseObject({
  id: z.string(),
  model: z.string(),
  version: z.string(),
  state: z.string(),
  promotedBy: z.string(),
  promotedAt: at,
  plan: z.looseObject({ steps: z.array(z.looseObject({ kind: z.string(), weight: z.number() })) }),
  monitoring: z.looseObject({ monitors: z.array(z.looseObject({ id: z.string() })) }),
})

export const task = z.looseObject({
  kind: z.enum([
    'consultation',
    'handover',
    'deliverable',
    'review',
    'approval',
    'promotion',
    'submission',
    'check',
    'reminder',
    'action',
    'poll',
  ]),
  act: z.string().describe('The act that would do it'),
  project: z.string(),
  projectName: z.string(),
  subject: z.string().describe('Id that the act takes'),
  what: z.string(),
  since: at,
  blocks: z.number().describe('How many steps of others cannot be taken before this is done'),
  sole: z.boolean().describe('Nobody else could do it'),
  dueAt: at.optional(),
  register: z.string().optional().describe('The register of an item that it reminds of'),
  activity: z.string().optional().describe('The activity in which a deliverable is handed over'),
})
export const notice = z.looseObject({
  seq: z.number(),
  project: z.string(),
  activity: z.string(),
  at,
  text: z.string(),
  read: z.boolean(),
})
export const inbox = z.looseObject({ tasks: z.array(task), notices: z.array(notice), unread: z.number() })

const point = z.looseObject({ from: at, until: at, value: z.number().nullable(), n: z.number() })
const kpiValue = z.looseObject({
  id: z.string(),
  title: z.string(),
  roles: z.array(z.string()),
  formula: z.string(),
  unit: z.string(),
  direction: z.enum(['higher', 'lower', 'none']),
  window: z.looseObject({ days: z.number(), from: at, until: at }),
  value: z.number().nullable().describe('null where there is no data'),
  n: z.number().describe('How many observations the value rests on'),
  trend: z.array(point).describe('Windows that follow each other, oldest first; the last one is the current'),
  target: z.number().nullable(),
  baseline: z.number().nullable(),
  setBy: z.enum(['pack', 'project']),
  met: z.boolean().nullable(),
  noData: z.string().optional().describe('Why there is no value'),
  act: z.string().optional().describe('The act that would give one'),
  contributions: z
    .array(
      z.looseObject({
        register: z.string(),
        registerTitle: z.string(),
        id: z.string(),
        title: z.string(),
        unit: z.string().optional(),
        value: z.number().nullable(),
        n: z.number(),
        items: z.array(z.string()).describe('The items that were counted'),
      }),
    )
    .optional()
    .describe('What registers say to it; beside the value, not in it'),
})
export const scorecard = z.looseObject({
  about: z.looseObject({ project: z.string().optional(), projects: z.number(), roles: z.array(z.string()).optional() }),
  at,
  kpis: z.array(kpiValue),
})
export const kpiDefinition = z.looseObject({
  id: z.string(),
  title: z.string(),
  roles: z.array(z.string()),
  formula: z.string(),
  windowDays: z.number(),
})
export const kpi = kpiValue.extend({
  says: z.string().describe('The definition in words'),
  parts: z.array(z.looseObject({ part: z.string(), means: z.string(), n: z.number() })),
  history: z.array(z.looseObject({ kpi: z.string(), by: z.string(), at, reason: z.string(), entry: z.number() })),
})
export const observation = z.looseObject({
  subject: z.string(),
  project: z.string(),
  at,
  part: z.string(),
  value: z.number().nullable(),
  entries: z.array(z.number()).describe('Numbers of the ledger entries'),
})

export const entry = z.looseObject({
  seq: z.number(),
  at,
  type: z.string(),
  act: z.string(),
  actor: z.string(),
  subject: z.string(),
  project: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
})
export const provedEntry = z.looseObject({
  seq: z.number(),
  text: z.string().describe('The entry as canonical JSON: the bytes that were hashed'),
  proof: z.string().describe('C2SP tlog-proof with the signed checkpoint'),
  origin: z.string().describe('Name of the log'),
  key: z.string().describe('The verifier key as this server tells it'),
})
export const verdict = z.looseObject({
  ok: z.boolean(),
  size: z.number(),
  findings: z.array(z.looseObject({ code: z.string(), message: z.string() })),
})
export const consistency = z.looseObject({
  older: z.number(),
  newer: z.number(),
  checkpoint: z.string(),
  hashes: z.array(z.string()),
})
export const file = z.looseObject({ digest: z.string(), name: z.string(), bytes: z.number() })
export const fileListed = file.extend({ at: at.describe('When it was first uploaded') })
export const fileShown = file.extend({
  uploads: z
    .array(z.looseObject({ person: z.string(), personName: z.string().nullable(), name: z.string(), at }))
    .describe('Who uploaded it, and what they called it'),
  uses: z
    .array(z.looseObject({ usedAs: z.string(), record: z.string(), project: z.string(), projectName: z.string() }))
    .describe('The records that it belongs to'),
})
export const health = z.looseObject({ status: z.string(), store: z.string() })
export const doneRead = z.looseObject({ read: z.number() })
export const passwordChanged = z.looseObject({
  changed: z.literal(true),
  sessionsEnded: z.number().describe('Your other sessions, which have ended'),
  tokens: z.number().describe('API tokens that act for you and go on working'),
})
/** What every act answers. */
export const actAnswer = z.looseObject({
  act: z.string(),
  subject: z.string().describe('Id of the record that was made or changed'),
  at,
  entries: z
    .array(z.looseObject({ seq: z.number(), type: z.string(), subject: z.string() }))
    .describe('Its entries in the ledger'),
  result: z.record(z.string(), z.unknown()).optional().describe('What is shown once, e.g. a secret or a link'),
})
