import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { server } from '../../api/client.ts'
import { ask, knowledge } from '../../api/asking.ts'
import { tell } from '../../ui/notice.ts'
import { words } from '../../words/team.ts'

const text = words.polls
const SCORES = ['1', '2', '3', '4', '5'].map((score) => ({ value: score, label: score }))

/** The newest poll of how the team feels: to be opened, answered once and without a name, or closed. */
export function Poll({ project }: { readonly project: string }) {
  const { data: polls } = useQuery(ask('poll.list', { project, limit: 1 }))
  const newest = polls?.items[0]?.id
  const { data: poll } = useQuery({ ...ask('poll.show', { poll: newest ?? '' }), enabled: newest !== undefined })
  if (poll?.state !== 'open')
    return (
      <ActButton act="poll.open" known={{ project }} fields={['days']} variant="default" size="xs" w="fit-content">
        {text.open}
      </ActButton>
    )
  return (
    <Stack gap="sm">
      <Text size="sm" className="quiet">
        {text.howMany(poll.answers ?? 0, poll.invited)} {text.secret}
      </Text>
      {poll.answered ? <Text size="sm">{text.answered}</Text> : <Answer poll={poll.id} statements={poll.statements} />}
      <ActButton act="poll.close" known={{ poll: poll.id }} direct variant="default" size="xs" w="fit-content">
        {text.close}
      </ActButton>
    </Stack>
  )
}

interface AnswerProps {
  readonly poll: string
  readonly statements: readonly { readonly id: string; readonly text: string }[]
}

function Answer({ poll, statements }: AnswerProps) {
  const [scores, setScores] = useState<Readonly<Record<string, number>>>({})
  const answering = useMutation({
    mutationFn: () =>
      server.call('POST', '/api/v1/polls/:poll/answer', {
        params: { poll },
        body: { scores: statements.map((s) => ({ statement: s.id, score: scores[s.id] })) },
      }),
    onSuccess: () => {
      tell({ message: text.thanks })
      void knowledge.invalidateQueries()
    },
  })
  const isComplete = statements.every((s) => scores[s.id] !== undefined)
  return (
    <Stack gap="sm">
      <Text size="sm">{text.scale}</Text>
      {statements.map((s) => (
        <Group key={s.id} justify="space-between" gap="xs">
          <Text size="sm" style={{ flex: '1 1 16rem' }}>
            {s.text}
          </Text>
          <SegmentedControl
            aria-label={s.text}
            data={SCORES}
            value={scores[s.id] === undefined ? '' : String(scores[s.id])}
            onChange={(score) => setScores((before) => ({ ...before, [s.id]: Number(score) }))}
          />
        </Group>
      ))}
      <ProblemAlert error={answering.error} />
      <Button w="fit-content" disabled={!isComplete} loading={answering.isPending} onClick={() => answering.mutate()}>
        {text.answer}
      </Button>
    </Stack>
  )
}
