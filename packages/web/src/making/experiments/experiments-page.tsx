import { Group, Paper, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import type { Experiment } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { ForecastBar } from '../../records/forecast-bar.tsx'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam, useSearchText } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words as states } from '../../words/ui.ts'
import { words } from '../../words/experiments.ts'

export function Page() {
  const project = useParam('project')
  const go = useGo()
  const view = useSearchText('view') === 'list' ? 'list' : 'board'
  const { name } = useAnswer('project.show', { project })
  const experiments = useAll('experiment.list', { project })
  const propose = (
    <ActButton
      act="experiment.propose"
      known={{ project }}
      sample={{ title: '…', hypothesis: '…' }}
      fields={['title', 'hypothesis', 'kind', 'owner']}
      onDone={(done) => go(at.experiment(project, done.subject))}
    >
      {words.propose}
    </ActButton>
  )
  const choose = (value: string): void => go(`${at.experiments(project)}?view=${value}`, true)
  return (
    <PageFrame
      title={words.title}
      about={words.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
      actions={
        <>
          <SegmentedControl
            aria-label={words.view}
            value={view}
            onChange={choose}
            data={[
              { value: 'board', label: words.board },
              { value: 'list', label: words.list },
            ]}
          />
          {propose}
        </>
      }
    >
      {experiments.length === 0 ? (
        <Section title={words.title}>
          <Empty icon="flask" title={words.none} action={propose}>
            {words.noneHelp}
          </Empty>
        </Section>
      ) : view === 'board' ? (
        <Board experiments={experiments} />
      ) : (
        <ExperimentList experiments={experiments} />
      )}
    </PageFrame>
  )
}

/** Columns of the board: what belongs together on the way of an experiment. */
const COLUMNS = [
  ['proposed'],
  ['running'],
  ['in-review'],
  ['accepted', 'promoted'],
  ['rejected', 'abandoned'],
] as const satisfies readonly (readonly Experiment['status'][])[]

function Board({ experiments }: { readonly experiments: readonly Experiment[] }) {
  return (
    <div className="board">
      {COLUMNS.map((column) => {
        const here = experiments.filter((e) => (column as readonly string[]).includes(e.status))
        const title = column.map((s) => states.state[s] ?? s).join(', ')
        return (
          <Stack key={title} gap="xs" component="section" aria-label={title}>
            <Group justify="space-between" px={4}>
              <Text size="sm" fw={650}>
                {title}
              </Text>
              <Text size="sm" className="quiet">
                {here.length}
              </Text>
            </Group>
            {here.map((e) => (
              <Card key={e.id} experiment={e} />
            ))}
            {here.length === 0 && (
              <Text size="sm" className="quiet" p="sm">
                {words.empty}
              </Text>
            )}
          </Stack>
        )
      })}
    </div>
  )
}

function Card({ experiment: e }: { readonly experiment: Experiment }) {
  return (
    <Paper p="sm">
      <Stack gap={6}>
        <TextLink to={at.experiment(e.project, e.id)} size="sm" fw={600}>
          {e.title}
        </TextLink>
        <Text size="xs" className="quiet" lineClamp={3}>
          {e.hypothesis}
        </Text>
        <Group justify="space-between" gap={4}>
          <PersonName id={e.owner} size="xs" />
          {e.outcome !== undefined && <Status state={e.outcome} size="sm" />}
        </Group>
        <ForecastBar experiment={e} />
      </Stack>
    </Paper>
  )
}

function ExperimentList({ experiments }: { readonly experiments: readonly Experiment[] }) {
  return (
    <Section title={words.title} flush>
      <WideTable label={words.list} width={720}>
        <Table.Thead>
          <Table.Tr>
            {[words.one, words.owner, words.kind, words.proposed, words.forecast.title, words.status].map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {experiments.map((e) => (
            <Table.Tr key={e.id}>
              <Table.Td>
                <TextLink to={at.experiment(e.project, e.id)} size="sm" fw={600}>
                  {e.title}
                </TextLink>
              </Table.Td>
              <Table.Td>
                <PersonName id={e.owner} />
              </Table.Td>
              <Table.Td>{e.kind}</Table.Td>
              <Table.Td>
                <Instant at={e.proposedAt} />
              </Table.Td>
              <Table.Td w={260}>
                <ForecastBar experiment={e} />
              </Table.Td>
              <Table.Td>
                <Status state={e.status} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
