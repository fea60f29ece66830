import { z } from 'zod'

/** What queries about the team answer. Records carry the fields named here; what rooms add later does not break a client. */
const at = z.string().describe('ISO instant, UTC')
const sentence = z.string().describe('The answer in words')
const couldTake = z.array(
  z.looseObject({ person: z.string(), role: z.string(), because: z.string(), free: z.number().describe('Percent') }),
)
const placed = z.looseObject({ person: z.string(), role: z.string(), allocation: z.number(), engagement: z.string() })

export const responsibility = z.looseObject({
  id: z.string(),
  text: z.string(),
  roles: z.array(z.string()),
  state: z.enum(['active', 'new', 'fallow', 'unheld', 'unshown']),
  holders: z.array(z.string()),
  named: z.boolean().describe('The planner named the holder'),
  count: z.number(),
  last: at.optional(),
  entries: z.array(z.number()).describe('The newest entries in the ledger'),
  countsAs: z.array(z.string()),
  sentence,
})
export const responsibilities = z.looseObject({
  days: z.number(),
  sentence,
  summary: z.record(z.string(), z.number()),
  responsibilities: z.array(responsibility),
})
export const deliverable = z.looseObject({
  deliverable: z.string(),
  text: z.string(),
  role: z.string(),
  state: z.enum(['not-due', 'due', 'overdue', 'handed-over', 'returned', 'accepted']),
  dueBefore: z.string(),
  holders: z.array(z.string()),
  accountable: z.array(z.string()),
  handover: z.string().optional(),
  decidedBy: z.string().optional(),
  sentence,
})
export const deliverables = z.looseObject({ items: z.array(deliverable) })
export const atRisk = z.looseObject({
  sentence,
  matters: z.array(
    z.looseObject({
      kind: z.string(),
      what: z.string().describe('What fails, with the words of the check'),
      about: z.string().describe('The same in a few words, as the sentence has it'),
      activity: z.string(),
      failing: z.boolean(),
      due: z.string().optional(),
      act: z.string().describe('The act that would help'),
      role: z.string(),
      accountable: z.array(z.string()),
      sentence,
    }),
  ),
})

const lintFinding = z.looseObject({
  severity: z.string(),
  code: z.string(),
  activity: z.string(),
  message: sentence,
})
export const matrixPreview = z.looseObject({
  findings: z.array(lintFinding).describe('All that lint finds afterwards'),
  caused: z.array(lintFinding).describe('What it finds only because of the change'),
  mended: z.array(lintFinding).describe('What it finds now and not afterwards'),
  people: z.array(
    z.looseObject({
      person: z.string(),
      name: z.string().nullable(),
      stakes: z.array(
        z.looseObject({
          activity: z.string(),
          title: z.string(),
          gains: z.array(z.string()),
          loses: z.array(z.string()),
        }),
      ),
      gains: z.array(z.string()).describe('Acts they could do afterwards and cannot now'),
      loses: z.array(z.string()).describe('Acts they can do now and could not afterwards'),
    }),
  ),
})

const line = z.looseObject({
  line: z.string(),
  title: z.string(),
  role: z.string(),
  state: z.enum(['met', 'unmet', 'over']),
  have: z.number(),
  min: z.number(),
  missing: z.number(),
  allocation: z.number(),
  people: z.array(placed),
  sentence,
  help: z.string().describe('What would meet it'),
  couldTake,
  source: z.array(z.string()),
})
const load = z.looseObject({
  person: z.string(),
  allocation: z.number(),
  peak: z.number(),
  over: z.boolean(),
  sentence,
})
export const staffingCheck = z.looseObject({
  project: z.string(),
  stage: z.string(),
  pattern: z.string().nullable(),
  title: z.string(),
  because: z.string(),
  met: z.boolean(),
  sentence,
  lines: z.array(line),
  composition: z.array(line),
  overloaded: z.array(load),
})
export const pattern = z.looseObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  stages: z.array(z.string()),
  lines: z.array(z.looseObject({ id: z.string(), title: z.string(), min: z.number() })),
})
export const loads = z.looseObject({ sentence, loads: z.array(load.extend({ projects: z.array(z.string()) })) })
const risk = z.looseObject({
  risk: z.string(),
  title: z.string(),
  state: z.enum(['covered', 'partly', 'uncovered']),
  sentence,
})
export const risks = z.looseObject({ sentence, risks: z.array(risk) })
export const hiring = z.looseObject({
  sentence,
  leadDays: z.number(),
  leadBasis: z.string(),
  questions: z.array(
    z.looseObject({
      question: z.string(),
      text: z.string(),
      answers: z.array(z.string()).describe('What can be answered'),
      answer: z.string().optional(),
      from: z.enum(['record', 'person', 'open']),
      because: z.string(),
      before: z.string().optional(),
    }),
  ),
  hires: z.array(
    z.looseObject({
      rank: z.number(),
      role: z.string(),
      people: z.number(),
      score: z.number(),
      reasons: z.array(z.looseObject({ kind: z.string(), text: z.string() })),
      milestone: z.looseObject({ id: z.string(), title: z.string(), due: z.string() }).optional(),
      openBy: z.string().optional(),
      late: z.boolean(),
      outsourcing: z.enum(['possible', 'not-advised']),
      outsourcingBecause: z.string(),
      couldTake,
      sentence,
    }),
  ),
  risks: z.array(risk),
})
export const requisition = z.looseObject({
  id: z.string(),
  project: z.string(),
  role: z.string(),
  reason: z.string(),
  outsourcing: z.boolean(),
  openedAt: at,
  openedBy: z.string(),
  closedAt: at.optional(),
  outcome: z.string().optional(),
})
export const applicant = z.looseObject({
  id: z.string(),
  requisition: z.string(),
  step: z.string(),
  channel: z.string(),
  name: z.string().nullable().optional().describe('Only those who hire on the project see it; null once erased'),
  contact: z.string().nullable().optional(),
})
export const funnels = z.looseObject({
  sentence,
  funnels: z.array(
    z.looseObject({
      role: z.string(),
      open: z.number(),
      hired: z.number(),
      reached: z.record(z.string(), z.number()),
      conversion: z.record(z.string(), z.number()),
      daysToHire: z.number().optional(),
      sentence,
    }),
  ),
})
export const transition = z.looseObject({
  id: z.string(),
  project: z.string(),
  vendor: z.string(),
  does: z.string(),
  sunset: z.string(),
  state: z.string(),
  daysToSunset: z.number(),
  roles: z.array(z.looseObject({ role: z.string(), by: z.string(), state: z.string(), sentence })),
  warnings: z.array(z.string()),
  sentence,
})
export const transitions = z.looseObject({ items: z.array(transition) })
export const skill = z.looseObject({ id: z.string(), person: z.string(), skill: z.string(), level: z.string() })
export const skillMatrix = z.looseObject({
  sentence,
  skills: z.array(
    z.looseObject({
      role: z.string(),
      skill: z.string(),
      source: z.array(z.string()),
      needed: z.string(),
      state: z.enum(['had', 'learning', 'gap', 'unstaffed']),
      elsewhere: z.array(z.string()),
      sentence,
    }),
  ),
})
export const learning = z.looseObject({
  id: z.string(),
  person: z.string(),
  title: z.string(),
  kind: z.string(),
  provider: z.string(),
  on: z.string(),
  until: z.string().optional(),
})
export const learningGaps = z.looseObject({
  sentence,
  people: z.number(),
  spent: z.array(z.looseObject({ currency: z.string(), amount: z.number() })).describe('Cost of the records'),
  requirements: z.array(
    z.looseObject({
      person: z.string(),
      requirement: z.string(),
      title: z.string(),
      asked: z.enum(['law', 'policy', 'advice']),
      state: z.enum(['held', 'expiring', 'expired', 'missing']),
      until: z.string().optional(),
      sentence,
    }),
  ),
})
export const training = z.looseObject({
  id: z.string(),
  title: z.string(),
  department: z.string(),
  attendees: z.number(),
  on: z.string(),
})
export const adoption = z.looseObject({
  id: z.string(),
  department: z.string(),
  from: z.string(),
  until: z.string(),
  targetUsers: z.number(),
  activeUsers: z.number(),
  source: z.string(),
})
export const adoptionTrend = z.looseObject({
  sentence,
  departments: z.array(
    z.looseObject({
      department: z.string(),
      title: z.string(),
      rate: z.number().optional(),
      changePoints: z.number().optional(),
      trained: z.number(),
      periods: z.array(z.looseObject({ from: z.string(), until: z.string(), rate: z.number(), trained: z.number() })),
      sentence,
    }),
  ),
})
