import { Table, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAll } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/administration.ts'
import { words as kinds } from '../../words/packs.ts'
import { ApplyPack } from './apply-pack.tsx'

const text = words.packs
type Listed = Answers['pack.list']['items'][number]

/** Packs of a kind stand together, whenever they were applied. */
const order = ({ kind, title }: Listed): string => `${kinds.kind[kind] ?? kind} ${title}`.toLowerCase()

export function Page() {
  const packs = useAll('pack.list').toSorted((a, b) => order(a).localeCompare(order(b)))
  return (
    <PageFrame title={text.title} about={text.about}>
      <ApplyPack />
      <Section title={text.applied} flush>
        <WideTable label={text.applied} width={640}>
          <Table.Thead>
            <Table.Tr>
              {[text.name, text.kind, text.version, text.when, text.digest].map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {packs.map((p) => (
              <Table.Tr key={p.id}>
                <Table.Td>
                  <TextLink to={at.pack(p.id)} size="sm" fw={600}>
                    {p.title}
                  </TextLink>
                  <Text size="xs" className="quiet">
                    {p.name}
                  </Text>
                </Table.Td>
                <Table.Td>{kinds.kind[p.kind] ?? p.kind}</Table.Td>
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
        </WideTable>
      </Section>
    </PageFrame>
  )
}
