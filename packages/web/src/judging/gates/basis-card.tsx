import { Paper, Stack, Text } from '@mantine/core'
import type { Round } from '@muster/core'
import type { Gate } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { words } from '../../words/gates.ts'

const { parts } = words

/** What exactly a decision in a round is about: everything that the basis of the round is the digest of. */
export function BasisCard({ gate, round }: { readonly gate: Gate; readonly round: Round }) {
  const version = useAnswer('version.show', { version: gate.version })
  const evidence = useAll('evidence.list', { version: gate.version })
  const kinds = round.parts.evidence.map((id) => evidence.find((e) => e.id === id)?.kind ?? id)
  return (
    <Paper p="sm" bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-6))">
      <Stack gap="xs">
        <Facts
          of={[
            [words.basis, <Digest key="b" value={round.basis} length={16} />],
            [
              parts.candidate,
              <span key="c">
                {words.version(gate.model, gate.versionNumber)}, <Digest value={version.digest} length={12} />
              </span>,
            ],
            [
              parts.live,
              round.parts.champion === null ? (
                parts.none
              ) : (
                <Replaced key="l" version={round.parts.champion} model={gate.model} />
              ),
            ],
            [parts.evidence, kinds.length === 0 ? parts.none : kinds.join(', ')],
            [parts.criteria, <Digest key="k" value={round.parts.criteria} length={12} />],
            [parts.waivers, round.parts.waivers.length === 0 ? parts.none : String(round.parts.waivers.length)],
            [parts.gate, `${round.gate.title} ${round.gate.version}`],
          ]}
        />
        <Text size="sm" className="quiet">
          {parts.you}
        </Text>
      </Stack>
    </Paper>
  )
}

function Replaced({ version, model }: { readonly version: string; readonly model: string }) {
  return <>{words.version(model, useAnswer('version.show', { version }).number)}</>
}
