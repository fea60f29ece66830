import { Group, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import type { PersonListed } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonLink } from '../../records/person-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/administration.ts'
import { ImportPeople } from './import-people.tsx'

const text = words.people

export function Page() {
  const people = useAll('person.list')
  const { person: me } = useAnswer('me.show')
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = people.filter((p) => `${p.name ?? ''} ${p.email ?? ''}`.toLowerCase().includes(wanted))
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      actions={
        <>
          <ActButton
            act="service.register"
            sample={{ name: '…', owner: me.id }}
            initial={{ owner: me.id }}
            variant="default"
          >
            {text.service}
          </ActButton>
          <ImportPeople />
          <ActButton
            act="person.register"
            sample={{ name: '…', email: 'somebody@example.org' }}
            fields={['name', 'email']}
          >
            {text.register}
          </ActButton>
        </>
      }
    >
      <Section title={text.all} flush>
        <TextInput
          m="md"
          maw={320}
          aria-label={text.search}
          placeholder={text.search}
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <WideTable label={text.all} width={680}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.name}</Table.Th>
              <Table.Th>{text.email}</Table.Th>
              <Table.Th>{text.rights}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((p) => (
              <Row key={p.id} person={p} />
            ))}
          </Table.Tbody>
        </WideTable>
      </Section>
    </PageFrame>
  )
}

function Row({ person: p }: { readonly person: PersonListed }) {
  return (
    <Table.Tr>
      <Table.Td>
        <PersonLink id={p.id} />
      </Table.Td>
      <Table.Td>{p.email}</Table.Td>
      <Table.Td>
        <Group gap={4}>
          {p.kind === 'service' && <Tag color="gray">{text.service_}</Tag>}
          {p.administrator && <Tag color="muster">{text.administrator}</Tag>}
          {p.auditor && <Tag color="grape">{text.auditor}</Tag>}
          {!p.active && <Tag color="orange">{text.inactive}</Tag>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          {p.kind === 'human' && p.active && (
            <ActButton
              act="person.invite"
              known={{ person: p.id }}
              title={text.inviteTitle}
              basis={<Text size="sm">{text.inviteBasis}</Text>}
              variant="default"
              size="compact-xs"
            >
              {text.invite}
            </ActButton>
          )}
          {p.active && (
            <ActButton
              act="person.deactivate"
              known={{ person: p.id }}
              sample={{ reason: '…' }}
              variant="default"
              size="compact-xs"
            >
              {text.deactivate}
            </ActButton>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
