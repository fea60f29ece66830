import { Table } from '@mantine/core'
import type { TableProps } from '@mantine/core'

/** A table that scrolls sideways by itself where there is too little room, with the keyboard, too. */
export function WideTable({ label, width, ...table }: TableProps & { readonly label: string; readonly width: number }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <Table miw={width} {...table} />
    </div>
  )
}
