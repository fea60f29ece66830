import { Badge, Box, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers, Notice, Task } from '../../api/answers.ts'
import { server } from '../../api/client.ts'
import { knowledge } from '../../api/asking.ts'
import { useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { useSearchText } from '../../routing/params.ts'
import { useGo } from '../../routing/use-go.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { useChosenRow } from '../../ui/use-chosen-row.ts'
import { words } from '../../words/inbox.ts'
import { placeOf } from './places.ts'

export function Page() {
  const go = useGo()
  const order = useSearchText('order') === 'blocking' ? 'blocking' : 'longest'
  const { tasks, notices, unread } = useAnswer('inbox.list', order === 'longest' ? {} : { order })
  return (
    <PageFrame
      title={words.title}
      about={words.about(tasks.length)}
      actions={
        tasks.length > 1 && (
          <SegmentedControl
            aria-label={words.order}
            value={order}
            onChange={(value) => go(`${at.inbox()}?order=${value}`, true)}
            data={[
              { value: 'longest', label: words.longest },
              { value: 'blocking', label: words.blocking },
            ]}
          />
        )
      }
    >
      <Section
        title={words.waiting}
        flush
        aside={
          tasks.length > 0 && (
            <Text size="xs" className="quiet" visibleFrom="sm">
              {words.keys}
            </Text>
          )
        }
      >
        {tasks.length === 0 ? (
          <Empty icon="inbox" title={words.nothing}>
            {words.nothingHelp}
          </Empty>
        ) : (
          <Tasks tasks={tasks} />
        )}
      </Section>
      <Notices notices={notices} unread={unread} />
    </PageFrame>
  )
}

function Tasks({ tasks }: { readonly tasks: readonly Task[] }) {
  const go = useGo()
  const { row, chosen } = useChosenRow(tasks.length, (i) => {
    const task = tasks[i]
    if (task !== undefined) go(placeOf(task))
  })
  return (
    <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={words.waiting}>
      {tasks.map((task, i) => (
        <TaskRow
          key={`${task.act} ${task.project} ${task.subject} ${task.what}`}
          task={task}
          isChosen={i === chosen}
          refs={row(i)}
        />
      ))}
    </Stack>
  )
}

function TaskRow({
  task,
  isChosen,
  refs,
}: {
  readonly task: Task
  readonly isChosen: boolean
  readonly refs: ReturnType<ReturnType<typeof useChosenRow>['row']>
}) {
  const named = useNamed()
  return (
    <Box
      component="li"
      px="md"
      py="sm"
      className={isChosen ? 'chosen' : undefined}
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
      {...refs}
    >
      <Group justify="space-between" gap="sm">
        <Box style={{ flex: '1 1 18rem', minWidth: 0 }}>
          <Group gap="xs" mb={2}>
            <Badge
              color="muster"
              variant="light"
              styles={{ root: { color: 'light-dark(var(--mantine-color-muster-8), var(--mantine-color-muster-2))' } }}
            >
              {words.kinds[task.kind] ?? task.kind}
            </Badge>
            <TextLink to={at.project(task.project)} size="xs">
              {task.projectName}
            </TextLink>
          </Group>
          <TextLink to={placeOf(task)} fw={600} c="var(--mantine-color-text)">
            {named(task.what)}
          </TextLink>
          <Text size="xs" className="quiet">
            {words.since} <Instant at={task.since} />
            {task.blocks > 0 && ` · ${words.blocks(task.blocks)}`}
            {task.sole && ` · ${words.sole}`}
            {task.dueAt !== undefined && (
              <>
                {' · '}
                {words.due} <Instant at={task.dueAt} />
              </>
            )}
          </Text>
        </Box>
        <TaskAction task={task} />
      </Group>
    </Box>
  )
}

/** What can be done at once is done here; what must be looked at first has its own page. */
function TaskAction({ task }: { readonly task: Task }) {
  if (task.act === 'consultation.answer')
    return (
      <ActButton
        act={task.act}
        known={{ consultation: task.subject }}
        sample={{ verdict: 'advice', answer: '…' }}
        title={task.what}
        data-act
        size="xs"
      >
        {words.act[task.act]}
      </ActButton>
    )
  if (task.act === 'action.complete')
    return (
      <ActButton act={task.act} known={{ action: task.subject }} title={task.what} size="xs" data-act>
        {words.act[task.act]}
      </ActButton>
    )
  if (task.act === 'handover.accept')
    return (
      <ActButton act={task.act} known={{ handover: task.subject }} title={task.what} size="xs" data-act>
        {words.act[task.act]}
      </ActButton>
    )
  return (
    <ButtonLink to={placeOf(task)} size="xs" variant="filled" data-act>
      {words.act[task.act] ?? words.open}
    </ButtonLink>
  )
}

function Notices({ notices, unread }: { readonly notices: readonly Notice[]; readonly unread: number }) {
  const named = useNamed()
  const newest = Math.max(0, ...notices.map((n) => n.seq))
  const read = useMutation({
    mutationFn: () => server.call('POST', '/api/v1/inbox/read', { body: { upTo: newest } }),
    // No rule can refuse this: it is shown as done before the server has answered.
    onMutate: () =>
      knowledge.setQueriesData<Answers['inbox.list']>({ queryKey: ['inbox.list'] }, (before) =>
        before === undefined
          ? undefined
          : { ...before, unread: 0, notices: before.notices.map((n) => ({ ...n, read: true })) },
      ),
    onSettled: () => knowledge.invalidateQueries({ queryKey: ['inbox.list'] }),
  })
  return (
    <Section
      title={words.news}
      flush
      aside={
        unread > 0 && (
          <Group gap="sm">
            <Text size="sm" className="quiet">
              {words.unread(unread)}
            </Text>
            <Button variant="default" size="xs" loading={read.isPending} onClick={() => read.mutate()}>
              {words.readAll}
            </Button>
          </Group>
        )
      }
    >
      {notices.length === 0 ? (
        <Empty icon="list" title={words.noNews}>
          {words.noNewsHelp}
        </Empty>
      ) : (
        <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {notices.map((n) => (
            <Box
              component="li"
              key={n.seq}
              px="md"
              py="xs"
              style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
            >
              <Text size="sm" fw={n.read ? 400 : 600}>
                {!n.read && (
                  <Badge size="xs" mr={6} variant="filled">
                    {words.new}
                  </Badge>
                )}
                {named(n.text)}
              </Text>
              <Text size="xs" className="quiet" component="div">
                <TextLink to={at.project(n.project)} size="xs">
                  {n.projectName}
                </TextLink>
                {' · '}
                <Instant at={n.at} />
                {' · '}
                <TextLink to={at.entry(n.seq)} size="xs">
                  #{n.seq}
                </TextLink>
              </Text>
            </Box>
          ))}
        </Stack>
      )}
    </Section>
  )
}
