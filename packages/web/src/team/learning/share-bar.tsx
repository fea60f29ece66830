import { Group, Progress, Text } from '@mantine/core'
import { words } from '../../words/learning.ts'

interface Props {
  readonly title: string
  readonly held: number
  readonly all: number
}

/** How many of those of whom it is asked have it: in numbers, and as a bar. */
export function ShareBar({ title, held, all }: Props) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" className="tabular" miw={64} style={{ whiteSpace: 'nowrap' }}>
        {words.of(held, all)}
      </Text>
      <Progress
        value={all === 0 ? 0 : (100 * held) / all}
        color={held === all ? 'green' : 'muster'}
        style={{ flex: 1, minWidth: 60 }}
        aria-label={words.bar(title, held, all)}
      />
    </Group>
  )
}
