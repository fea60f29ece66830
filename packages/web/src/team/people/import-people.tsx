import { Button, FileInput, Group, Modal, Progress, Stack, Table, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { refusalsIn } from '../../acts/refusals.tsx'
import type { Done } from '../../api/act.ts'
import { shownOnce } from '../../api/act.ts'
import { knowledge } from '../../api/asking.ts'
import { server } from '../../api/client.ts'
import { useAll } from '../../api/queries.ts'
import { Icon } from '../../ui/icon.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/people-list.ts'
import type { ListedPerson } from './people-list.ts'
import { MOST_LISTED, readPeople } from './people-list.ts'
import type { Registered } from './registered.tsx'
import { RegisteredPeople } from './registered.tsx'

/** Stands for the people of the list, so that the rules can be asked before there is one. */
const SOMEONE = { name: 'Someone', email: 'someone@muster.invalid' }

/** A button that registers the people of a list; every line that cannot be taken says why before anything is done. */
export function ImportPeople() {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <ActButton
        act="person.register"
        known={SOMEONE}
        variant="default"
        leftSection={<Icon name="upload" />}
        onOpen={dialog.open}
        w="fit-content"
      >
        {words.open}
      </ActButton>
      {/* Links are shown once: a click beside the dialog must not lose them. */}
      <Modal opened={isOpen} onClose={dialog.close} title={words.title} size="xl" closeOnClickOutside={false}>
        <ListForm close={dialog.close} />
      </Modal>
    </>
  )
}

function ListForm({ close }: { readonly close: () => void }) {
  const people = useAll('person.list')
  const [text, setText] = useState('')
  const [done, setDone] = useState<readonly Registered[]>([])
  const known = new Set(people.flatMap((p) => (p.email == null ? [] : [p.email.toLowerCase()])))
  const listed = readPeople(text, known)
  const able = listed.filter(({ problem }) => problem === undefined)
  const isTooLong = able.length > MOST_LISTED
  const registering = useMutation({
    mutationFn: async (wanted: readonly ListedPerson[]) => {
      for (const one of wanted) {
        const next = await register(one)
        setDone((before) => [...before, next])
      }
    },
    onSettled: () => knowledge.invalidateQueries(),
  })
  if (registering.status !== 'idle') {
    return (
      <Stack gap="md">
        {registering.isPending && (
          <Progress value={(done.length / able.length) * 100} aria-label={words.progress(done.length, able.length)} />
        )}
        <RegisteredPeople registered={done} />
        <Group justify="flex-end">
          <Button onClick={close} disabled={registering.isPending}>
            {words.close}
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <Stack gap="md">
      <Text size="sm">{words.help}</Text>
      <Textarea
        label={words.list}
        placeholder={words.example}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FileInput
        label={words.file}
        placeholder={words.choose}
        accept=".csv,.txt,text/csv,text/plain"
        leftSection={<Icon name="upload" />}
        onChange={(file) => void file?.text().then(setText)}
      />
      {listed.length > 0 && <Preview listed={listed} />}
      {isTooLong && (
        <Text size="sm" role="alert" c="red">
          {words.tooMany(MOST_LISTED)}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button disabled={able.length === 0 || isTooLong} onClick={() => registering.mutate(able)}>
          {words.register(able.length)}
        </Button>
      </Group>
    </Stack>
  )
}

function Preview({ listed }: { readonly listed: readonly ListedPerson[] }) {
  return (
    <WideTable label={words.preview} width={420}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.line}</Table.Th>
          <Table.Th>{words.name}</Table.Th>
          <Table.Th>{words.email}</Table.Th>
          <Table.Th>{words.state}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {listed.map(({ line, name, email, problem }) => (
          <Table.Tr key={line}>
            <Table.Td>{line}</Table.Td>
            <Table.Td>{name === '' ? '–' : name}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{email === '' ? '–' : email}</Table.Td>
            <Table.Td>{problem === undefined ? words.able : words.problems[problem]}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

/** One act for each person: what the rules refuse for one is told beside them and stops nobody else. */
async function register({ name, email }: ListedPerson): Promise<Registered> {
  try {
    const done = (await server.act('person.register', { name, email }, crypto.randomUUID())) as unknown as Done
    return { name, email, link: shownOnce(done, 'passwordLink') }
  } catch (error) {
    const refused = refusalsIn(error).map(({ message }) => message)
    return { name, email, refused: refused.length > 0 ? refused.join(' ') : words.lost }
  }
}
