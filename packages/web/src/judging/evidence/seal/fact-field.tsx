import { Select } from '@mantine/core'
import type { EvidenceField } from '@muster/core'
import { ActField } from '../../../acts/act-fields.tsx'
import { words } from '../../../words/evidence.ts'
import { labelOfFact, schemaOf } from './facts.ts'

interface Props {
  readonly of: EvidenceField
  readonly value: unknown
  readonly problems: ReadonlyMap<string, string>
  readonly onChange: (value: unknown) => void
}

/** One fact. Yes or no is chosen: what nobody chose is not taken for a no. */
export function FactField({ of, value, problems, onChange }: Props) {
  const pointer = `/facts/${of.name}`
  if (of.type === 'boolean')
    return (
      <Select
        label={labelOfFact(of)}
        description={of.help}
        required={of.required}
        error={problems.get(pointer)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        clearable={!of.required}
        data={[
          { value: 'yes', label: words.yes },
          { value: 'no', label: words.no },
        ]}
        value={value === true ? 'yes' : value === false ? 'no' : null}
        onChange={(chosen) => onChange(chosen === null ? undefined : chosen === 'yes')}
      />
    )
  return (
    <ActField
      act="evidence.seal"
      name={of.name}
      schema={schemaOf(of)}
      // A list may be left empty: it then says that there is nothing.
      required={of.required && of.type !== 'text-list'}
      label={labelOfFact(of)}
      {...{ value, problems, pointer, onChange }}
    />
  )
}
