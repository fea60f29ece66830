import { Table, Text } from '@mantine/core'
import type { Round } from '@muster/core'
import { PersonName, useNamed } from '../../records/people.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words as states } from '../../words/ui.ts'
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
                <WhatWasGiven in={r} />
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

/** Who gave what in a round; when the round is over without a promotion, that it does not count any more. */
function WhatWasGiven({ in: round }: { readonly in: Round }) {
  const titles = new Map([...round.gate.reviews, ...round.gate.approvals].map((d) => [d.duty, d.title] as const))
  const given = [
    ...round.reviews.map((r) => ({
      ...r,
      verdict: r.verdict === 'approve' ? '' : (states.state[r.verdict] ?? r.verdict),
    })),
    ...round.approvals.map((a) => ({ ...a, verdict: '' })),
  ].toSorted((a, b) => a.at.localeCompare(b.at))
  if (given.length === 0)
    return (
      <Text size="sm" className="quiet">
        {words.rounds.nothing}
      </Text>
    )
  return (
    <>
      {given.map((g) => (
        <Text key={g.entry} size="sm" component="div">
          {titles.get(g.duty) ?? g.duty}
          {g.verdict !== '' && ` (${g.verdict})`}: <PersonName id={g.person} size="xs" /> <Instant at={g.at} />
        </Text>
      ))}
      {round.state !== 'open' && round.state !== 'promoted' && (
        <Text size="xs" className="quiet">
          {words.rounds.stale}
        </Text>
      )}
    </>
  )
}
