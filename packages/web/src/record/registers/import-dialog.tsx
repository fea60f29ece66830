import { Button, FileInput, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { announce } from '../../acts/act-button.tsx'
import { ProblemAlert, Refusals } from '../../acts/refusals.tsx'
import { useAct, useForesight } from '../../api/act.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/register-items.ts'
import { ImportPreview } from './import-preview.tsx'
import type { Definition } from './register.ts'

/** As many characters as the act takes. */
const MOST_CHARACTERS = 900_000
interface Props {
  readonly definition: Definition
  readonly project: string | undefined
}

/** A button for taking over a table: what it would change is shown before anything does. */
export function ImportButton({ definition, project }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<Icon name="upload" />} onClick={dialog.open}>
        {words.import}
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={words.title(definition.title)} size="xl">
        <ImportForm definition={definition} project={project} close={dialog.close} />
      </Modal>
    </>
  )
}

function ImportForm({ definition, project, close }: Props & { readonly close: () => void }) {
  const [csv, setCsv] = useState<string>()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const isTooLarge = csv !== undefined && csv.length > MOST_CHARACTERS
  const command = { register: definition.id, ...(project === undefined ? {} : { project }), csv }
  const foreseen = useForesight('item.import', csv === undefined || isTooLarge ? undefined : command)
  const doing = useAct('item.import', (done) => {
    announce(words.import, done)
    close()
  })
  const read = async (file: File | null): Promise<void> => {
    setCsv(file === null ? undefined : await file.text())
    setKey(crypto.randomUUID())
  }
  return (
    <Stack gap="md">
      <Text size="sm">{words.help}</Text>
      <FileInput
        label={words.file}
        placeholder={words.choose}
        accept=".csv,text/csv"
        clearable
        error={isTooLarge ? words.tooLarge : undefined}
        leftSection={<Icon name="upload" />}
        onChange={(file) => void read(file)}
      />
      {csv !== undefined && !isTooLarge && foreseen.isPending && <Loader size="sm" aria-label={words.reading} />}
      <ProblemAlert error={foreseen.error ?? doing.error} />
      {foreseen.data?.allowed === false && (
        <Stack gap="xs" role="status">
          <Text size="sm" fw={600}>
            {words.refused(foreseen.data.refusals.length)}
          </Text>
          <div className="scroll-x" style={{ maxHeight: 320 }} tabIndex={0} role="region" aria-label={words.file}>
            <Refusals of={foreseen.data.refusals} />
          </div>
        </Stack>
      )}
      {foreseen.data?.allowed === true && (
        <ImportPreview definition={definition} project={project} events={foreseen.data.events} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button
          loading={doing.isPending}
          disabled={foreseen.data?.allowed !== true}
          onClick={() => doing.mutate({ command, key })}
        >
          {words.apply}
        </Button>
      </Group>
    </Stack>
  )
}
