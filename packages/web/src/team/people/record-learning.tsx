import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { words } from '../../words/person.ts'

const text = words.learning
const FIELDS = ['title', 'kind', 'provider', 'on', 'until', 'link', 'cost', 'currency'] as const

/** Records any measure, with or without a requirement that it serves; a requirement brings its kind along. */
export function RecordLearning({ person, isMe }: { readonly person: string; readonly isMe: boolean }) {
  const { requirements } = useAnswer('learning.gaps')
  const [chosen, setChosen] = useState<string | null>(null)
  const asked = [...new Map(requirements.map((r) => [r.requirement, r])).values()]
  const requirement = asked.find((r) => r.requirement === chosen)
  const served = requirement === undefined ? {} : { requirement: requirement.requirement, kind: requirement['kind'] }
  return (
    <ActButton
      act={isMe ? 'learning.record' : 'learning.enter'}
      known={{ person, ...served }}
      sample={{ title: '…', kind: 'training', provider: '…', on: '2000-01-01', link: '…' }}
      fields={FIELDS.filter((name) => name !== 'kind' || requirement === undefined)}
      onDone={() => setChosen(null)}
      basis={
        <>
          <Text size="sm">{text.noneHelp}</Text>
          <Select
            label={text.requirement}
            description={text.requirementHelp}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            clearable
            data={asked.map((r) => ({ value: r.requirement, label: r.title }))}
            value={chosen}
            onChange={setChosen}
          />
        </>
      }
      variant="default"
      size="compact-sm"
    >
      {isMe ? text.record : text.enter}
    </ActButton>
  )
}
