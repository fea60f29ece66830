import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { words } from '../../words/ui.ts'

/** Asks before something that is not saved is left: within the app in words, on closing the window as the browser asks. */
export function Leaving({ isUnsaved, what }: { readonly isUnsaved: boolean; readonly what: string }) {
  const { status, proceed, reset } = useBlocker({
    // A change of the same page's own address leaves nothing.
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    enableBeforeUnload: () => isUnsaved,
    withResolver: true,
  })
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title={words.leaving.title}>
      <Stack gap="md">
        <Text size="sm">{what}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => proceed?.()}>
            {words.leaving.leave}
          </Button>
          <Button onClick={() => reset?.()} data-autofocus>
            {words.leaving.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
