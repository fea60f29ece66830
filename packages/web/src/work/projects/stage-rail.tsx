import { Box, Group, Text } from '@mantine/core'
import type { Stage } from '@muster/core'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/ui.ts'
import { STAGES } from './stages.ts'

/** The stages of a project as a rail: what lies behind it, where it is, what comes. A small one names none: the text below does. */
export function StageRail({ stage, isSmall = false }: { readonly stage: Stage; readonly isSmall?: boolean }) {
  const here = STAGES.indexOf(stage)
  return (
    <Group
      component="ol"
      gap={isSmall ? 3 : 6}
      m={0}
      p={0}
      style={{ listStyle: 'none' }}
      aria-label={words.stages}
      wrap={isSmall ? 'nowrap' : 'wrap'}
    >
      {STAGES.map((s, i) => {
        const isPast = i < here
        const isHere = i === here
        const color = isHere
          ? 'var(--mantine-primary-color-filled)'
          : isPast
            ? 'light-dark(var(--mantine-color-muster-2), var(--mantine-color-muster-9))'
            : 'light-dark(var(--mantine-color-gray-2), var(--mantine-color-dark-4))'
        return (
          <Box
            component="li"
            key={s}
            flex={isSmall ? '1 1 0' : '1 1 6.5rem'}
            aria-current={isHere ? 'step' : undefined}
            style={{ minWidth: 0 }}
          >
            <Box h={isSmall ? 5 : 7} bg={color} style={{ borderRadius: 4 }} />
            {!isSmall && (
              <Text
                size="xs"
                mt={3}
                fw={isHere ? 700 : 400}
                className={isHere ? undefined : 'quiet'}
                style={{ display: 'flex', gap: 3, alignItems: 'center', whiteSpace: 'nowrap' }}
              >
                {isPast && <Icon name="check" size={11} />}
                {words.state[s] ?? s}
              </Text>
            )}
          </Box>
        )
      })}
    </Group>
  )
}
