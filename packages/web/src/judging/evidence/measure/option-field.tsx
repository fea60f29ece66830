import { Autocomplete, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { kindOf, labelOf } from '../../../acts/act-schema.ts'
import { words } from '../../../words/evidence.ts'
import type { OptionSchema } from '../asked.ts'

interface Props {
  readonly name: string
  readonly schema: OptionSchema
  readonly required: boolean
  /** The columns that the files have. */
  readonly columns: readonly string[]
  readonly value: unknown
  readonly error: string | undefined
  readonly onChange: (value: unknown) => void
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** The control for one option, made from its schema; where it names a column, those of the files are offered. */
export function OptionField({ name, schema, required, columns, value, error, onChange }: Props) {
  const base = {
    label: words.measure.option[name] ?? labelOf(name),
    description: schema.description,
    error,
    required,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  }
  const offered = schema['x-column'] === 'name' ? [...new Set(columns)] : []
  const kind = kindOf(schema)
  if (kind.kind === 'switch') {
    const { label, description } = base
    return (
      <Switch
        {...{ label, description, error }}
        checked={value === true}
        onChange={(e) => onChange(e.currentTarget.checked)}
      />
    )
  }
  if (kind.kind === 'choice' && !kind.many)
    return (
      <Select
        {...base}
        allowDeselect={!required}
        data={[...kind.options]}
        value={textOf(value) || null}
        onChange={(v) => onChange(v ?? undefined)}
      />
    )
  if (kind.kind === 'number' || kind.kind === 'integer')
    return (
      <NumberInput
        {...base}
        allowDecimal={kind.kind === 'number'}
        value={typeof value === 'number' ? value : ''}
        onChange={(v) => onChange(typeof v === 'number' ? v : undefined)}
      />
    )
  if (schema.type === 'array') {
    const isNumbers = schema.items?.type === 'number'
    return (
      <TagsInput
        {...base}
        data={offered}
        clearable
        value={listOf(value)}
        onChange={(list) => onChange(isNumbers ? list.map(Number).filter(Number.isFinite) : list)}
      />
    )
  }
  if (offered.length > 0) return <Autocomplete {...base} data={offered} value={textOf(value)} onChange={onChange} />
  return <TextInput {...base} value={textOf(value)} onChange={(e) => onChange(e.currentTarget.value)} />
}
