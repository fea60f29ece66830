import { brief, counted, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { shown } from '../report/numbers.ts'
import type { ReportMeasure, ReportParts, ReportSource, Section } from '../report/report.ts'
import { nearestNames } from '../scan/columns.ts'
import { readBytes } from '../scan/read-bytes.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { ColumnProfile } from '../sketches/column-profile.ts'
import { compareColumns } from '../sketches/compare-profiles.ts'
import type { BoundedDistance, ProfileDrift } from '../sketches/compare-profiles.ts'
import { profileBytes, readProfiles } from '../sketches/profile-bytes.ts'
import { profileFile } from '../sketches/profile-file.ts'
import { ProfileError } from '../sketches/profile-stream.ts'
import { quantilesOf } from '../sketches/ranks.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'

export type ProfileOptions = { readonly column?: readonly string[] | undefined }

/** A mergeable profile of each column: what later data can be compared with when these are gone. */
export const profileAnalysis: Analysis<ProfileOptions> = {
  name: 'profile',
  title: 'Profile of data',
  files: ['file'],
  run: async ({ files, options: { column = [] }, ...scan }) => {
    const path = pathOf(files, 'file')
    const { source, columns } = await profileFile(path, column.length === 0 ? scan : { columns: column, ...scan })
    return {
      ...profileParts(columns),
      sources: [sourceAs('file', source)],
      result: { columns: columns.map(summaryOf), profile: Buffer.from(profileBytes(columns)).toString('base64') },
    }
  },
}

/** How far the profiles of two parts are apart, without their rows: each file is data, or a profile kept before. */
export const compareProfilesAnalysis: Analysis<ProfileOptions> = {
  name: 'compare-profiles',
  title: 'Drift between profiles',
  files: ['reference', 'current'],
  run: async ({ files, options: { column = [] }, ...scan }) => {
    const of = async (role: string): ReturnType<typeof profilesOf> =>
      withFile(role, () => profilesOf(role, pathOf(files, role), column, scan))
    const reference = await of('reference')
    const current = await of('current')
    const result = comparedOf(reference.columns, current.columns)
    return { ...comparedParts(result), sources: [reference.source, current.source], result }
  },
}

/** The ending of a kept profile. */
export const PROFILE_ENDING = '.mspf'

async function profilesOf(
  role: string,
  path: string,
  columns: readonly string[],
  scan: ScanOptions,
): Promise<{ source: ReportSource; columns: readonly ColumnProfile[] }> {
  if (!path.toLowerCase().endsWith(PROFILE_ENDING)) {
    const found = await profileFile(path, columns.length === 0 ? scan : { columns, ...scan })
    return { source: sourceAs(role, found.source), columns: found.columns }
  }
  const { bytes, digest, name } = await readBytes(path, MOST_BYTES, 'a profile')
  try {
    const all = readProfiles(bytes)
    const kept = columns.length === 0 ? all : columns.map((column) => profileOf(all, column))
    const rows = all[0]?.rows ?? 0
    return { source: { role, name, digest, bytes: bytes.length, rows }, columns: kept }
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error
    throw new ScanError(
      'file_unreadable',
      `the ${role} profile cannot be read: ${error.message}`,
      'make the profile again',
    )
  }
}

/** A profile has some kilobytes a column; what is larger than this is none. */
const MOST_BYTES = 256 * 1024 * 1024

function profileOf(all: readonly ColumnProfile[], column: string): ColumnProfile {
  const found = all.find((profile) => profile.name === column)
  if (found !== undefined) return found
  const near = nearestNames(
    column,
    all.map((profile) => profile.name),
  )
  const hint = near.length > 0 ? `did you mean ${near.map(quoted).join(' or ')}?` : 'name a column that was profiled'
  throw new ScanError('column_missing', `the profile has no column ${quoted(column)}`, hint)
}

type Summary = ReturnType<typeof summaryOf>

const QUARTERS = [0.05, 0.25, 0.5, 0.75, 0.95]

function summaryOf(profile: ColumnProfile) {
  const { name, kind, rows, missing, infinite, moments, quantiles, frequent } = profile
  const isNumeric = kind === 'numeric' && quantiles.count > 0
  const variance = moments.variance()
  return {
    name,
    kind,
    rows,
    missing,
    infinite,
    distinct: profile.distinct.estimate(),
    types: Object.fromEntries(profile.types),
    ...(isNumeric
      ? {
          mean: moments.mean,
          deviation: variance === null ? null : Math.sqrt(variance),
          least: quantiles.least,
          most: quantiles.most,
          quantiles: Array.from(quantilesOf(quantiles.points(), QUARTERS)),
          rankError: quantiles.rankError(),
        }
      : {}),
    ...(kind === 'text' ? { frequent: frequent.items().slice(0, 20) } : {}),
  }
}

function profileParts(columns: readonly ColumnProfile[]): ReportParts {
  const summaries = columns.map(summaryOf)
  const rows = summaries[0]?.rows ?? 0
  const gaps = summaries.filter(({ missing }) => missing > 0)
  const constant = summaries.filter(({ distinct, missing }) => distinct < 1.5 && missing < rows)
  const worst = gaps.toSorted((a, b) => b.missing - a.missing)[0]
  const sentence =
    `${counted(rows, 'row')} in ${counted(summaries.length, 'column')}; ` +
    (worst === undefined
      ? 'no value is missing.'
      : `values are missing in ${counted(gaps.length, 'column')}, most in ${worst.name} (${percent(worst.missing / Math.max(rows, 1))}).`)
  const caveats = [
    'Quantiles and distinct values are estimates with the stated error; counts, means and extremes are exact.',
    ...(constant.length === 0 ? [] : [`Columns with one value only: ${listed(constant.map(({ name }) => name))}.`]),
  ]
  return {
    findings: [
      { title: 'The data at a glance', sentence, caveats, next: 'Keep the profile, and compare later data with it.' },
    ],
    caveats,
    measures: summaries.flatMap((summary) => profileMeasures(summary)),
    facts: { rows, columns: summaries.length, columnsWithMissing: gaps.length },
    sections: [profileSection(summaries)],
    method: 'Mergeable sketches: quantiles with a stated rank error, HyperLogLog for distinct values, frequent items.',
  }
}

function profileMeasures({ name, rows, missing, distinct, mean }: Summary): ReportMeasure[] {
  const slice = sliceName('column', name)
  return [
    { name: 'missing_share', value: rows === 0 ? null : missing / rows, n: rows, slice },
    { name: 'distinct_values', value: distinct, n: rows, slice },
    ...(mean === undefined ? [] : [{ name: 'mean', value: mean, n: rows - missing, slice }]),
  ]
}

function profileSection(summaries: readonly Summary[]): Section {
  return {
    title: 'Columns',
    table: {
      columns: ['column', 'kind', 'missing', 'distinct', 'least', '5 %', 'median', '95 %', 'most', 'mean', 'frequent'],
      numeric: [2, 3, 4, 5, 6, 7, 8, 9],
      rows: summaries.map(({ name, kind, missing, distinct, least, most, quantiles, mean, frequent }) => [
        name,
        kind,
        shown(missing),
        brief(Math.round(distinct)),
        shown(least),
        shown(quantiles?.[0]),
        shown(quantiles?.[2]),
        shown(quantiles?.[4]),
        shown(most),
        shown(mean),
        (frequent ?? [])
          .slice(0, 3)
          .map(({ value, count }) => `${value.slice(0, 30)} ${count}`)
          .join(', '),
      ]),
    },
  }
}

type Compared = {
  readonly columns: readonly {
    readonly name: string
    readonly kind: string
    readonly rows: number
    readonly drift: ProfileDrift | null
  }[]
  readonly onlyReference: readonly string[]
  readonly onlyCurrent: readonly string[]
}

function comparedOf(reference: readonly ColumnProfile[], current: readonly ColumnProfile[]): Compared {
  const columns = reference.flatMap((mine) => {
    const theirs = current.find(({ name }) => name === mine.name)
    return theirs === undefined
      ? []
      : [{ name: mine.name, kind: mine.kind, rows: theirs.rows, drift: compareColumns(mine, theirs) }]
  })
  if (columns.length === 0) {
    throw new ScanError(
      'column_missing',
      'the two profiles have no column in common',
      'compare profiles of the same kind',
    )
  }
  const names = (of: readonly ColumnProfile[]): Set<string> => new Set(of.map(({ name }) => name))
  const [mine, theirs] = [names(reference), names(current)]
  return {
    columns,
    onlyReference: [...mine].filter((name) => !theirs.has(name)),
    onlyCurrent: [...theirs].filter((name) => !mine.has(name)),
  }
}

/** PSI as banks read it: from 0.1 on a column moved, from 0.25 on it moved far. */
const MOVED = 0.1

function comparedParts({ columns, onlyReference, onlyCurrent }: Compared): ReportParts {
  const measured = columns.flatMap(({ drift, ...column }) => (drift === null ? [] : [{ ...column, drift }]))
  const moved = measured.filter(({ drift }) => drift.psi.low >= MOVED)
  const unclear = measured.filter(({ drift }) => drift.psi.low < MOVED && drift.psi.high >= MOVED)
  const worst = measured.toSorted((a, b) => b.drift.psi.value - a.drift.psi.value)[0]
  const caveats = [
    'From sketches: each distance lies in the range given, with a confidence of 99 %.',
    'A range is about the error of the sketches, not about chance in the rows: few rows move a PSI without any drift.',
    ...(onlyReference.length === 0 ? [] : [`Only the reference has: ${listed(onlyReference)}.`]),
    ...(onlyCurrent.length === 0 ? [] : [`Only the current profile has: ${listed(onlyCurrent)}.`]),
  ]
  const verdict =
    measured.length === 0 ? 'not-measured' : moved.length > 0 ? 'drift' : unclear.length > 0 ? 'unclear' : 'stable'
  const finding: Finding = {
    subject: 'data',
    title:
      verdict === 'drift'
        ? 'The data have moved'
        : verdict === 'stable'
          ? 'The data are where they were'
          : 'It cannot be told whether the data moved',
    sentence:
      worst === undefined
        ? 'No column has values on both sides.'
        : `${moved.length} of ${counted(measured.length, 'column')} have a PSI of ${MOVED} or more; the largest is ${brief(worst.drift.psi.value)} of ${worst.name}.`,
    caveats,
    next:
      verdict === 'stable'
        ? 'Keep the new profile too.'
        : 'Compare the rows themselves, if they are still there: muster evidence drift.',
  }
  return {
    findings: [finding],
    caveats,
    measures: measured.flatMap(({ name, rows, drift }) => distanceMeasures(name, rows, drift)),
    facts: {
      verdict,
      mode: 'profiles',
      measured: measured.length,
      drifted: moved.length,
      share: measured.length === 0 ? 0 : moved.length / measured.length,
      driftedColumns: moved.map(({ name }) => name).slice(0, 200),
      unclearColumns: unclear.map(({ name }) => name).slice(0, 200),
      ...(worst === undefined ? {} : { worstPsi: worst.drift.psi.value }),
    },
    sections: [comparedSection(measured)],
    method: 'Distances of sketches with the error that the sketches state; PSI over the deciles of the reference.',
  }
}

const measureOf = (name: string, column: string, n: number, { value, low, high }: BoundedDistance): ReportMeasure => ({
  name,
  value,
  low,
  high,
  n,
  slice: sliceName('column', column),
})

function distanceMeasures(column: string, n: number, drift: ProfileDrift): ReportMeasure[] {
  const { psi, jensenShannon, kolmogorovSmirnov, wasserstein } = drift
  return [
    measureOf('psi', column, n, psi),
    measureOf('jensen_shannon', column, n, jensenShannon),
    ...(kolmogorovSmirnov === null ? [] : [measureOf('ks_distance', column, n, kolmogorovSmirnov)]),
    ...(wasserstein === null ? [] : [measureOf('wasserstein', column, n, wasserstein)]),
  ]
}

function comparedSection(measured: readonly { name: string; kind: string; drift: ProfileDrift }[]): Section {
  return {
    title: 'Columns',
    chart: {
      kind: 'intervals',
      least: 0,
      rows: measured.slice(0, 100).map(({ name, drift: { psi } }) => ({ name: `${name}: psi`, ...psi })),
      band: { low: 0, high: MOVED, label: `below ${MOVED}` },
    },
    table: {
      columns: ['column', 'kind', 'psi', 'range', 'jensen_shannon', 'ks_distance', 'wasserstein', 'missing'],
      numeric: [2, 3, 4, 5, 6, 7],
      rows: measured.map(({ name, kind, drift }) => [
        name,
        kind,
        shown(drift.psi.value),
        `${shown(drift.psi.low)} – ${shown(drift.psi.high)}`,
        shown(drift.jensenShannon.value),
        shown(drift.kolmogorovSmirnov?.value),
        shown(drift.wasserstein?.value),
        shown(drift.missingShareChange),
      ]),
    },
  }
}
