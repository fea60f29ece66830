import { Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ActButtonProps } from '../../acts/act-button.tsx'
import { ActButton } from '../../acts/act-button.tsx'

/** A field whose values only the page knows: the schema of the act says no more than that it is a text. */
export interface Choice {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly required?: boolean
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

interface Props extends Omit<ActButtonProps, 'basis' | 'chosen'> {
  readonly choices: readonly Choice[]
  /** One or two sentences above the fields. */
  readonly intro?: string
}

/** A button for an act of which some fields are chosen from what is there. */
export function ChoiceActButton({ choices, intro, known, onDone, ...button }: Props) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const choose = (name: string, value: string | null): void =>
    setChosen(({ [name]: _before, ...others }) => (value === null ? others : { ...others, [name]: value }))
  return (
    <ActButton
      {...button}
      {...(known === undefined ? {} : { known })}
      chosen={chosen}
      onDone={(done) => {
        setChosen({})
        onDone?.(done)
      }}
      basis={
        <Stack gap="md">
          {intro !== undefined && <Text size="sm">{intro}</Text>}
          {choices.map(({ name, label, help, options, required = false }) => (
            <Select
              key={name}
              label={label}
              description={help}
              required={required}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              searchable={options.length > 8}
              clearable={!required}
              data={options}
              value={chosen[name] ?? null}
              onChange={(value) => choose(name, value)}
            />
          ))}
        </Stack>
      }
    />
  )
}
