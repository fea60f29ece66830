import type { CanonicalActivity } from './canonical-activities.ts'
import { CANONICAL_ACTIVITIES } from './canonical-activities.ts'
import type { KnownPacks } from './check-packs.ts'
import type { PackOf } from './pack.ts'
import type { ProblemList } from './problem.ts'

type Raci = PackOf<'raci'>

/** Structure of a RACI pack: coverage of the canonical activities, cells inside the matrix, exactly one A, an R. */
export function checkRaci(pack: Raci, known: KnownPacks, problems: ProblemList): void {
  problems.doubles(
    pack.activities.map((a) => a.id),
    (i) => ['activities', i, 'id'],
    'activity',
  )
  problems.doubles(pack.roles, (i) => ['roles', i], 'role')
  for (const [i, role] of pack.roles.entries()) {
    if (known.roles?.has(role) === false)
      problems.error('role-unknown', ['roles', i], `There is no role "${role}" in the catalogue.`)
    if (!pack.activities.some((a) => stakeOf(pack, a.id, role) !== undefined))
      problems.warn('role-without-stake', ['roles', i], `"${role}" has no letter in any activity of the matrix.`)
  }
  checkCoverage(pack, problems)
  checkCells(pack, problems)
  for (const i of pack.activities.keys()) checkActivity(pack, i, known, problems)
}

const stakeOf = (pack: Raci, activity: string, role: string): string | undefined => {
  const row = Object.hasOwn(pack.cells, activity) ? pack.cells[activity] : undefined
  return row !== undefined && Object.hasOwn(row, role) ? row[role] : undefined
}

function checkCoverage(pack: Raci, problems: ProblemList): void {
  const covered = new Map<string, string>()
  for (const [i, activity] of pack.activities.entries()) {
    for (const [j, name] of activity.covers.entries()) {
      const path = ['activities', i, 'covers', j]
      const before = covered.get(name)
      if (!CANONICAL_ACTIVITIES.some((a) => a.id === name))
        problems.error(
          'activity-unknown',
          path,
          `No act of Muster belongs to an activity "${name}"; known are ${CANONICAL_ACTIVITIES.map((a) => a.id).join(', ')}.`,
        )
      else if (before !== undefined)
        problems.error('activity-covered-twice', path, `"${name}" is covered by "${before}" already.`)
      covered.set(name, before ?? activity.id)
    }
  }
  for (const { id, meaning } of CANONICAL_ACTIVITIES) {
    if (!covered.has(id))
      problems.error(
        'activity-uncovered',
        ['activities'],
        `No activity covers "${id}", so nobody could do this: ${meaning}`,
      )
  }
}

function checkCells(pack: Raci, problems: ProblemList): void {
  const activities = new Set(pack.activities.map((a) => a.id))
  const roles = new Set(pack.roles)
  const outside = (activity: string, role: string | undefined, path: (string | number)[]): void => {
    if (!activities.has(activity))
      problems.error('cell-outside', path.slice(0, 2), `The matrix has no activity "${activity}".`)
    else if (role !== undefined && !roles.has(role))
      problems.error('cell-outside', path, `The matrix has no column "${role}"; add it to "roles".`)
  }
  for (const [activity, row] of Object.entries(pack.cells)) {
    outside(activity, undefined, ['cells', activity])
    if (activities.has(activity))
      for (const role of Object.keys(row)) outside(activity, role, ['cells', activity, role])
  }
  for (const [activity, row] of Object.entries(pack.sourceCells ?? {})) {
    for (const role of Object.keys(row)) {
      if (stakeOf(pack, activity, role) === undefined)
        problems.error(
          'cell-outside',
          ['sourceCells', activity, role],
          `A source is named for the cell ${activity} × ${role}, which is empty.`,
        )
    }
  }
  for (const [i, note] of (pack.notes ?? []).entries()) {
    if (stakeOf(pack, note.activity, note.role) === undefined)
      problems.error('cell-outside', ['notes', i], `The note is about ${note.activity} × ${note.role}, which is empty.`)
  }
}

function checkActivity(pack: Raci, i: number, known: KnownPacks, problems: ProblemList): void {
  const activity = pack.activities[i]
  if (activity === undefined) return
  const row = Object.hasOwn(pack.cells, activity.id) ? (pack.cells[activity.id] ?? {}) : undefined
  if (row === undefined) {
    problems.error('activity-empty', ['activities', i, 'id'], `"${activity.id}" has no cells: nobody has a part in it.`)
    return
  }
  const holding = (stake: string): string[] =>
    Object.entries(row)
      .filter(([, held]) => held === stake)
      .map(([role]) => role)
  const [answering, performing] = [holding('A'), holding('R')]
  const path = ['cells', activity.id]
  if (answering.length === 0)
    problems.error('no-accountable', path, `"${activity.title}" has no A: nobody answers for it.`)
  if (answering.length > 1)
    problems.error(
      'several-accountable',
      [...path, answering[1] ?? ''],
      `"${activity.title}" has ${answering.length} A (${answering.join(', ')}); exactly one role answers for an activity.`,
    )
  if (performing.length === 0) problems.error('no-responsible', path, `"${activity.title}" has no R: nobody does it.`)
  warnOfUnusual(pack, activity, performing, known, problems)
}

/** A warning where all who are R come from disciplines that do not usually do this. */
function warnOfUnusual(
  pack: Raci,
  activity: Raci['activities'][number],
  performing: readonly string[],
  known: KnownPacks,
  problems: ProblemList,
): void {
  const usually = new Set(
    (CANONICAL_ACTIVITIES as readonly CanonicalActivity[])
      .filter((a) => activity.covers.includes(a.id))
      .filter((a, _, all) => all.length === 1 || a.id === activity.id)
      .flatMap((a) => a.usually),
  )
  const disciplines = performing.map((role) => known.roles?.get(role)?.discipline)
  if (usually.size === 0 || disciplines.some((d) => d === undefined || usually.has(d))) return
  for (const [i, role] of performing.entries()) {
    const note = pack.notes?.find((n) => n.activity === activity.id && n.role === role)
    problems.warn(
      'unusual-responsible',
      ['cells', activity.id, role],
      `"${role}" (${disciplines[i] ?? ''}) is R for "${activity.title}", which ${[...usually].join(', ')} usually do.${note === undefined ? '' : ` ${note.text}`}`,
    )
  }
}
