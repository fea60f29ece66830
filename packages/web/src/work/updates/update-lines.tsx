import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { UpdateLine } from '@muster/core'
import { ActForm } from '../../acts/act-form.tsx'
import { announce } from '../../acts/act-button.tsx'
import { ProblemAlert, Refusals } from '../../acts/refusals.tsx'
import { useAct, useRehearsal } from '../../api/act.ts'
import type { UpdateShown } from '../../api/answers.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/updates.ts'

/** What is being worded: a line that is there, or a new one of a section. */
type Wording =
  | { readonly kind: 'word'; readonly line: UpdateLine }
  | { readonly kind: 'add'; readonly section: string; readonly title: string }

/**
 * The lines by section, as they are sent; while it is a draft, each can be worded and struck. The rules are asked once for
 * all lines: they say the same of each.
 */
export function UpdateLines({ update }: { readonly update: UpdateShown }) {
  const [wording, setWording] = useState<Wording>()
  const isDraft = update.state === 'draft'
  const rehearsed = useRehearsal(
    'update.add',
    isDraft ? { update: update.id, section: 'changed', text: '…' } : undefined,
  )
  const mayEdit = isDraft && rehearsed?.allowed === true
  const striking = useAct('update.strike', (done) => announce(words.struck, done))
  const strike = (line: string): void =>
    striking.mutate({ command: { update: update.id, line }, key: crypto.randomUUID() })
  return (
    <>
      {isDraft && rehearsed?.allowed === false && (
        <div>
          <Text size="sm" fw={600}>
            {words.readOnly}
          </Text>
          <Refusals of={rehearsed.refusals} />
        </div>
      )}
      <ProblemAlert error={striking.error} />
      {update.sections.map(({ section, title, lines }) => (
        <Section
          key={section}
          title={title}
          aside={
            mayEdit && (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={words.addTo(title)}
                onClick={() => setWording({ kind: 'add', section, title })}
              >
                {words.add}
              </Button>
            )
          }
        >
          {lines.length === 0 && (
            <Text size="sm" className="quiet">
              {words.nothing}
            </Text>
          )}
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {lines.map((line) => (
              <Line
                key={line.line}
                line={line}
                {...(mayEdit
                  ? {
                      edit: () => setWording({ kind: 'word', line }),
                      strike: () => strike(line.line),
                    }
                  : {})}
              />
            ))}
          </Stack>
        </Section>
      ))}
      <WordingDialog update={update.id} wording={wording} close={() => setWording(undefined)} />
    </>
  )
}

interface LineProps {
  readonly line: UpdateLine
  readonly edit?: () => void
  readonly strike?: () => void
}

function Line({ line, edit, strike }: LineProps) {
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs" maw="56rem">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Text size="sm" className="prose" style={{ whiteSpace: 'pre-line' }}>
          {line.text}
        </Text>
        <Text size="xs" className="quiet" component="div">
          {line.by !== undefined && (
            <>
              {words.worded} <PersonName id={line.by} size="xs" />{' '}
            </>
          )}
          {line.entries.length > 0 && `${words.restsOn} `}
          {line.entries.map((entry) => (
            <span key={entry}>
              <TextLink to={at.entry(entry)} size="xs">
                #{entry}
              </TextLink>{' '}
            </span>
          ))}
        </Text>
      </div>
      {edit !== undefined && (
        <Group gap={4} wrap="nowrap" className="no-print">
          <Button variant="subtle" size="compact-xs" aria-label={words.wordOf(line.text)} onClick={edit}>
            {words.word}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={words.strikeOf(line.text)}
            onClick={strike}
          >
            {words.strike}
          </Button>
        </Group>
      )}
    </Group>
  )
}

interface DialogProps {
  readonly update: string
  readonly wording: Wording | undefined
  readonly close: () => void
}

function WordingDialog({ update, wording, close }: DialogProps) {
  const isNew = wording?.kind === 'add'
  const title = isNew ? words.addTo(wording.title) : words.wordTitle
  return (
    <Modal opened={wording !== undefined} onClose={close} title={<Text fw={650}>{title}</Text>} size="lg">
      {wording?.kind === 'word' && (
        <ActForm
          act="update.edit"
          known={{ update, line: wording.line.line }}
          initial={{ text: wording.line.text }}
          fields={['text']}
          submit={words.wordTitle}
          ahead={false}
          onDone={(done) => {
            announce(words.wordTitle, done)
            close()
          }}
          onCancel={close}
        >
          <Text size="sm" className="quiet">
            {words.wordHelp}
          </Text>
        </ActForm>
      )}
      {isNew && <NewLine update={update} section={wording.section} close={close} />}
    </Modal>
  )
}

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number)

function NewLine({
  update,
  section,
  close,
}: {
  readonly update: string
  readonly section: string
  readonly close: () => void
}) {
  const [entries, setEntries] = useState('')
  return (
    <ActForm
      act="update.add"
      known={{ update, section, entries: numbersIn(entries) }}
      fields={['text']}
      submit={words.add}
      ahead={false}
      onDone={(done) => {
        announce(words.add, done)
        close()
      }}
      onCancel={close}
    >
      <Text size="sm" className="quiet">
        {words.wordHelp}
      </Text>
      <TextInput
        label={words.entries}
        description={words.entriesHelp}
        inputMode="numeric"
        value={entries}
        onChange={(event) => setEntries(event.currentTarget.value)}
      />
    </ActForm>
  )
}
