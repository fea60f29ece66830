import { MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RegisterField } from '@muster/core'
import { askAll } from '../../api/asking.ts'
import { useRoleTitles } from '../../records/people.tsx'
import { words } from '../../words/register-items.ts'
import { words as ui } from '../../words/ui.ts'

interface Props {
  readonly field: RegisterField
  readonly value: unknown
  readonly error: string | undefined
  readonly onChange: (value: unknown) => void
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const orNothing = (value: string): string | undefined => (value === '' ? undefined : value)

/** The control for one field of a register, as its pack describes it. */
export function ItemField({ field, value, error, onChange }: Props) {
  const { title, help, unit, required = false, min, max, choices = [] } = field
  const base = {
    label: unit === undefined ? title : `${title} (${unit === 'share' ? words.ofOne : unit})`,
    description: help,
    error,
    required,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  }
  switch (field.type) {
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...base}
          min={min}
          max={max}
          allowDecimal={field.type === 'number'}
          value={typeof value === 'number' ? value : ''}
          onChange={(v) => onChange(typeof v === 'number' ? v : undefined)}
        />
      )
    case 'boolean':
      return (
        <Switch
          label={base.label}
          description={help}
          error={error}
          checked={value === true}
          onChange={(e) => onChange(e.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...base}
          clearable
          data={choices}
          value={text(value) || null}
          onChange={(v) => onChange(v ?? undefined)}
        />
      )
    case 'choices':
      return <MultiSelect {...base} data={choices} value={list(value)} onChange={onChange} />
    case 'list':
      return <TagsInput {...base} value={list(value)} onChange={onChange} />
    case 'person':
      return <PersonField {...{ base, value, onChange }} />
    case 'role':
      return <RoleField {...{ base, value, onChange }} />
    case 'text':
    case 'line':
    case 'day':
    case 'url':
    case 'digest':
    case 'record':
      return <TextField {...{ base, value, onChange }} type={field.type} />
    default:
      return field.type satisfies never
  }
}

interface SelectProps {
  readonly base: object
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

const INPUTS: Readonly<Record<string, string>> = { day: 'date', url: 'url' }

function TextField({ base, value, onChange, type }: SelectProps & { readonly type: RegisterField['type'] }) {
  const props = {
    ...base,
    value: text(value),
    onChange: (event: { currentTarget: { value: string } }) => onChange(orNothing(event.currentTarget.value)),
  }
  if (type === 'text') return <Textarea {...props} autosize minRows={2} />
  return <TextInput {...props} type={INPUTS[type] ?? 'text'} />
}

function PersonField({ base, value, onChange }: SelectProps) {
  const { data } = useQuery(askAll('person.list'))
  const people = (data ?? []).filter((p) => p.active).map((p) => ({ value: p.id, label: p.name ?? ui.erased }))
  return (
    <Select
      {...base}
      searchable
      clearable
      data={people}
      value={text(value) || null}
      onChange={(v) => onChange(v ?? undefined)}
    />
  )
}

function RoleField({ base, value, onChange }: SelectProps) {
  const roles = [...useRoleTitles()].map(([id, label]) => ({ value: id, label }))
  return (
    <Select
      {...base}
      searchable
      clearable
      data={roles}
      value={text(value) || null}
      onChange={(v) => onChange(v ?? undefined)}
    />
  )
}
