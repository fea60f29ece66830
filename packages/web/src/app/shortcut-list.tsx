import { Kbd, Modal, Table } from '@mantine/core'
import { words } from '../words/app.ts'

export function ShortcutList({ close }: { readonly close: () => void }) {
  return (
    <Modal opened onClose={close} title={words.shortcuts.title}>
      <Table>
        <Table.Tbody>
          {words.shortcuts.rows.map(([keys, what]) => (
            <Table.Tr key={keys}>
              <Table.Th scope="row" w="45%">
                <Kbd>{keys}</Kbd>
              </Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
