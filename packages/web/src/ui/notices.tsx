import { Button, CloseButton, Group, Paper, Text } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { words } from '../words/acts.ts'
import { Icon } from './icon.tsx'
import { dismiss, notices } from './notice.ts'

/** What was just done, in the corner. The place is always there, so that what comes into it is read aloud. */
export function Notices() {
  const shown = useSyncExternalStore(notices.subscribe, notices.now)
  return (
    <div className="notices no-print" role="status">
      {shown.map(({ id, title, message, action }) => (
        <Paper key={id} p="sm" shadow="md">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <Icon name="check" color="light-dark(#2b8a3e, #69db7c)" style={{ flexShrink: 0, marginTop: 3 }} />
            <div style={{ flex: 1, minWidth: 0 }}>
              {title !== undefined && (
                <Text size="sm" fw={600}>
                  {title}
                </Text>
              )}
              <Text size="sm" component="div">
                {message}
              </Text>
              {action !== undefined && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<Icon name="undo" size={14} />}
                  onClick={() => {
                    dismiss(id)
                    action.run()
                  }}
                >
                  {action.label}
                </Button>
              )}
            </div>
            <CloseButton size="sm" aria-label={words.close} onClick={() => dismiss(id)} />
          </Group>
        </Paper>
      ))}
    </div>
  )
}
