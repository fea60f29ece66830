import { valueText } from './scorecard-report.ts'
import { bytesText, relative } from './terminal.ts'
import type { Column } from './columns.ts'
import { field, figure, figureText, inner, short, textOf, when } from './columns.ts'
import { TEAM_COLUMNS } from './team-tables.ts'

type Item = Readonly<Record<string, unknown>>

const standing: Column = [
  'standing',
  (item) =>
    [
      item['active'] === false ? 'inactive' : '',
      item['administrator'] === true ? 'administrator' : '',
      item['auditor'] === true ? 'auditor' : '',
      item['kind'] === 'service' ? 'service account' : '',
    ]
      .filter((t) => t !== '')
      .join(', '),
]
const aliases: Column = ['aliases', (item) => Object.keys((item['aliases'] as Item | undefined) ?? {}).join(', ')]
const given = (title: string, key: string): Column => [
  title,
  (item) => {
    const all = item[key]
    return Array.isArray(all) ? all.map((g: Item) => textOf(g['duty'])).join(', ') : ''
  },
]

const isOver = (poll: Item, now: number): boolean =>
  poll['closedAt'] !== undefined || Date.parse(textOf(poll['closesAt'])) <= now

/** Values that the register computes, by name. */
const computedCell: Column = [
  'computed',
  (item) =>
    Object.entries((item['computed'] as Item | undefined) ?? {})
      .flatMap(([name, held]) => {
        const { value } = held as { value?: unknown }
        return value === undefined ? [] : [`${name} ${typeof value === 'number' ? figureText(value) : textOf(value)}`]
      })
      .join(', '),
]

/** The columns of each list; what is not listed here shows the fields it has. */
export const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  'person.list': [field('name', 'name'), standing, field('e-mail', 'email'), field('id', 'id')],
  'token.list': [
    field('label', 'label'),
    field('scopes', 'scopes'),
    when('expires', 'expiresAt'),
    when('revoked', 'revokedAt'),
    field('of', 'person'),
    field('id', 'id'),
  ],
  'pack.list': [
    field('kind', 'kind'),
    field('name', 'name'),
    field('version', 'version'),
    field('title', 'title'),
    field('id', 'id'),
  ],
  'role.list': [field('role', 'id'), field('title', 'title'), field('discipline', 'discipline')],
  'project.list': [
    field('name', 'name'),
    field('stage', 'stage'),
    field('workstream', 'workstream'),
    field('objective', 'objective'),
    field('id', 'id'),
  ],
  'project.checks': [
    field('check', 'id'),
    field('mode', 'mode'),
    field('met', 'met'),
    field('what', 'message'),
    field('who could', 'help'),
  ],
  'experiment.list': [
    field('title', 'title'),
    field('status', 'status'),
    field('owner', 'owner'),
    field('kind', 'kind'),
    field('id', 'id'),
  ],
  'model.list': [
    field('name', 'name'),
    field('versions', 'versions'),
    aliases,
    field('description', 'description'),
    field('id', 'id'),
  ],
  'version.list': [
    field('number', 'number'),
    field('description', 'description'),
    when('registered', 'registeredAt'),
    short('commit', 'commit', 10),
    short('digest', 'digest', 19),
    field('id', 'id'),
  ],
  'evidence.list': [
    field('kind', 'kind'),
    field('split', 'split'),
    field('state', 'state'),
    field('fresh', 'fresh'),
    field('sealed by', 'sealedBy'),
    when('sealed', 'sealedAt'),
    when('fresh until', 'freshUntil'),
    field('id', 'id'),
  ],
  'round.list': [
    field('round', 'number'),
    field('state', 'state'),
    field('submitted by', 'submittedBy'),
    when('submitted', 'submittedAt'),
    given('reviews', 'reviews'),
    given('approvals', 'approvals'),
    field('id', 'id'),
  ],
  'consultation.list': [
    field('activity', 'activity'),
    field('question', 'question'),
    when('due', 'dueAt'),
    field('id', 'id'),
  ],
  'handover.list': [
    field('title', 'title'),
    field('activity', 'activity'),
    field('state', 'state'),
    field('by', 'by'),
    field('id', 'id'),
  ],
  'waiver.list': [field('check', 'check'), field('reason', 'reason'), when('expires', 'expiresAt'), field('id', 'id')],
  'promotion.list': [
    field('state', 'state'),
    field('promoted by', 'promotedBy'),
    when('promoted', 'promotedAt'),
    field('version', 'version'),
    field('id', 'id'),
  ],
  'register.list': [
    field('register', 'id'),
    field('title', 'title'),
    field('kept by', 'scope'),
    field('industry', 'industry'),
    field('items', 'count'),
  ],
  'item.list': [
    field('item', 'key'),
    field('title', 'title'),
    field('state', 'state'),
    computedCell,
    field('owner', 'owner'),
    ['due', (item) => (Array.isArray(item['reminders']) && item['reminders'].length > 0 ? 'reminder' : '')],
    field('id', 'id'),
  ],
  'register.measures': [
    field('measure', 'title'),
    [
      'value',
      ({ value, unit }) => valueText(typeof value === 'number' ? value : null, typeof unit === 'string' ? unit : ''),
    ],
    field('n', 'n'),
    field('why none', 'reason'),
  ],
  'ceremony.kinds': [
    field('kind', 'id'),
    field('title', 'title'),
    field('often', 'often'),
    field('at', 'time'),
    field('minutes', 'durationMinutes'),
    field('pack', 'pack'),
  ],
  'ceremony.list': [
    field('title', 'title'),
    field('when', 'times'),
    when('next', 'next'),
    field('ended', 'lastDay'),
    field('id', 'id'),
  ],
  'ceremony.upcoming': [
    field('when', 'local'),
    field('zone', 'zone'),
    field('title', 'title'),
    field('state', 'state'),
    field('day of the series', 'day'),
    field('why', 'reason'),
    field('ceremony', 'ceremony'),
  ],
  'ceremony.attendance': [
    field('role', 'role'),
    field('invited', 'invited'),
    field('present', 'present'),
    field('excused', 'excused'),
    field('missing', 'missing'),
    ['rate', (item) => (typeof item['rate'] === 'number' ? `${Math.round(item['rate'] * 100)} %` : '')],
  ],
  'meeting.list': [
    field('ceremony', 'kind'),
    field('day', 'day'),
    field('state', 'state'),
    field('led by', 'facilitator'),
    field('present', 'present'),
    field('id', 'id'),
  ],
  'action.list': [
    field('what', 'title'),
    field('owner', 'owner'),
    field('due', 'due'),
    field('state', 'state'),
    field('outcome', 'outcome'),
    field('id', 'id'),
  ],
  'assistance.list': [
    field('need', 'need'),
    field('about', 'about'),
    field('by', 'by'),
    when('asked', 'at'),
    field('state', 'state'),
    field('id', 'id'),
  ],
  'absence.list': [field('from', 'from'), field('until', 'until'), when('withdrawn', 'withdrawnAt'), field('id', 'id')],
  'poll.list': [
    when('opened', 'openedAt'),
    ['closes', (item, now) => (isOver(item, now) ? '' : relative(textOf(item['closesAt']), now))],
    // One that nobody closed is over on its last moment.
    ['closed', (item, now) => (isOver(item, now) ? relative(textOf(item['closedAt'] ?? item['closesAt']), now) : '')],
    field('answers', 'answers'),
    field('id', 'id'),
  ],
  'feed.list': [
    field('label', 'label'),
    field('project', 'of'),
    when('made', 'issuedAt'),
    when('revoked', 'revokedAt'),
    field('id', 'id'),
  ],
  'update.list': [
    field('title', 'title'),
    field('state', 'state'),
    field('lines', 'lines'),
    when('drafted', 'draftedAt'),
    when('published', 'publishedAt'),
    field('id', 'id'),
  ],
  'ledger.list': [
    field('entry', 'seq'),
    when('when', 'at'),
    field('event', 'type'),
    field('by', 'actor'),
    field('subject', 'subject'),
  ],
  'file.list': [
    field('name', 'name'),
    ['size', (item) => (typeof item['bytes'] === 'number' ? bytesText(item['bytes']) : '')],
    when('uploaded', 'at'),
    field('digest', 'digest'),
  ],
  'alias.list': [
    field('alias', 'alias'),
    field('version', 'number'),
    field('description', 'description'),
    field('id', 'version'),
  ],
  'milestone.list': [field('due', 'due'), field('state', 'state'), field('title', 'title'), field('id', 'id')],
  'assignment.list': [
    field('name', 'personName'),
    field('role', 'role'),
    ['share', (item) => (item['allocation'] === undefined ? '' : `${textOf(item['allocation'])} %`)],
    field('engagement', 'engagement'),
    field('from', 'from'),
    field('until', 'until'),
    when('ended', 'endedAt'),
    field('id', 'id'),
  ],
  'review.list': [
    field('round', 'number'),
    field('duty', 'duty'),
    field('verdict', 'verdict'),
    field('by', 'person'),
    when('given', 'at'),
    field('comment', 'comment'),
    field('id', 'round'),
  ],
  'approval.list': [
    field('round', 'number'),
    field('of the round', 'state'),
    field('duty', 'duty'),
    field('by', 'person'),
    when('given', 'at'),
    when('revoked', 'revokedAt'),
    field('id', 'round'),
  ],
  'service.list': [field('name', 'name'), standing, field('answered for by', 'owner'), field('id', 'id')],
  uploads: [field('uploaded by', 'personName'), field('as', 'name'), when('when', 'at')],
  uses: [field('used as', 'usedAs'), field('project', 'projectName'), field('id', 'record')],
  'kpi.list': [
    field('title', 'title'),
    field('roles', 'roles'),
    field('formula', 'formula'),
    ['window', (item) => `${textOf(item['windowDays'])} days`],
    field('id', 'id'),
  ],
  'kpi.entries': [
    when('when', 'at'),
    field('subject', 'subject'),
    field('part', 'part'),
    figure('value', 'value'),
    field('entries', 'entries'),
  ],
  criteria: [
    field('title', 'title'),
    field('kind', 'kind'),
    [
      'must be',
      (item) => [item['metric'], item['comparator'], item['threshold'], item['unit']].map(textOf).join(' ').trim(),
    ],
    field('split', 'split'),
    field('slice', 'slice'),
    field('judged by', 'judgedBy'),
    field('id', 'id'),
  ],
  assignments: [
    field('project', 'projectName'),
    field('role', 'role'),
    ['share', (item) => (item['allocation'] === undefined ? '' : `${textOf(item['allocation'])} %`)],
    field('engagement', 'engagement'),
    field('from', 'from'),
    field('until', 'until'),
    when('ended', 'endedAt'),
  ],
  measures: [
    field('measure', 'name'),
    figure('value', 'value'),
    figure('low', 'low'),
    figure('high', 'high'),
    field('rows', 'n'),
    field('slice', 'slice'),
  ],
  ...TEAM_COLUMNS,
  steps: [field('step', 'kind'), field('weight', 'weight'), field('minutes', 'minutes')],
  monitors: [
    field('monitor', 'id'),
    field('watches', 'watches'),
    field('metric', 'metric'),
    inner('alert when', 'alertWhen', 'comparator'),
    inner('threshold', 'alertWhen', 'threshold'),
  ],
}

const SAME: Readonly<Record<string, string>> = { 'criterion.list': 'criteria' }
/** True when a list has columns of its own. */
export const hasColumns = (name: string): boolean => Object.hasOwn(COLUMNS, name)

/** Columns for a list that has none of its own: the plain fields of its items, ids last. */
export function columnsOf(name: string, items: readonly Item[]): readonly Column[] {
  const known = COLUMNS[SAME[name] ?? name]
  // A column that nobody fills says nothing.
  if (known !== undefined) return known.filter(([, cell]) => items.some((i) => cell(i, 0) !== ''))
  const isFilled = (key: string, item: Item): boolean => typeof item[key] !== 'object' && textOf(item[key]) !== ''
  const keys = [...new Set(items.flatMap((i) => Object.keys(i).filter((k) => isFilled(k, i))))]
  return [...keys.filter((k) => k !== 'id'), ...keys.filter((k) => k === 'id')].map((k) => field(k, k))
}

const NAMED = /\b(?:per|prj|exp|mdl|ver)_[0-9A-HJKMNP-TV-Z]{26}\b/g
/** Ids of people and records that a value mentions, and that have names. */
export const idsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value).match(NAMED) ?? [])]
/** Puts names in the place of ids, where they are known. */
export const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replaceAll(NAMED, (id) => names.get(id) ?? id)
