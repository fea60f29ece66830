import { ScanError } from '../scan/scan-error.ts'

/** What every measurement with intervals is set by. */
export type DrawSettings = {
  /** Bootstrap draws. */
  readonly draws: number
  readonly seed: number
  /** Of the intervals, 0..1. */
  readonly level: number
  /** Groups with fewer rows are flagged. */
  readonly minimumGroup: number
}

/** The same as a question has them. */
export type DrawOptions = {
  /** Bootstrap draws, default 1,000. */
  readonly draws?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Level of the intervals, default 0.95. */
  readonly level?: number | undefined
  /** Groups with fewer rows are flagged, default 30. */
  readonly minimumGroup?: number | undefined
}

const MOST_SLICE_COLUMNS = 50

/** The settings with their defaults, or an `option_invalid` error. */
export function drawSettings({ draws = 1000, seed = 1, level = 0.95, minimumGroup = 30 }: DrawOptions): DrawSettings {
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (!Number.isInteger(draws) || draws < 100 || draws > 100_000) refuse(`draws is ${draws}`, 'give 100 to 100,000')
  if (!Number.isSafeInteger(seed)) refuse(`seed is ${seed}`, 'give a whole number')
  if (!(level > 0 && level < 1)) refuse(`level is ${level}`, 'give a share between 0 and 1, such as 0.95')
  if (!Number.isInteger(minimumGroup) || minimumGroup < 0) refuse(`minimumGroup is ${minimumGroup}`, 'give 0 or more')
  return { draws, seed, level, minimumGroup }
}

/** Throws `option_invalid` for too many slice columns or one that is named twice. */
export function refuseSlices(slices: readonly string[]): void {
  if (slices.length > MOST_SLICE_COLUMNS) {
    const message = `${slices.length} slice columns were given`
    throw new ScanError('option_invalid', message, `give at most ${MOST_SLICE_COLUMNS}`)
  }
  const repeated = slices.find((name, index) => slices.indexOf(name) !== index)
  if (repeated === undefined) return
  throw new ScanError('option_invalid', `the slice column ${JSON.stringify(repeated)} is given twice`, 'give each once')
}
