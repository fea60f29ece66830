import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  JsonInput,
  MultiSelect,
  NumberInput,
  Paper,
  Select,
  Stack,
  Switch,
  TextInput,
  Textarea,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/acts.ts'
import { words as ui } from '../words/ui.ts'
import type { FieldKind, InputSchema } from './act-schema.ts'
import { kindOf, labelOf } from './act-schema.ts'
import type { Source } from './offers.ts'
import { recordsOf, useOffered, wordsOf } from './offers.ts'

export interface FieldProps {
  readonly act: string
  readonly name: string
  readonly schema: InputSchema
  readonly required: boolean
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** Refusals by pointer, e.g. `/comment`. */
  readonly problems: ReadonlyMap<string, string>
  readonly pointer: string
  readonly label?: string | undefined
  readonly project?: string | undefined
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One or several of what the server knows, by their names. What is not in the list is written as it is. */
function OfferedField({ base, value, onChange, from, many, placeholder }: Simple & Offers) {
  const offered = useOffered(from)
  if (from === undefined || offered?.length === 0)
    return many ? (
      <LinesField {...{ base, value, onChange }} />
    ) : (
      <TextField {...{ base, value, onChange, placeholder }} />
    )
  const options = [...(offered ?? [])]
  if (many)
    return (
      <MultiSelect
        {...base}
        searchable
        clearable
        data={options}
        value={Array.isArray(value) ? (value as string[]) : []}
        onChange={onChange}
      />
    )
  const chosen = textOf(value)
  const isKnown = chosen === '' || options.some((o) => o.value === chosen)
  return (
    <Select
      {...base}
      searchable
      clearable
      placeholder={offered === undefined ? words.loading : undefined}
      data={isKnown ? options : [...options, { value: chosen, label: chosen }]}
      value={chosen || null}
      onChange={(v) => onChange(v ?? undefined)}
    />
  )
}

interface Offers {
  readonly from: Source | undefined
  readonly many: boolean
  readonly placeholder?: string | undefined
}

const TYPED = new Map<string, { readonly type?: string; readonly inputMode?: 'text' | 'email' }>([
  ['email', { type: 'email', inputMode: 'email' }],
  ['day', { type: 'date' }],
])

/** The help of a field, unless it says what the label says already. */
function helpOf(description: string | undefined, label: string): string | undefined {
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replace(/^(?:the|its|a|an) /, '')
      .replace(/[.]$/, '')
  return description === undefined || bare(description) === bare(label) ? undefined : description
}

/** The control for one field of an act, made from its schema. */
export function ActField(props: FieldProps): ReactNode {
  const { act, name, schema, required, value, onChange, problems, pointer, project } = props
  const kind = kindOf(schema)
  const base: Base = {
    label: props.label ?? labelOf(name),
    description: helpOf(schema.description, props.label ?? labelOf(name)),
    error: problems.get(pointer),
    required,
    inputWrapperOrder: ['label', 'input', 'description', 'error'],
  }
  switch (kind.kind) {
    case 'choice':
      return <ChoiceField {...{ base, value, onChange, kind }} />
    case 'record':
      return (
        <OfferedField
          {...{ base, value, onChange }}
          from={recordsOf(kind.prefix, project)}
          many={kind.many}
          placeholder={`${kind.prefix}_…`}
        />
      )
    case 'switch':
      return <SwitchField {...{ base, value, onChange }} />
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...base}
          allowDecimal={kind.kind === 'number'}
          min={schema.minimum}
          max={schema.maximum}
          value={typeof value === 'number' ? value : ''}
          onChange={(v) => onChange(typeof v === 'number' ? v : undefined)}
        />
      )
    case 'long':
      return (
        <Textarea
          {...base}
          autosize
          minRows={3}
          maxRows={12}
          value={textOf(value)}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
    case 'lines':
      return <OfferedField {...{ base, value, onChange }} from={wordsOf(act, name, project)} many />
    case 'json':
      return <JsonField {...{ base, value, onChange }} />
    case 'group':
      return <GroupField {...props} of={kind.of} />
    case 'rows':
      return <RowsField {...props} of={kind.of} />
    case 'text':
      return <OfferedField {...{ base, value, onChange }} from={wordsOf(act, name, project)} many={false} />
    case 'email':
    case 'day':
      return <TextField {...{ base, value, onChange }} {...TYPED.get(kind.kind)} />
    default:
      return kind satisfies never
  }
}

interface Base {
  readonly label: string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly required: boolean
  readonly inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[]
}

function SwitchField({ base: { label, description, error }, value, onChange }: Simple) {
  return (
    <Switch
      {...{ label, description, error }}
      checked={value === true}
      onChange={(e) => onChange(e.currentTarget.checked)}
    />
  )
}

function TextField({
  base,
  value,
  onChange,
  ...more
}: Simple & { readonly placeholder?: string | undefined; readonly type?: string }) {
  return <TextInput {...base} {...more} value={textOf(value)} onChange={(e) => onChange(e.currentTarget.value)} />
}

function ChoiceField({
  base,
  value,
  onChange,
  kind,
}: Simple & { readonly kind: Extract<FieldKind, { kind: 'choice' }> }) {
  const data = kind.options.map((o) => ({ value: o, label: ui.state[o] ?? o }))
  if (kind.many)
    return <MultiSelect {...base} data={data} value={(value as string[] | undefined) ?? []} onChange={onChange} />
  return (
    <Select
      {...base}
      clearable={!base.required}
      data={data}
      value={textOf(value) || null}
      onChange={(v) => onChange(v ?? undefined)}
    />
  )
}

interface Simple {
  readonly base: Base
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

function LinesField({ base, value, onChange }: Simple) {
  const lines = Array.isArray(value) ? (value as string[]) : []
  return (
    <Textarea
      {...base}
      description={[base.description, words.lines].filter(Boolean).join('. ')}
      autosize
      minRows={2}
      defaultValue={lines.join('\n')}
      onChange={(e) =>
        onChange(
          e.currentTarget.value
            .split('\n')
            .map((l) => l.trim())
            .filter((l) => l !== ''),
        )
      }
    />
  )
}

function JsonField({ base, value, onChange }: Simple) {
  return (
    <JsonInput
      {...base}
      autosize
      minRows={3}
      formatOnBlur
      validationError={words.json}
      defaultValue={value === undefined ? '' : JSON.stringify(value, null, 2)}
      onChange={(text) => {
        try {
          onChange(text === '' ? undefined : (JSON.parse(text) as unknown))
        } catch {
          // The control itself says that it is no JSON; what was valid before stays.
        }
      }}
    />
  )
}

const inside = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function GroupField({ of, ...props }: FieldProps & { readonly of: InputSchema }) {
  const values = inside(props.value)
  return (
    <Fieldset legend={props.label ?? labelOf(props.name)}>
      <Stack gap="sm">
        {Object.entries(of.properties ?? {}).map(([key, schema]) => (
          <ActField
            key={key}
            act={props.act}
            name={key}
            schema={schema}
            required={of.required?.includes(key) ?? false}
            value={values[key]}
            onChange={(v) => props.onChange({ ...values, [key]: v })}
            problems={props.problems}
            pointer={`${props.pointer}/${key}`}
            project={props.project}
          />
        ))}
      </Stack>
    </Fieldset>
  )
}

function RowsField({ of, ...props }: FieldProps & { readonly of: InputSchema }) {
  const rows = Array.isArray(props.value) ? (props.value as unknown[]) : []
  const change = (next: unknown[]): void => props.onChange(next)
  return (
    <Fieldset legend={props.label ?? labelOf(props.name)}>
      <Stack gap="sm">
        {rows.map((row, i) => (
          // Rows have no identity but their place.
          <Paper key={`${props.pointer}/${String(i)}`} p="sm">
            <Group align="flex-start" wrap="nowrap">
              <Stack gap="xs" style={{ flex: 1 }}>
                {Object.entries(of.properties ?? {}).map(([key, schema]) => (
                  <ActField
                    key={key}
                    act={props.act}
                    name={key}
                    schema={schema}
                    required={of.required?.includes(key) ?? false}
                    value={inside(row)[key]}
                    onChange={(v) => change(rows.map((r, at) => (at === i ? { ...inside(r), [key]: v } : r)))}
                    problems={props.problems}
                    pointer={`${props.pointer}/${String(i)}/${key}`}
                    project={props.project}
                  />
                ))}
              </Stack>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.remove}
                onClick={() => change(rows.filter((_, at) => at !== i))}
              >
                <Icon name="cross" />
              </ActionIcon>
            </Group>
          </Paper>
        ))}
        <Button variant="default" size="xs" w="fit-content" onClick={() => change([...rows, {}])}>
          {words.add}
        </Button>
      </Stack>
    </Fieldset>
  )
}
