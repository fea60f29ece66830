import { Table } from '@mantine/core'
import type { TableProps } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { stackCells } from './stack-cells.ts'
import './wide-table.css'

/**
 * A table of `width` pixels at least. Where there is less room each row is laid out as a block: its first cell is the heading,
 * and each other cell stands below the name of its column. It stays a table for whoever hears it.
 */
export function WideTable({ label, width, ...table }: TableProps & { readonly label: string; readonly width: number }) {
  const own = useRef<HTMLTableElement>(null)
  useEffect(() => (own.current === null ? undefined : stackCells(own.current, width)), [width])
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <Table ref={own} className="stacking" {...table} />
    </div>
  )
}
