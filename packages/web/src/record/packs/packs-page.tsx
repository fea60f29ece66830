import { Table, Text } from '@mantine/core'
import { useAll } from '../../api/queries.ts'
import { Digest } from '../../ui/digest.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/administration.ts'
import { ApplyPack } from './apply-pack.tsx'

const text = words.packs

export function Page() {
  const packs = useAll('pack.list')
  return (
    <PageFrame title={text.title} about={text.about}>
      <ApplyPack />
      <Section title={text.applied} flush>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={text.applied}>
          <Table miw={640}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.kind}</Table.Th>
                <Table.Th>{text.name}</Table.Th>
                <Table.Th>{text.version}</Table.Th>
                <Table.Th>{text.when}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {packs.map((p) => (
                <Table.Tr key={p.id}>
                  <Table.Td>{p.kind}</Table.Td>
                  <Table.Td>
                    {p.title}
                    <Text size="xs" className="quiet">
                      {p.name}
                    </Text>
                  </Table.Td>
                  <Table.Td className="tabular">{p.version}</Table.Td>
                  <Table.Td>
                    <Instant at={p.appliedAt} />
                  </Table.Td>
                  <Table.Td>
                    <Digest value={p.id} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </Section>
    </PageFrame>
  )
}
