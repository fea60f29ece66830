import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { server } from '../../api/client.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam, useSearchText } from '../../routing/params.ts'
import { Facts } from '../../ui/facts.tsx'
import { dayText, Instant } from '../../ui/instant.tsx'
import { quantity } from '../../ui/number.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/scorecards.ts'
import { Trend } from '../../ui/plot/trend.tsx'
import { WideTable } from '../../ui/wide-table.tsx'

export function Page() {
  const id = useParam('kpi')
  const project = useSearchText('project')
  const given = project === '' ? {} : { project }
  const kpi = useAnswer('kpi.show', { kpi: id, ...given })
  return (
    <PageFrame
      title={kpi.title}
      above={
        <TextLink to={project === '' ? at.portfolio() : at.scorecard(project)} size="sm">
          {words.title}
        </TextLink>
      }
      about={kpi.says}
      actions={project !== '' && <Settings kpi={kpi} project={project} />}
    >
      {project === '' && (
        <Text size="sm" className="quiet">
          {words.byProject}
        </Text>
      )}
      <Section title={words.value}>
        <Group align="flex-start" gap="xl">
          <Stack gap={4}>
            <Text fz={32} fw={700}>
              {quantity(kpi.value, kpi.unit)}
            </Text>
            {kpi.met !== null && <Status state={kpi.met ? 'on-target' : 'off-target'} />}
            {kpi.noData !== undefined && <Text size="sm">{kpi.noData}</Text>}
          </Stack>
          <Facts
            of={[
              [words.observations, String(kpi.n)],
              [words.window, words.utcDays(dayText(kpi.window.from), dayText(kpi.window.until))],
              [words.targetHead, kpi.target === null ? words.noTarget : quantity(kpi.target, kpi.unit)],
              [words.baselineHead, quantity(kpi.baseline, kpi.unit)],
            ]}
          />
        </Group>
        <Trend points={kpi.trend} target={kpi.target} label={words.trend(kpi.title)} height={72} />
      </Section>
      <Section title={words.parts}>
        <Facts of={kpi.parts.map((part) => [part.means, words.n(part.n)] as const)} />
      </Section>
      <Observations kpi={id} given={given} unit={kpi.unit} />
      <Section title={words.history}>
        {kpi.history.length === 0 && <Text size="sm">{words.noHistory}</Text>}
        <Stack gap="xs">
          {kpi.history.map((h) => (
            <Text key={h.entry} size="sm" component="div">
              <PersonName id={h.by} /> · <Instant at={h.at} /> · {h.reason}{' '}
              <TextLink to={at.entry(h.entry)} size="sm" underline="always">
                #{h.entry}
              </TextLink>
            </Text>
          ))}
        </Stack>
      </Section>
    </PageFrame>
  )
}

/** What the project wants of itself, instead of what the pack says; and the way back to the pack. */
function Settings({ kpi, project }: { readonly kpi: Answers['kpi.show']; readonly project: string }) {
  const known = { project, kpi: kpi.id }
  // The newest change stands last.
  const last = kpi.history.at(-1)
  const isSet = last !== undefined && last['reset'] !== true
  return (
    <>
      {isSet && (
        <ActButton act="kpi.reset" known={known} sample={{ reason: '…' }} fields={['reason']} variant="default">
          {words.reset}
        </ActButton>
      )}
      <ActButton
        act="kpi.adjust"
        known={known}
        initial={{
          ...(kpi.target === null ? {} : { target: kpi.target }),
          ...(kpi.baseline === null ? {} : { baseline: kpi.baseline }),
        }}
        sample={{ target: 1, reason: '…' }}
        fields={['target', 'baseline', 'windowDays', 'reason']}
        basis={<Text size="sm">{words.adjustHelp(kpi.unit)}</Text>}
        variant="default"
      >
        {words.adjust}
      </ActButton>
    </>
  )
}

interface Props {
  readonly kpi: string
  readonly given: { readonly project?: string }
  readonly unit: string
}

/** What the number was computed from, each with its entries. */
function Observations({ kpi, given, unit }: Props) {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPending } = useInfiniteQuery({
    queryKey: ['kpi.entries', { kpi, ...given }, 'pages'] as const,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (await server.call('GET', `/api/v1/kpis/${kpi}/entries`, {
        query: { ...given, cursor: pageParam },
      })) as Answers['kpi.entries'],
    getNextPageParam: (page) => page.next,
  })
  const items = (data?.pages ?? []).flatMap((page) => page.items)
  return (
    <Section title={words.entries} flush>
      {!isPending && items.length === 0 && (
        <Text size="sm" p="md">
          {words.noEntries}
        </Text>
      )}
      {items.length > 0 && (
        <WideTable label={words.entries} width={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.observed}</Table.Th>
              <Table.Th>{words.part}</Table.Th>
              <Table.Th>{words.value}</Table.Th>
              <Table.Th>{words.entries}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((o) => (
              <Table.Tr key={`${o.subject} ${o.part} ${o.at} ${o.entries.join(' ')}`}>
                <Table.Td>{Date.parse(o.at) > Date.now() ? words.asOfToday : <Instant at={o.at} />}</Table.Td>
                <Table.Td>{o.part}</Table.Td>
                <Table.Td className="tabular">{quantity(o.value, unit)}</Table.Td>
                <Table.Td>
                  <Group gap={6}>
                    {o.entries.map((seq) => (
                      <TextLink key={seq} to={at.entry(seq)} size="sm">
                        #{seq}
                      </TextLink>
                    ))}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {hasNextPage && (
        <Group p="md" justify="center">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words.more}
          </Button>
        </Group>
      )}
    </Section>
  )
}
