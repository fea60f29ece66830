import { Alert, Button, CopyButton, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ApiProblem } from '@muster/contract'
import type { FormEvent, ReactNode, RefObject } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Command, Done } from '../api/act.ts'
import { useAct, useRehearsal } from '../api/act.ts'
import { useParamIfAny } from '../routing/params.ts'
import { words } from '../words/acts.ts'
import { ActField } from './act-fields.tsx'
import type { InputSchema } from './act-schema.ts'
import { filled, useActs } from './act-schema.ts'
import { ProblemAlert, Refusals } from './refusals.tsx'

export interface ActFormProps {
  readonly act: string
  /** What the page knows already; these fields are not shown. */
  readonly known?: Command
  /** What the fields begin with. */
  readonly initial?: Command
  /** Which fields, in this order; all that are not known when left out. */
  readonly fields?: readonly string[]
  /** Labels that say it better than the name of the field. */
  readonly labels?: Readonly<Record<string, string>>
  readonly submit?: string
  /** Stands above the fields: what one decides on. */
  readonly children?: ReactNode
  readonly onDone?: (done: Done, command: Command) => void
  readonly onCancel?: () => void
  /** Asks the rules as soon as all that they need is filled in; off for acts whose refusals are about words. */
  readonly ahead?: boolean
}

/** Refusals of the server by the field that they are about. */
function problemsIn(error: unknown): ReadonlyMap<string, string> {
  const refusals = error instanceof ApiProblem ? error.problem.refusals : []
  return new Map(
    refusals.flatMap((r) => {
      if (r.subject?.startsWith('/') !== true) return []
      const field = r.subject.slice(1)
      return [[r.subject, r.message.startsWith(`${field}: `) ? r.message.slice(field.length + 2) : r.message] as const]
    }),
  )
}

/** A form for any act, made from its input schema. The server's refusals stand at their fields. */
export function ActForm(props: ActFormProps): ReactNode {
  const declaration = useActs()?.get(props.act)
  if (declaration === undefined) return <Loader size="sm" aria-label={words.checking} />
  return <LoadedForm {...props} input={declaration.input} title={declaration.title} />
}

interface Loaded extends ActFormProps {
  readonly input: InputSchema
  readonly title: string
}

/** What a form holds, what the rules say of it, and how it is sent. */
function useForm({ act, input, known, initial, fields, ahead = true, onDone }: Loaded) {
  const properties = input.properties ?? {}
  const shown = fields ?? Object.keys(properties).filter((name) => known?.[name] === undefined)
  const [values, setValues] = useState<Record<string, unknown>>(() => ({
    ...Object.fromEntries(shown.map((name) => [name, properties[name]?.default])),
    ...initial,
  }))
  // One key for one attempt: when an answer is lost and the button pressed again, the act is done once.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const doing = useAct(act, onDone)
  const command = useMemo(() => ({ ...filled(values), ...known }), [values, known])
  const isComplete = (input.required ?? []).every((name) => command[name] !== undefined)
  const [asked] = useDebouncedValue(command, ASK_AFTER_MS)
  const rehearsed = useRehearsal(act, ahead && isComplete ? asked : undefined)
  const refused = rehearsed?.allowed === false ? rehearsed.refusals.filter((r) => r.code !== 'input-invalid') : []
  const onError = (error: unknown): void => {
    if (error instanceof ApiProblem) setKey(crypto.randomUUID())
  }
  return {
    shown: shown.flatMap((name) => {
      const schema = properties[name]
      return schema === undefined ? [] : [{ name, schema, required: input.required?.includes(name) ?? false }]
    }),
    values,
    set: (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value })),
    doing,
    refused,
    send: () => {
      if (refused.length === 0 && !doing.isPending) doing.mutate({ command, key }, { onError })
    },
  }
}

const ASK_AFTER_MS = 350

function LoadedForm(props: Loaded) {
  const { labels = {}, submit, title, children, onCancel } = props
  const { shown, values, set, doing, refused, send } = useForm(props)
  const problems = problemsIn(doing.error)
  const here = useParamIfAny('project')
  const named = props.known?.['project'] ?? values['project']
  const project = typeof named === 'string' && named !== '' ? named : here
  const isShown = (pointer: string): boolean =>
    shown.some(({ name }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))
  const form = useRef<HTMLFormElement>(null)
  useFocus(form, onCancel !== undefined, doing.error)
  if (doing.data?.result !== undefined) return <ShownOnce result={doing.data.result} onClose={onCancel} />
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="md">
        {children}
        <ProblemAlert error={doing.error} except={[...problems.keys()].filter(isShown)} />
        {shown.map(({ name, schema, required }) => (
          <ActField
            key={name}
            {...{ name, schema, required, problems, project }}
            act={props.act}
            label={labels[name]}
            value={values[name]}
            onChange={(value) => set(name, value)}
            pointer={`/${name}`}
          />
        ))}
        {refused.length > 0 && doing.error === null && (
          <Alert color="orange" variant="light" title={words.refusedTitle} role="status">
            <Refusals of={refused} />
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              {words.cancel}
            </Button>
          )}
          <Button
            type="submit"
            loading={doing.isPending}
            data-disabled={refused.length > 0 || undefined}
            aria-disabled={refused.length > 0}
          >
            {submit ?? title}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** In a dialog the first field has the focus; after a refusal the first field that is wrong, else what sends the form. */
function useFocus(form: RefObject<HTMLFormElement | null>, isDialog: boolean, error: unknown): void {
  useEffect(() => {
    // Where there is no keyboard at hand, one would slide over what the dialog says.
    if (isDialog && window.matchMedia('(hover: hover)').matches)
      form.current?.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true })
  }, [form, isDialog])
  useEffect(() => {
    if (error === null) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    const target = wrong ?? form.current?.querySelector<HTMLElement>('button[type="submit"]')
    target?.focus()
  }, [form, error])
}

const FIELDS = 'input:not([type="hidden"]):not([disabled]), textarea, select'

const nameOf = (name: string): string => Object.entries(words.shownAs).find(([known]) => known === name)?.[1] ?? name

/** A secret or a link that the server shows once. */
function ShownOnce({
  result,
  onClose,
}: {
  readonly result: Readonly<Record<string, unknown>>
  readonly onClose: (() => void) | undefined
}) {
  return (
    <Stack gap="md">
      <Text size="sm">{words.once}</Text>
      {Object.entries(result).map(([name, value]) => (
        <Group key={name} align="flex-end" wrap="nowrap">
          <TextInput
            label={nameOf(name)}
            value={String(value)}
            readOnly
            style={{ flex: 1 }}
            onFocus={(e) => e.currentTarget.select()}
          />
          <CopyButton value={String(value)}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>}
          </CopyButton>
        </Group>
      ))}
      {onClose !== undefined && (
        <Button variant="default" onClick={onClose} w="fit-content">
          {words.close}
        </Button>
      )}
    </Stack>
  )
}
