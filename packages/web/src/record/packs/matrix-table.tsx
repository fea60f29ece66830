import { Text } from '@mantine/core'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/packs.ts'
import type { TitleOf } from './pack-parts.ts'
import { named } from './pack-parts.ts'
import './matrix-table.css'

export interface MatrixOf {
  readonly activities: readonly { readonly id: string; readonly title: string }[]
  readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Where a cell was read. */
  readonly sourceCells?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** The cells of a matrix: activities down, roles across. It scrolls in a frame of its own, with the activities in sight. */
export function MatrixTable({ of, titleOf }: { readonly of: MatrixOf; readonly titleOf: TitleOf }) {
  const roles = [...new Set(Object.values(of.cells).flatMap((row) => Object.keys(row)))]
  return (
    <Section title={words.matrix} flush>
      <Text size="sm" className="quiet" px="md" pb="xs">
        {words.matrixHelp}
      </Text>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={words.matrix}>
        <table className="cells">
          <thead>
            <tr>
              <td />
              {roles.map((role) => (
                <th key={role} scope="col">
                  <div>{named(role, titleOf)}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.activities.map(({ id, title }) => (
              <tr key={id}>
                <th scope="row">{title}</th>
                {roles.map((role) => (
                  <td key={role} data-stake={of.cells[id]?.[role]} title={of.sourceCells?.[id]?.[role]}>
                    {of.cells[id]?.[role]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
