const ROLES: Readonly<Record<string, string>> = {
  TABLE: 'table',
  THEAD: 'rowgroup',
  TBODY: 'rowgroup',
  TR: 'row',
  TD: 'cell',
  TH: 'columnheader',
}

/** The role that a part of a table has by itself. A browser may forget it when the part is laid out as something else. */
const roleOf = (part: Element): string | undefined =>
  part.getAttribute('scope') === 'row' ? 'rowheader' : ROLES[part.tagName]

function set(part: Element, name: string, value: string | undefined): void {
  if (value !== undefined && part.getAttribute(name) !== value) part.setAttribute(name, value)
}

/** Writes at each cell the name of its column, and at each part its role. */
function nameCells(table: HTMLTableElement): void {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((head) => head.textContent.trim())
  for (const part of [table, ...table.querySelectorAll(':is(thead, tbody, tr, th, td)')])
    set(part, 'role', roleOf(part))
  for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
    // A cell over several columns has the name of none of them.
    for (const cell of row.cells) set(cell, 'data-name', cell.colSpan > 1 ? '' : (names[cell.cellIndex] ?? ''))
  }
}

/**
 * Lays the rows of a table out as blocks as long as there are fewer than `width` pixels for it. Answers how to stop.
 * The observer is told before anything is painted: no table is seen to jump.
 */
export function stackCells(table: HTMLTableElement, width: number): () => void {
  nameCells(table)
  const changes = new MutationObserver(() => nameCells(table))
  changes.observe(table, { childList: true, characterData: true, subtree: true })
  const frame = table.parentElement
  const room = new ResizeObserver(() => table.toggleAttribute('data-stacked', (frame?.clientWidth ?? width) < width))
  if (frame !== null) room.observe(frame)
  return () => {
    changes.disconnect()
    room.disconnect()
  }
}
