import { Code, Stack, Table, Text } from '@mantine/core'
import { Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/packs.ts'
import type { Fact, PackItem, PackPart, Shown } from './pack-parts.ts'
import { fieldName } from './pack-parts.ts'

/** More columns than this are no table any more: what few items have is told together. */
const MOST_COLUMNS = 4

/** The columns of a list: fields that most of its items have; the others are told in the last one. */
function columnsOf(items: readonly PackItem[]): { readonly own: readonly string[]; readonly hasMore: boolean } {
  const counts = new Map<string, number>()
  for (const { field } of items.flatMap((i) => i.facts)) counts.set(field, (counts.get(field) ?? 0) + 1)
  const often = [...counts].filter(([, count]) => count * 2 > items.length).map(([field]) => field)
  const own = often.slice(0, MOST_COLUMNS)
  return { own, hasMore: counts.size > own.length }
}

/** A list of a pack as a table: each item with what it means, and below it the lists that it has itself. */
export function PartTable({ part }: { readonly part: PackPart }) {
  const { own, hasMore } = columnsOf(part.items)
  const hasSource = part.items.some((i) => i.source.length > 0)
  const title = words.list[part.list] ?? part.list
  const heads = [
    words.item,
    ...own.map(fieldName),
    ...(hasMore ? [words.details] : []),
    ...(hasSource ? [words.source] : []),
  ]
  return (
    <Section title={`${title} (${part.items.length})`} flush>
      <WideTable label={title} width={320 + 110 * heads.length} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {part.items.map((item, i) => (
            <Row key={`${item.id ?? item.title} ${i}`} {...{ item, own, hasMore, hasSource }} />
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}

interface RowProps {
  readonly item: PackItem
  readonly own: readonly string[]
  readonly hasMore: boolean
  readonly hasSource: boolean
}

function Row({ item, own, hasMore, hasSource }: RowProps) {
  const more = item.facts.filter((f) => !own.includes(f.field))
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row" fw={400} maw={420}>
        <Name item={item} />
        {item.parts.map((part) => (
          <Inner key={part.list} part={part} />
        ))}
      </Table.Th>
      {own.map((field) => (
        <Table.Td key={field}>
          <Value of={item.facts.find((f) => f.field === field)?.value} />
        </Table.Td>
      ))}
      {hasMore && <Table.Td>{more.length > 0 && <Told facts={more} />}</Table.Td>}
      {hasSource && (
        <Table.Td className="quiet" fz="xs" maw={160}>
          {item.source.join(', ')}
        </Table.Td>
      )}
    </Table.Tr>
  )
}

function Name({ item }: { readonly item: PackItem }) {
  return (
    <>
      <Text size="sm" fw={600}>
        {item.title}
      </Text>
      {item.id !== undefined && (
        <Text size="xs" className="quiet" ff="monospace">
          {item.id}
        </Text>
      )}
      {item.about.map((text) => (
        <Text key={text} size="sm" className="quiet">
          {text}
        </Text>
      ))}
    </>
  )
}

/** A list inside an item, closed until somebody asks for it. */
function Inner({ part }: { readonly part: PackPart }) {
  return (
    <details style={{ marginTop: '0.375rem' }}>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        {words.list[part.list] ?? part.list} ({part.items.length})
      </Text>
      <Stack component="ul" gap={6} my={6} pl="md">
        {part.items.map((item, i) => (
          <li key={`${item.id ?? item.title} ${i}`}>
            <Name item={item} />
            <Told facts={item.facts} />
            {item.source.length > 0 && (
              <Text size="xs" className="quiet">
                {item.source.join(', ')}
              </Text>
            )}
            {item.parts.map((inner) => (
              <Inner key={inner.list} part={inner} />
            ))}
          </li>
        ))}
      </Stack>
    </details>
  )
}

/** Facts with their names, one below the other. */
export function Told({ facts }: { readonly facts: readonly Fact[] }) {
  return facts.map(({ field, value }) => (
    <Text key={field} size="sm" component="div">
      <span className="quiet">{fieldName(field)}:</span> <Value of={value} />
    </Text>
  ))
}

function Value({ of }: { readonly of: Shown | undefined }) {
  if (of === undefined) return null
  if (typeof of === 'string') return <>{of}</>
  if ('code' in of) return <Code style={{ whiteSpace: 'pre-wrap' }}>{of.code}</Code>
  return <>{of.length === 0 ? words.no : of.join(', ')}</>
}
