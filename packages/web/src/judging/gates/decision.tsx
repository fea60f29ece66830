import { Alert, Button, Loader, Modal, Text } from '@mantine/core'
import type { DutyStatus, Round } from '@muster/core'
import { Suspense, useState } from 'react'
import type { ActButtonProps } from '../../acts/act-button.tsx'
import { ActButton, announce } from '../../acts/act-button.tsx'
import { ActForm } from '../../acts/act-form.tsx'
import type { Gate } from '../../api/answers.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/gates.ts'
import { BasisCard } from './basis-card.tsx'

interface Props extends Pick<ActButtonProps, 'sample' | 'labels' | 'submit'> {
  readonly act: 'review.give' | 'approval.give'
  readonly gate: Gate
  /** The round that is open, whether or not the duty can still be fulfilled in it. */
  readonly round: Round | undefined
  readonly duty: DutyStatus
  readonly title: string
  /** What the button says. */
  readonly give: string
}

/** The round in which a duty can still be fulfilled. */
const roundFor = (duty: DutyStatus, round: Round | undefined): Round | undefined =>
  round?.state === 'open' && duty.state !== 'given' ? round : undefined

/**
 * A button that opens a decision, and its dialog. The dialog is about the round that it was opened on: what happens at the
 * gate meanwhile is said in it, and changes neither what it shows nor what was typed.
 */
export function Decision({ act, gate, round, duty, title, give, sample, labels, submit = give }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [judged, setJudged] = useState<Round>()
  const open = roundFor(duty, round)
  const known = (of: Round) => ({ round: of.id, basis: of.basis, duty: duty.duty })
  const close = (): void => setOpen(false)
  return (
    <>
      {open !== undefined && (
        <ActButton
          act={act}
          known={known(open)}
          sample={sample ?? {}}
          size="compact-sm"
          onOpen={() => {
            setJudged(open)
            setOpen(true)
          }}
        >
          {give}
        </ActButton>
      )}
      <Modal opened={isOpen} onClose={close} title={<Text fw={650}>{title}</Text>} size="lg">
        {judged !== undefined && (
          <ActForm
            act={act}
            known={known(judged)}
            {...(labels === undefined ? {} : { labels })}
            submit={submit}
            onCancel={close}
            onDone={(done, command) => {
              announce(give, done, command)
              close()
            }}
          >
            <Since gate={gate} round={round} judged={judged} look={setJudged} />
            <Suspense fallback={<Loader size="sm" />}>
              <BasisCard gate={gate} round={judged} />
            </Suspense>
          </ActForm>
        )}
      </Modal>
    </>
  )
}

interface SinceProps {
  readonly gate: Gate
  readonly round: Round | undefined
  readonly judged: Round
  readonly look: (round: Round) => void
}

/** What has happened to the basis since the dialog was opened. */
function Since({ gate, round, judged, look }: SinceProps) {
  if (gate.basis === judged.basis && gate.round?.id === judged.id) return null
  const isNewRound = round !== undefined && round.id !== judged.id && round.state === 'open'
  const isReady = isNewRound && round.basis === gate.basis
  return (
    <Alert color="orange" variant="light" icon={<Icon name="alert" />} role="alert" title={words.since.title}>
      <Text size="sm">{isReady ? words.since.submitted(round.number) : words.since.changed}</Text>
      {isReady && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={() => look(round)}>
          {words.since.look}
        </Button>
      )}
    </Alert>
  )
}
