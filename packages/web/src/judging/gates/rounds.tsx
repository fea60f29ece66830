import { Table, Text } from '@mantine/core'
import type { Round } from '@muster/core'
import { PersonName, useNamed } from '../../records/people.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/gates.ts'

/** Every submission of the version, with what was given in it. */
export function Rounds({ rounds }: { readonly rounds: readonly Round[] }) {
  const named = useNamed()
  if (rounds.length === 0) return null
  return (
    <Section title={words.rounds.title} flush>
      <Text size="sm" className="quiet" px="md" pb="xs">
        {words.rounds.about}
      </Text>
      <WideTable label={words.rounds.title} width={620}>
        <Table.Thead>
          <Table.Tr>
            {[words.rounds.number, words.rounds.state, words.rounds.by, words.rounds.basis, words.rounds.given].map(
              (h) => (
                <Table.Th key={h} scope="col">
                  {h}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rounds.map((r) => (
            <Table.Tr key={r.id}>
              <Table.Th scope="row">{r.number}</Table.Th>
              <Table.Td>
                <Status state={r.state} />
              </Table.Td>
              <Table.Td>
                <PersonName id={r.submittedBy} /> <Instant at={r.submittedAt} />
                {r.note !== '' && <Text size="sm">“{r.note}”</Text>}
              </Table.Td>
              <Table.Td>
                <Digest value={r.basis} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">
                  {words.reviews.title} {r.reviews.length} · {words.approvals.title} {r.approvals.length}
                </Text>
                {r.state !== 'superseded' && r.state !== 'promoted' && r.endedBecause !== undefined && (
                  <Text size="xs" className="quiet">
                    {named(r.endedBecause)}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
