import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/ledger.ts'
import type { Verification } from './verify-entry.ts'
import { rootIn, verifyEntry } from './verify-entry.ts'

/** Whether the entry is in the log: computed here, with a key that the reader may bring along. */
export function Proof({ seq }: { readonly seq: string }) {
  const proved = useAnswer('ledger.prove', { seq })
  const [key, setKey] = useState(proved.key)
  const verifying = useMutation({ mutationFn: () => verifyEntry(proved, key) })
  return (
    <Section title={words.proof}>
      <Stack gap="md">
        <Text size="sm" className="prose">
          {words.proofAbout}
        </Text>
        <TextInput
          label={words.key}
          description={words.keyHelp}
          value={key}
          spellCheck={false}
          onChange={(event) => {
            setKey(event.currentTarget.value)
            verifying.reset()
          }}
        />
        <Group gap="xs">
          <Button loading={verifying.isPending} onClick={() => verifying.mutate()}>
            {words.verify}
          </Button>
          <Downloads seq={seq} proved={proved} />
        </Group>
        <div role="status">{verifying.data !== undefined && <Outcome of={verifying.data} />}</div>
      </Stack>
    </Section>
  )
}

function Outcome({ of }: { readonly of: Verification }) {
  if (of.ok)
    return (
      <Alert color="green" icon={<Icon name="check" />} title={words.proved(of.index, of.checkpoint.size)}>
        <Text size="sm">
          {words.root}: <code>{rootIn(of)}</code>
        </Text>
      </Alert>
    )
  const title = of.code === 'no-cryptography' ? words.noCryptography : words.refuted
  return (
    <Alert color={of.code === 'no-cryptography' ? 'orange' : 'red'} icon={<Icon name="alert" />} title={title}>
      <Text size="sm">{of.problem}</Text>
    </Alert>
  )
}

function Downloads({ seq, proved }: { readonly seq: string; readonly proved: Answers['ledger.prove'] }) {
  const save = (name: string, text: string): void => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
    link.download = name
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="download" />}
        onClick={() => save(`${seq}.tlog-proof`, proved.proof)}
      >
        {words.downloadProof}
      </Button>
      <Button variant="default" leftSection={<Icon name="download" />} onClick={() => save(`${seq}.json`, proved.text)}>
        {words.downloadEntry}
      </Button>
    </>
  )
}
