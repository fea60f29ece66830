import type { Column } from './columns.ts'
import { field, textOf, when } from './columns.ts'
import { durationText } from './scorecard-report.ts'

const share = (title: string, key: string): Column => [
  title,
  (item) => (typeof item[key] === 'number' ? `${Math.round(item[key] * 100)} %` : ''),
]
const percent = (title: string, key: string): Column => [
  title,
  (item) => (typeof item[key] === 'number' ? `${Math.round(item[key])} %` : ''),
]
const of = (title: string, key: string, inside: string): Column => [
  title,
  (item) => {
    const all = item[key]
    return Array.isArray(all) ? all.map((one: Readonly<Record<string, unknown>>) => textOf(one[inside])).join(', ') : ''
  },
]
const lines: readonly Column[] = [
  field('line', 'title'),
  field('state', 'state'),
  field('have', 'have'),
  field('least', 'min'),
  field('most', 'max'),
  of('who', 'people', 'person'),
  percent('share', 'allocation'),
  field('what would meet it', 'help'),
]
const risks: readonly Column[] = [field('risk', 'title'), field('state', 'state'), field('why', 'sentence')]

/** The columns of lists about the team. */
export const TEAM_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  responsibilities: [
    field('responsibility', 'text'),
    field('state', 'state'),
    field('roles', 'roles'),
    field('who', 'holders'),
    field('entries', 'entries'),
    when('last', 'last'),
    field('id', 'id'),
  ],
  matters: [
    field('what', 'what'),
    ['fails', (item) => (item['failing'] === true ? 'already' : textOf(item['due'] ?? 'soon'))],
    field('who will be blamed', 'sentence'),
    field('what helps', 'act'),
  ],
  'deliverable.list': [
    field('deliverable', 'text'),
    field('role', 'role'),
    field('state', 'state'),
    field('due before', 'dueBefore'),
    field('activity', 'activity'),
    field('who accepts', 'accountable'),
    field('why', 'sentence'),
    field('id', 'deliverable'),
  ],
  lines,
  composition: lines,
  overloaded: [
    field('who', 'person'),
    percent('now', 'allocation'),
    percent('most', 'peak'),
    field('from', 'peakFrom'),
  ],
  loads: [
    field('who', 'person'),
    percent('now', 'allocation'),
    percent('most', 'peak'),
    field('from', 'peakFrom'),
    field('projects', 'projects'),
    field('others', 'otherProjects'),
  ],
  'staffing.patterns': [
    field('pattern', 'id'),
    field('title', 'title'),
    field('stages', 'stages'),
    of('lines', 'lines', 'title'),
  ],
  questions: [
    field('question', 'text'),
    field('answer', 'answer'),
    field('from', 'from'),
    field('because', 'because'),
    field('before', 'before'),
    field('id', 'question'),
  ],
  hires: [
    field('rank', 'rank'),
    field('role', 'role'),
    field('people', 'people'),
    of('because', 'reasons', 'text'),
    field('what to do', 'sentence'),
    field('outsourcing', 'outsourcing'),
    field('why', 'outsourcingBecause'),
  ],
  risks,
  'requisition.list': [
    field('role', 'role'),
    ['state', (item) => (item['closedAt'] === undefined ? 'open' : textOf(item['outcome']))],
    when('opened', 'openedAt'),
    when('closed', 'closedAt'),
    field('reason', 'reason'),
    field('milestone', 'milestone'),
    field('outsourcing', 'outsourcing'),
    field('id', 'id'),
  ],
  'applicant.list': [
    field('name', 'name'),
    field('contact', 'contact'),
    field('step', 'step'),
    field('outcome', 'outcome'),
    field('found by', 'channel'),
    field('id', 'id'),
  ],
  funnels: [
    field('role', 'role'),
    field('open', 'open'),
    field('hired', 'hired'),
    field('oldest open (days)', 'oldestOpenDays'),
    ['time to hire', (item) => (typeof item['daysToHire'] === 'number' ? durationText(item['daysToHire'] * 24) : '')],
    field('in words', 'sentence'),
  ],
  'transition.list': [
    field('vendor', 'vendor'),
    field('does', 'does'),
    field('state', 'state'),
    field('ends', 'sunset'),
    field('in words', 'sentence'),
    field('warnings', 'warnings'),
    field('id', 'id'),
  ],
  skills: [field('role', 'role'), field('skill', 'skill'), field('state', 'state'), field('in words', 'sentence')],
  'skill.list': [
    field('skill', 'skill'),
    field('level', 'level'),
    field('shown by', 'evidence'),
    when('since', 'recordedAt'),
  ],
  'learning.list': [
    field('title', 'title'),
    field('kind', 'kind'),
    field('for', 'requirement'),
    field('by', 'provider'),
    field('on', 'on'),
    field('until', 'until'),
    when('withdrawn', 'withdrawnAt'),
    field('id', 'id'),
  ],
  requirements: [
    field('who', 'person'),
    field('requirement', 'title'),
    field('asked by', 'asked'),
    field('state', 'state'),
    field('until', 'until'),
    field('as', 'roles'),
  ],
  'training.list': [
    field('title', 'title'),
    field('department', 'department'),
    field('attendees', 'attendees'),
    field('on', 'on'),
    field('by', 'provider'),
    field('cost', 'cost'),
    field('currency', 'currency'),
    field('id', 'id'),
  ],
  'adoption.list': [
    field('department', 'department'),
    field('from', 'from'),
    field('until', 'until'),
    field('active', 'activeUsers'),
    field('of', 'targetUsers'),
    field('source', 'source'),
    field('id', 'id'),
  ],
  departments: [
    field('department', 'title'),
    share('use', 'rate'),
    [
      'change',
      (item) => (typeof item['changePoints'] === 'number' ? `${Math.round(item['changePoints'])} points` : ''),
    ],
    field('trained', 'trained'),
    field('in words', 'sentence'),
  ],
}
