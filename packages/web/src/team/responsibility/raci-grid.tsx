import type { Stake } from '@muster/core'
import type { KeyboardEvent } from 'react'
import { memo, useRef, useState } from 'react'
import { useRoleTitles } from '../../records/people.tsx'
import { words } from '../../words/team.ts'
import type { Draft } from './raci-draft.ts'
import { moved, nextStake, typed } from './raci-draft.ts'
import './raci.css'

const text = words.raci

interface Props {
  readonly draft: Draft
  readonly roles: readonly string[]
  /** Names of those who hold a role. */
  readonly holders: ReadonlyMap<string, readonly string[]>
  readonly canEdit: boolean
  readonly onChange: (activity: string, role: string, stake: Stake | null) => void
}

/** The matrix as a grid that is edited in place: one cell can be reached with Tab, the arrows go to the others. */
export function RaciGrid({ draft, roles, holders, canEdit, onChange }: Props) {
  const [place, setPlace] = useState<readonly [number, number]>([0, 0])
  const grid = useRef<HTMLTableElement>(null)
  const titles = useRoleTitles()
  const { activities } = draft.matrix
  const broken = new Set(draft.broken.map((f) => f.activity))
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = moved(event.key, place, [activities.length, roles.length])
    const activity = activities[place[0]]
    const role = roles[place[1]]
    if (next !== undefined) {
      event.preventDefault()
      setPlace(next)
      grid.current?.querySelector<HTMLElement>(`[data-place="${next.join(' ')}"]`)?.focus()
    } else if (activity !== undefined && role !== undefined && canEdit) {
      const stake = typed(event.key)
      if (stake === undefined) return
      event.preventDefault()
      // The letters are shortcuts elsewhere.
      event.stopPropagation()
      onChange(activity.id, role, stake)
    }
  }
  return (
    <table className="raci" role="grid" aria-label={text.grid} ref={grid} onKeyDown={press}>
      <thead>
        <tr>
          <th scope="col">{text.activity}</th>
          {roles.map((role) => (
            <th scope="col" key={role} className="raci-role">
              <div>
                <span>{titles.get(role) ?? role}</span>
                <small>{(holders.get(role) ?? []).join(', ') || '–'}</small>
              </div>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {activities.map((activity, row) => (
          <tr key={activity.id} data-broken={broken.has(activity.id) || undefined}>
            <th scope="row">{activity.title}</th>
            {roles.map((role, column) => (
              <Cell
                key={role}
                place={`${row} ${column}`}
                isCurrent={place[0] === row && place[1] === column}
                stake={draft.stakeOf(activity.id, role)}
                before={draft.before(activity.id, role)}
                name={`${activity.title}, ${titles.get(role) ?? role}`}
                onFocus={() => setPlace([row, column])}
                onClick={() => {
                  if (canEdit) onChange(activity.id, role, nextStake(draft.stakeOf(activity.id, role)))
                }}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps {
  readonly place: string
  readonly isCurrent: boolean
  readonly stake: Stake | null
  readonly before: Stake | null
  readonly name: string
  readonly onFocus: () => void
  readonly onClick: () => void
}

const said = (stake: Stake | null): string => (stake === null ? text.empty : (text.stakes[stake] ?? stake))

/** Only cells that look different are drawn again: a matrix has hundreds. */
const Cell = memo(
  function Cell({ place, isCurrent, stake, before, name, onFocus, onClick }: CellProps) {
    const isChanged = stake !== before
    return (
      <td role="gridcell" aria-selected={isCurrent}>
        <button
          type="button"
          data-place={place}
          data-stake={stake ?? undefined}
          data-changed={isChanged || undefined}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`${name}: ${said(stake)}${isChanged ? `, ${text.changed}, ${text.was(said(before))}` : ''}`}
          onFocus={onFocus}
          onClick={onClick}
        >
          {stake ?? ''}
        </button>
      </td>
    )
  },
  (a, b) =>
    a.isCurrent === b.isCurrent &&
    a.stake === b.stake &&
    a.before === b.before &&
    a.name === b.name &&
    a.place === b.place,
)
