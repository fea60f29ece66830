import { Button, Group, Stack, TextInput } from '@mantine/core'
import { ApiProblem } from '@muster/contract'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { announce } from '../../acts/act-button.tsx'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { useAct } from '../../api/act.ts'
import { words } from '../../words/registers.ts'
import { ItemField } from './item-fields.tsx'
import type { Definition, Item } from './register.ts'

interface Props {
  readonly definition: Definition
  readonly project?: string | undefined
  /** The item that is changed; a new one is added when left out. */
  readonly item?: Item
  readonly onDone: () => void
}

/** What differs from the item as it is; null empties a field. */
function changed(now: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    [...new Set([...Object.keys(now), ...Object.keys(before)])]
      .filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]))
      .map((name) => [name, now[name] ?? null]),
  )
}

/** A form for an item, made from the fields that the register's pack describes. */
export function ItemForm({ definition, project, item, onDone }: Props) {
  const [title, setTitle] = useState(item?.title ?? '')
  const [fields, setFields] = useState<Readonly<Record<string, unknown>>>(item?.fields ?? {})
  const [key, setKey] = useState(() => crypto.randomUUID())
  const doing = useAct(item === undefined ? 'item.add' : 'item.change', (done) => {
    announce(words.saved, done)
    onDone()
  })
  const problems = new Map(
    (doing.error instanceof ApiProblem ? doing.error.problem.refusals : []).map((r) => [r.subject ?? '', r.message]),
  )
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const command =
    item === undefined
      ? { register: definition.id, title, fields: given, ...(project === undefined ? {} : { project }) }
      : { item: item.id, title, fields: changed(given, item.fields) }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const onError = (error: unknown): void => {
      if (error instanceof ApiProblem) setKey(crypto.randomUUID())
    }
    doing.mutate({ command, key }, { onError })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="md">
        <ProblemAlert error={doing.error} />
        <TextInput
          label={words.itemTitle}
          description={words.itemTitleHelp}
          required
          value={title}
          error={problems.get('/title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        {definition.fields.map((field) => (
          <ItemField
            key={field.name}
            field={field}
            value={fields[field.name]}
            error={problems.get(`/fields/${field.name}`)}
            onChange={(value) => setFields((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={doing.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
