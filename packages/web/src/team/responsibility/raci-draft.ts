import type { Matrix, Stake } from '@muster/core'
import { amend, lintStructure } from '@muster/core'

export interface CellChange {
  readonly activity: string
  readonly role: string
  readonly stake: Stake | null
}

const cellOf = (matrix: Matrix, activity: string, role: string): Stake | null => {
  const row = Object.hasOwn(matrix.cells, activity) ? matrix.cells[activity] : undefined
  return row !== undefined && Object.hasOwn(row, role) ? (row[role] ?? null) : null
}

/** A matrix that is being edited: the one in force, and the cells that differ from it. */
export interface Draft {
  readonly matrix: Matrix
  readonly changes: readonly CellChange[]
  readonly stakeOf: (activity: string, role: string) => Stake | null
  readonly before: (activity: string, role: string) => Stake | null
  /** What is wrong with the structure, known as it is typed: the rules are the server's own. */
  readonly broken: ReturnType<typeof lintStructure>
}

/** The draft after some cells were changed; cells that are as before are no changes. */
export function draftOf(matrix: Matrix, edits: readonly CellChange[]): Draft {
  const last = new Map(edits.map((edit) => [`${edit.activity} ${edit.role}`, edit]))
  const changes = [...last.values()].filter((c) => cellOf(matrix, c.activity, c.role) !== c.stake)
  const amended = amend(matrix, changes)
  return {
    matrix: amended,
    changes,
    stakeOf: (activity, role) => cellOf(amended, activity, role),
    before: (activity, role) => cellOf(matrix, activity, role),
    broken: lintStructure(amended),
  }
}

const ORDER: readonly (Stake | null)[] = [null, 'R', 'A', 'C', 'I']
/** What a click makes of a cell: empty, R, A, C, I, and empty again. */
export const nextStake = (stake: Stake | null): Stake | null => ORDER[(ORDER.indexOf(stake) + 1) % ORDER.length] ?? null

/** What a key makes of a cell; undefined when it makes nothing. */
export function typed(key: string): Stake | null | undefined {
  const letter = key.toUpperCase()
  if (letter === 'R' || letter === 'A' || letter === 'C' || letter === 'I') return letter
  return key === 'Delete' || key === 'Backspace' || key === '-' ? null : undefined
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
}

/** Where a key moves in a grid of so many rows and columns; undefined when it moves nowhere. */
export function moved(
  key: string,
  [row, column]: readonly [number, number],
  [rows, columns]: readonly [number, number],
): readonly [number, number] | undefined {
  if (key === 'Home') return [row, 0]
  if (key === 'End') return [row, columns - 1]
  const step = STEPS[key]
  if (step === undefined) return undefined
  return [Math.min(rows - 1, Math.max(0, row + step[0])), Math.min(columns - 1, Math.max(0, column + step[1]))]
}
