import { Group, Stack, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'
import { ChoiceActButton } from '../people/choice-act-button.tsx'

const text = words.questions
type Question = Answers['staffing.hiring']['questions'][number]

/** The questions from which the order of hires follows: what the record knows, what people said, what is open. */
export function HiringQuestions({ project }: { readonly project: string }) {
  const { questions } = useAnswer('staffing.hiring', { project })
  return (
    <Section title={text.title}>
      <Text size="sm" className="quiet prose">
        {questions.length === 0 ? text.none : text.help}
      </Text>
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {questions.map((question) => (
          <One key={question.question} project={project} question={question} />
        ))}
      </Stack>
    </Section>
  )
}

const SAYS = { record: [text.record, 'muster'], person: [text.person, 'gray'], open: [text.asked, 'orange'] } as const

function One({ project, question: q }: { readonly project: string; readonly question: Question }) {
  const named = useNamed()
  const titled = useTitled()
  const [says, color] = SAYS[q.from]
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {q.text}
          </Text>
          {q.answer !== undefined && <Text size="sm">{q.answer}</Text>}
          <Tag color={color} size="sm">
            {says}
          </Tag>
        </Group>
        <Text size="sm" className="quiet" component="div">
          {q.from === 'open' ? text.open : <Because says={titled(named(q.because))} project={project} />}
          {q.before !== undefined && (
            <>
              {' '}
              ({text.before} <Day day={q.before} />)
            </>
          )}
        </Text>
      </div>
      {q.from !== 'record' && (
        <ChoiceActButton
          act="staffing.answer"
          known={{ project, question: q.question }}
          sample={{ answer: q.answers[0] ?? '', reason: '…' }}
          fields={['reason']}
          labels={{ reason: text.rests }}
          title={q.text}
          choices={[
            {
              name: 'answer',
              label: text.label,
              required: true,
              options: q.answers.map((value) => ({ value, label: value })),
            },
          ]}
          aria-label={`${q.from === 'open' ? text.answer : text.again}: ${q.text}`}
          variant="default"
          size="compact-sm"
        >
          {q.from === 'open' ? text.answer : text.again}
        </ChoiceActButton>
      )}
    </Group>
  )
}

const EVIDENCE = /(evd_[0-9A-Z]{26})/

/** A reason of the record: evidence in it is a link, and ids of other records say nothing to a reader. */
function Because({ says, project }: { readonly says: string; readonly project: string }) {
  const parts = says.replaceAll(/ ?\((?!evd_)[a-z]{3}_[0-9A-Z]{26}\)/g, '').split(EVIDENCE)
  return (
    <>
      {parts.map((part) =>
        EVIDENCE.test(part) ? (
          <TextLink key={part} to={at.evidence(project, part)} size="sm">
            {text.evidence}
          </TextLink>
        ) : (
          part
        ),
      )}
    </>
  )
}
