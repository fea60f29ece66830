import { Button, Modal, Popover, Stack, Text } from '@mantine/core'
import type { ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Refusal } from '@muster/core'
import { useState } from 'react'
import type { Command, Done } from '../api/act.ts'
import { useAct, useRehearsal } from '../api/act.ts'
import { server } from '../api/client.ts'
import { knowledge } from '../api/asking.ts'
import { tell } from '../ui/notice.ts'
import { words } from '../words/acts.ts'
import type { ActFormProps } from './act-form.tsx'
import { ActForm } from './act-form.tsx'
import { browserHelp } from './browser-help.ts'
import { Refusals, refusalsIn } from './refusals.tsx'
import type { TakingBack } from './taking-back.ts'
import { takingBack } from './taking-back.ts'

export interface ActButtonProps
  extends Pick<ActFormProps, 'act' | 'known' | 'initial' | 'fields' | 'labels'>, Omit<ButtonProps, 'onClick'> {
  /** What the button says: the imperative of the act. */
  readonly children: ReactNode
  /** Stands for what will be typed, so that the rules can be asked before the form is open. */
  readonly sample?: Command
  /** Done with a click, without a form. */
  readonly direct?: boolean
  /** Heading of the dialog. */
  readonly title?: string
  /** What one decides on; stands in the dialog. */
  readonly basis?: ReactNode
  readonly submit?: string
  readonly onDone?: (done: Done) => void
  /** What is chosen in the dialog itself, by fields of the page. */
  readonly chosen?: Command
  /** Opens a dialog of the page's own instead of the form. */
  readonly onOpen?: () => void
}

/** Says that it is done, and where it is recorded. */
export function announce(title: string, done: Done, command: Command = {}): void {
  const back = takingBack(done.act, command, done.subject, words.takenBackAtOnce)
  tell({
    title,
    message: words.entry(done.entries.map((e) => e.seq)),
    ...(back === undefined ? {} : { action: { label: words.takeBack, run: () => void takeBack(back) } }),
  })
}

/** Does the act that takes another one back, and says how that went. */
async function takeBack({ act, command }: TakingBack): Promise<void> {
  try {
    const done = (await server.act(act, command, crypto.randomUUID())) as unknown as Done
    tell({ title: words.takenBack, message: words.entry(done.entries.map((e) => e.seq)) })
    void knowledge.invalidateQueries()
  } catch (error) {
    tell({
      title: words.refusedTitle,
      message: refusalsIn(error)
        .map((r) => r.message)
        .join(' '),
    })
  }
}

/** Refusals that may be about what merely stands for something not typed yet: they prove nothing. */
const OF_SAMPLES: ReadonlySet<string> = new Set([
  'input-invalid',
  'evidence-invalid',
  'evidence-kind-unknown',
  'not-found',
  'name-taken',
  'person-unknown',
  'role-unknown',
  'self-assignment',
  'assignment-overlap',
])

/**
 * A button for any act. The rules are asked first: a button that they would refuse is disabled and says why, in the
 * server's own words. A click does the act, or opens a form for what is not known yet.
 */
export function ActButton(props: ActButtonProps) {
  const {
    act,
    known,
    chosen,
    initial,
    fields,
    labels,
    sample,
    direct = false,
    title,
    basis,
    submit,
    onDone,
    onOpen,
    ...button
  } = props
  const { children } = button
  const [isOpen, dialog] = useDisclosure(false)
  // An open form is about what it was opened on, whatever the page learns meanwhile.
  const [about, setAbout] = useState(known)
  const [isExplained, setExplained] = useState(false)
  const rehearsed = useRehearsal(act, { ...initial, ...sample, ...known, ...chosen })
  const label = typeof children === 'string' ? children : words.done
  const finish = (done: Done, command: Command): void => {
    announce(label, done, command)
    if (done.result === undefined) dialog.close()
    onDone?.(done)
  }
  const doing = useAct(act, finish)
  const certain = (rehearsed?.refusals ?? []).filter((r) => direct || !OF_SAMPLES.has(r.code))
  const isRefused = certain.length > 0
  const refusals = isRefused ? certain : doing.error === null ? [] : refusalsIn(doing.error)
  const click = (): void => {
    if (isRefused) setExplained((shown) => !shown)
    else if (direct)
      doing.mutate({ command: known ?? {}, key: crypto.randomUUID() }, { onError: () => setExplained(true) })
    else if (onOpen === undefined) {
      setAbout(known)
      dialog.open()
    } else onOpen()
  }
  return (
    <>
      <WhyNot refusals={refusals} isOpen={isExplained} setOpen={setExplained}>
        <Button
          {...button}
          {...refusedLook(isRefused, refusals, setExplained)}
          loading={doing.isPending}
          onClick={click}
        />
      </WhyNot>
      <Modal opened={isOpen} onClose={dialog.close} title={<Text fw={650}>{title ?? children}</Text>} size="lg">
        <ActForm
          {...{ act, known: chosen === undefined ? about : { ...about, ...chosen }, initial, fields, labels }}
          submit={submit ?? label}
          onDone={finish}
          onCancel={dialog.close}
        >
          {basis}
        </ActForm>
      </Modal>
    </>
  )
}

/** A button that is refused stays reachable by keyboard, and tells why when it is looked at. */
function refusedLook(isRefused: boolean, refusals: readonly Refusal[], explain: (shown: boolean) => void): object {
  // The rules may answer while the button is looked at already.
  const looking = {
    onMouseEnter: () => explain(true),
    onMouseLeave: () => explain(false),
    onBlur: () => explain(false),
  }
  if (!isRefused) return looking
  return {
    ...looking,
    'data-disabled': true,
    'aria-disabled': true,
    'aria-description': refusals.map((r) => [r.message, browserHelp(r.help ?? '')].filter(Boolean).join(' ')).join(' '),
    onFocus: () => explain(true),
  }
}

interface WhyNotProps {
  readonly refusals: readonly Refusal[]
  readonly isOpen: boolean
  readonly setOpen: (open: boolean) => void
  readonly children: ReactNode
}

/** Why a button is disabled, beside it. */
function WhyNot({ refusals, isOpen, setOpen, children }: WhyNotProps) {
  return (
    <Popover
      opened={isOpen && refusals.length > 0}
      onChange={setOpen}
      width={340}
      withArrow
      withRoles={false}
      shadow="md"
      position="bottom"
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown role="note" style={{ pointerEvents: 'none' }}>
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {words.refusedTitle}
          </Text>
          <Refusals of={refusals} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
