import { Button, Group, Paper, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core'
import type { Experiment } from '@muster/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { ForecastBar } from '../../records/forecast-bar.tsx'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam, useSearchText } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words as states } from '../../words/ui.ts'
import { words } from '../../words/experiments.ts'
import type { View } from './chosen-experiments.ts'
import { AT_ONCE, matching, searchFor } from './chosen-experiments.ts'

export function Page() {
  const project = useParam('project')
  const go = useGo()
  const { name } = useAnswer('project.show', { project })
  const { experiments, found, view, find, choose, shown } = useChosen(project)
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
            onChange={(value) => choose({ view: value === 'list' ? 'list' : 'board', more: 1 })}
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
      ) : (
        <>
          <Find
            value={find}
            onChange={(typed) => choose({ find: typed, more: 1 })}
            count={[found.length, experiments.length]}
          />
          {view === 'board' ? (
            <Board experiments={found} {...shown} />
          ) : (
            <ExperimentList experiments={found} {...shown} />
          )}
        </>
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

/** The experiments that the address asks for. */
function useChosen(project: string) {
  const go = useGo()
  const experiments = useAll('experiment.list', { project })
  const view: View = useSearchText('view') === 'list' ? 'list' : 'board'
  const [find, setFind] = useState(useSearchText('find'))
  const more = Math.max(1, Number(useSearchText('more')) || 1)
  const choose = (chosen: Partial<Parameters<typeof searchFor>[0]>): void => {
    if (chosen.find !== undefined) setFind(chosen.find)
    go(`${at.experiments(project)}${searchFor({ view, find, more, ...chosen })}`, true)
  }
  const shown = { most: more * AT_ONCE[view], showMore: () => choose({ more: more + 1 }) }
  return { experiments, found: matching(experiments, find), view, find, choose, shown }
}

interface FindProps {
  readonly value: string
  readonly onChange: (typed: string) => void
  /** How many are found, and of how many. */
  readonly count: readonly [number, number]
}

function Find({ value, onChange, count }: FindProps) {
  return (
    <Group gap="sm">
      <TextInput
        aria-label={words.find}
        placeholder={words.find}
        leftSection={<Icon name="search" />}
        value={value}
        w={360}
        maw="100%"
        onChange={(e) => onChange(e.currentTarget.value)}
      />
      {value !== '' && (
        <Text size="sm" className="quiet" role="status">
          {words.found(...count)}
        </Text>
      )}
    </Group>
  )
}

interface Shown {
  readonly experiments: readonly Experiment[]
  readonly most: number
  readonly showMore: () => void
}

function ShowMore({ left, showMore }: { readonly left: number; readonly showMore: () => void }) {
  if (left <= 0) return null
  return (
    <Button variant="default" size="compact-sm" onClick={showMore}>
      {words.more(left)}
    </Button>
  )
}

function Board({ experiments, most, showMore }: Shown) {
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
            {here.slice(0, most).map((e) => (
              <Card key={e.id} experiment={e} />
            ))}
            <ShowMore left={here.length - most} showMore={showMore} />
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

function ExperimentList({ experiments, most, showMore }: Shown) {
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
          {experiments.slice(0, most).map((e) => (
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
      {experiments.length > most && (
        <Group p="md">
          <ShowMore left={experiments.length - most} showMore={showMore} />
        </Group>
      )}
    </Section>
  )
}
