import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { announce } from '../../acts/act-button.tsx'
import { ActForm } from '../../acts/act-form.tsx'
import { useRehearsal } from '../../api/act.ts'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/person.ts'
import { ChoiceActButton } from './choice-act-button.tsx'
import type { SharedProject } from './projects-of.ts'

const text = words.responsibilities
type Held = Answers['responsibility.list']['responsibilities'][number]
const GROUPS = ['fallow', 'active', 'new', 'unshown'] as const

interface Props {
  readonly person: string
  readonly name: string
  readonly project: SharedProject
}

/** What becomes of a responsibility: another person gets it, or its roles. */
interface Change {
  readonly act: 'responsibility.give' | 'responsibility.return'
  readonly of: Held
}

/**
 * The responsibilities that a person holds on a project, and what the record shows they did for each. Whether they may be
 * given away is asked once: the rules say the same of each.
 */
export function PersonResponsibilities({ person, name, project }: Props) {
  const { responsibilities } = useAnswer('responsibility.list', { project: project.id })
  const [change, setChange] = useState<Change>()
  const mine = responsibilities.filter((r) => r.holders.includes(person))
  const others = responsibilities.filter((r) => !r.holders.includes(person))
  const [first] = others
  const sample = { project: project.id, responsibility: first?.id, person, reason: '…' }
  const mayGive = useRehearsal('responsibility.give', first === undefined ? undefined : sample)?.allowed === true
  const count = (state: string): number => mine.filter((r) => r.state === state).length
  return (
    <Section
      title={text.title(project.name)}
      aside={<Give person={person} name={name} project={project.id} others={others} />}
    >
      <Text size="sm">
        {mine.length === 0 ? text.none : text.summary(count('active'), count('new'), count('fallow'))}
      </Text>
      {GROUPS.filter((state) => count(state) > 0).map((state) => (
        <details key={state} open={state === 'fallow' || state === 'active'}>
          <summary>
            <Text span size="sm" fw={600}>
              {text.groups[state]} ({count(state)})
            </Text>
          </summary>
          <Stack gap="sm" mt="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {mine
              .filter((r) => r.state === state)
              .map((r) => (
                <One key={r.id} held={r} change={mayGive ? setChange : undefined} />
              ))}
          </Stack>
        </details>
      ))}
      <ChangeDialog project={project.id} change={change} close={() => setChange(undefined)} />
    </Section>
  )
}

interface GiveProps {
  readonly person: string
  readonly name: string
  readonly project: string
  readonly others: readonly Held[]
}

function Give({ person, name, project, others }: GiveProps) {
  return (
    <ChoiceActButton
      act="responsibility.give"
      known={{ project, person }}
      sample={{ responsibility: others[0]?.id ?? '', reason: '…' }}
      fields={['reason']}
      labels={{ reason: words.reason }}
      title={text.giveTitle(name)}
      intro={text.giveHelp}
      choices={[
        {
          name: 'responsibility',
          label: text.which,
          required: true,
          options: others.map((r) => ({ value: r.id, label: r.text })),
        },
      ]}
      variant="default"
      size="compact-sm"
    >
      {text.give}
    </ChoiceActButton>
  )
}

function One({ held: r, change }: { readonly held: Held; readonly change: ((change: Change) => void) | undefined }) {
  const named = useNamed()
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Group gap="xs">
          <Text size="sm">{r.text}</Text>
          {r.named && (
            <Tag color="muster" size="sm">
              {text.named}
            </Tag>
          )}
        </Group>
        <Text size="xs" className="quiet" component="div">
          {r.last === undefined ? (
            named(r.sentence)
          ) : (
            <>
              {text.entries(r.count)}, {text.last} <Instant at={r.last} />{' '}
              {r.entries.map((entry) => (
                <span key={entry}>
                  <TextLink to={at.entry(entry)} size="xs">
                    #{entry}
                  </TextLink>{' '}
                </span>
              ))}
            </>
          )}
        </Text>
      </div>
      {change !== undefined && (
        <Group gap={4} className="no-print">
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={text.passOf(r.text)}
            onClick={() => change({ act: 'responsibility.give', of: r })}
          >
            {text.pass}
          </Button>
          {r.named && (
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={text.returnOf(r.text)}
              onClick={() => change({ act: 'responsibility.return', of: r })}
            >
              {text.return}
            </Button>
          )}
        </Group>
      )}
    </Group>
  )
}

interface DialogProps {
  readonly project: string
  readonly change: Change | undefined
  readonly close: () => void
}

function ChangeDialog({ project, change, close }: DialogProps) {
  const isGiven = change?.act === 'responsibility.give'
  const title = isGiven ? text.passTitle : text.returnTitle
  return (
    <Modal opened={change !== undefined} onClose={close} title={<Text fw={650}>{title}</Text>} size="lg">
      {change !== undefined && (
        <ActForm
          act={change.act}
          known={{ project, responsibility: change.of.id }}
          fields={isGiven ? ['person', 'reason'] : ['reason']}
          labels={{ reason: words.reason }}
          submit={title}
          onDone={(done) => {
            announce(title, done)
            close()
          }}
          onCancel={close}
        >
          <Text size="sm">{change.of.text}</Text>
        </ActForm>
      )}
    </Modal>
  )
}
