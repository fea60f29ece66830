import { Button, Group, Loader, Select, SimpleGrid, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { ProblemAlert } from '../../acts/refusals.tsx'
import type { Answers, LedgerEntry } from '../../api/answers.ts'
import { server } from '../../api/client.ts'
import { askAll } from '../../api/asking.ts'
import { PersonName, useNames } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { destination } from '../../routing/destination.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { useChosenRow } from '../../ui/use-chosen-row.ts'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/ledger.ts'
import { toldOf } from '../../records/told-of.ts'

const FILTERS = ['text', 'type', 'actor', 'project', 'subject', 'since', 'until'] as const
type Filter = (typeof FILTERS)[number]
type Filters = Readonly<Partial<Record<Filter, string>>>

/** The filters in the address: a search can be sent to others as a link. */
function useFilters(): readonly [Filters, (changed: Filters) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const router = useRouter()
  const filters = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
    }),
  ) as Filters
  const set = (changed: Filters): void => {
    const given = Object.entries({ ...filters, ...changed }).filter(([, value]) => value !== '')
    const query = new URLSearchParams(given).toString()
    void router.navigate({ ...destination(`${at.ledger()}?${query}`), replace: true })
  }
  return [filters, set]
}

export function Page() {
  const [filters, set] = useFilters()
  return (
    <PageFrame title={words.title} about={words.about}>
      <Section title={words.search}>
        <FilterForm key={FILTERS.every((f) => filters[f] === undefined) ? 'empty' : 'set'} {...{ filters, set }} />
      </Section>
      <Entries filters={filters} />
    </PageFrame>
  )
}

const TYPE_MS = 300

function FilterForm({ filters, set }: { readonly filters: Filters; readonly set: (changed: Filters) => void }) {
  const names = useNames()
  const { data: projects } = useQuery(askAll('project.list'))
  const later = useDebouncedCallback(set, TYPE_MS)
  const typed = (name: Filter) => ({
    defaultValue: filters[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => later({ [name]: event.currentTarget.value }),
  })
  return (
    <form role="search" aria-label={words.title} onSubmit={(event) => event.preventDefault()}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        <TextInput label={words.text} {...typed('text')} />
        <TextInput label={words.type} placeholder={words.typeHelp} {...typed('type')} />
        <Select
          label={words.actor}
          searchable
          clearable
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={filters.actor ?? null}
          onChange={(value) => set({ actor: value ?? '' })}
        />
        <Select
          label={words.project}
          searchable
          clearable
          data={(projects ?? []).map((p) => ({ value: p.id, label: p.name }))}
          value={filters.project ?? null}
          onChange={(value) => set({ project: value ?? '' })}
        />
        <TextInput label={words.since} type="date" {...typed('since')} />
        <TextInput label={words.until} type="date" {...typed('until')} />
      </SimpleGrid>
      <Group mt="sm">
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => set(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
        >
          {words.clear}
        </Button>
        {filters.subject !== undefined && (
          <Text size="sm">
            {words.subject}: {filters.subject}
          </Text>
        )}
      </Group>
    </form>
  )
}

function useEntries(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ['ledger.list', filters, 'pages'] as const,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (await server.call('GET', '/api/v1/ledger/entries', {
        query: { ...filters, limit: 50, cursor: pageParam },
      })) as Answers['ledger.list'],
    getNextPageParam: (page) => page.next,
  })
}

function Entries({ filters }: { readonly filters: Filters }) {
  const router = useRouter()
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useEntries(filters)
  const entries = (data?.pages ?? []).flatMap((page) => page.items)
  const { row, chosen } = useChosenRow(entries.length, (i) => {
    const entry = entries[i]
    if (entry !== undefined) void router.navigate({ to: at.entry(entry.seq) })
  })
  return (
    <Section title={words.entries} flush>
      <ProblemAlert error={error} />
      {isPending && <Loader size="sm" m="md" aria-label={words.verifying} />}
      {!isPending && entries.length === 0 && error === null && (
        <Empty icon="search" title={words.none}>
          {words.noneHelp}
        </Empty>
      )}
      {entries.length > 0 && (
        <WideTable label={words.entries} width={640}>
          <Table.Thead>
            <Table.Tr>
              {[words.entryTitle, words.what, words.project, words.when].map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry, i) => (
              <Row key={entry.seq} entry={entry} isChosen={i === chosen} refs={row(i)} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <Group p="md" justify="center">
        {hasNextPage ? (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words.more}
          </Button>
        ) : (
          !isPending && (
            <Text size="sm" className="quiet">
              {words.end}
            </Text>
          )
        )}
      </Group>
    </Section>
  )
}

interface RowProps {
  readonly entry: LedgerEntry
  readonly isChosen: boolean
  readonly refs: object
}

function Row({ entry, isChosen, refs }: RowProps) {
  const { data: projects } = useQuery(askAll('project.list'))
  return (
    <Table.Tr {...refs} {...(isChosen ? { className: 'chosen' } : {})}>
      <Table.Td className="tabular" w={72}>
        <TextLink to={at.entry(entry.seq)} size="sm">
          #{entry.seq}
        </TextLink>
      </Table.Td>
      <Table.Td>
        <PersonName id={entry.actor} /> {toldOf(entry.type)}
        <Text size="xs" className="quiet">
          {entry.type} · {entry.subject.slice(0, 40)}
        </Text>
      </Table.Td>
      <Table.Td>{projects?.find((p) => p.id === entry.project)?.name}</Table.Td>
      <Table.Td>
        <Instant at={entry.at} />
      </Table.Td>
    </Table.Tr>
  )
}
