import { Button, Group, Modal, Paper, Select, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAll, useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { PersonName } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { at } from '../../routing/addresses.ts'
import { destination } from '../../routing/destination.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam, useParamIfAny, useSearchText } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { quantity } from '../../ui/number.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/registers.ts'
import type { Definition, Item } from './register.ts'
import { shown } from './shown.ts'
import { ItemForm } from './item-form.tsx'
import { ImportButton } from './import-dialog.tsx'
import { ItemCard } from './item-card.tsx'

export function Page() {
  const register = useParam('register')
  const project = useParamIfAny('project')
  const scope = project === undefined ? {} : { project }
  const definition = useAnswer('register.show', { register })
  const [isAdding, adding] = useDisclosure(false)
  const add = <Button onClick={adding.open}>{words.add(definition.item.singular)}</Button>
  if (definition.scope === 'project' && project === undefined) return <OfProjects definition={definition} />
  const exported = `/api/v1/registers/${register}/export${project === undefined ? '' : `?project=${project}`}`
  return (
    <PageFrame
      title={definition.title}
      above={
        <TextLink to={at.registers(project)} size="sm">
          {words.title}
        </TextLink>
      }
      about={definition.description}
      actions={
        <>
          <Button component="a" href={exported} download variant="default" leftSection={<Icon name="download" />}>
            {words.export}
          </Button>
          <ImportButton definition={definition} project={project} />
          {add}
        </>
      }
    >
      <Measures register={register} scope={scope} />
      <Listed definition={definition} project={project} add={add} />
      <Modal opened={isAdding} onClose={adding.close} title={words.add(definition.item.singular)} size="lg">
        <ItemForm definition={definition} project={project} onDone={adding.close} />
      </Modal>
    </PageFrame>
  )
}

/** A register that each project keeps has no items of the workspace: where they are. */
function OfProjects({ definition }: { readonly definition: Definition }) {
  const projects = useAll('project.list')
  return (
    <PageFrame
      title={definition.title}
      above={
        <TextLink to={at.registers()} size="sm">
          {words.title}
        </TextLink>
      }
      about={definition.description}
    >
      <Section title={words.ofProjects}>
        <Text size="sm">{projects.length === 0 ? words.noProjects : words.eachProject}</Text>
        {projects.map((p) => (
          <TextLink key={p.id} to={at.register(definition.id, p.id)} size="sm">
            {p.name}
          </TextLink>
        ))}
      </Section>
    </PageFrame>
  )
}

interface ListedProps {
  readonly definition: Definition
  readonly project: string | undefined
  readonly add: ReactNode
}

/** The items in one state or all, and the one that is open: both stand in the address. */
function Listed({ definition, project, add }: ListedProps) {
  const router = useRouter()
  const state = useSearchText('state')
  const chosen = useSearchText('item')
  const base = at.register(definition.id, project)
  const given = { register: definition.id, ...(project === undefined ? {} : { project }) }
  const items = useAll('item.list', { ...given, ...(state === '' ? {} : { state }) })
  const open = items.find((item) => item.id === chosen)
  const go = (wanted: string): void =>
    void router.navigate({ ...destination(wanted === '' ? base : `${base}?state=${wanted}`), replace: true })
  return (
    <Section
      title={words.itemsOf}
      flush
      aside={
        <Select
          aria-label={words.state}
          placeholder={words.all}
          clearable
          value={state === '' ? null : state}
          onChange={(value) => go(value ?? '')}
          data={definition.states.map((s) => ({ value: s.id, label: s.title }))}
        />
      }
    >
      {items.length === 0 ? (
        <Empty icon="list" title={words.noItems} action={add}>
          {definition.description}
        </Empty>
      ) : (
        <Items definition={definition} items={items} link={(item) => `${base}?item=${item}`} />
      )}
      <Modal
        opened={open !== undefined}
        onClose={() => go(state)}
        title={open === undefined ? '' : `${open.key} ${open.title}`}
        size="lg"
      >
        {open !== undefined && <ItemCard definition={definition} item={open} />}
      </Modal>
    </Section>
  )
}

function Measures({ register, scope }: { readonly register: string; readonly scope: { readonly project?: string } }) {
  const { items } = useAnswer('register.measures', { register, ...scope })
  if (items.length === 0) return null
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
      {items.map((m) => (
        <Paper key={m.id} p="sm">
          <Text size="sm" className="quiet">
            {m.title}
          </Text>
          <Text fw={700} size="lg">
            {quantity(m.value, m.unit)}{' '}
            <Text span size="sm" className="quiet">
              {words.from(m.n)}
            </Text>
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}

const MOST_COLUMNS = 4
type ItemsProps = {
  readonly definition: Definition
  readonly items: readonly Item[]
  readonly link: (item: string) => string
}

/** In a table, a value that is not there is a dash; why stands on the item. */
const inCell = (value: unknown, unit?: string): string =>
  typeof value === 'object' && value !== null && 'reason' in value ? shown(undefined) : shown(value, unit)

/** The items with the first of their fields; the others stand on the item itself. */
function Items({ definition, items, link }: ItemsProps) {
  const named = useNamed()
  const titled = useTitled()
  const columns = [
    ...(definition.computed ?? []).map((f) => ({
      name: f.name,
      title: f.title,
      unit: f.unit,
      of: 'computed' as const,
    })),
    ...definition.fields
      .filter((f) => !['text', 'list', 'digest', 'record'].includes(f.type))
      .map((f) => ({ name: f.name, title: f.title, unit: f.unit, of: 'fields' as const })),
  ].slice(0, MOST_COLUMNS)
  const titleOf = new Map(definition.states.map((s) => [s.id, s.title]))
  return (
    <WideTable label={definition.item.plural} width={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.key}</Table.Th>
          <Table.Th>{words.what}</Table.Th>
          {columns.map((c) => (
            <Table.Th key={c.name}>{c.title}</Table.Th>
          ))}
          <Table.Th>{words.owner}</Table.Th>
          <Table.Th>{words.state}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.id}>
            <Table.Td>
              <TextLink to={link(item.id)} size="sm" aria-label={words.open(`${item.key} ${item.title}`)}>
                {item.key}
              </TextLink>
            </Table.Td>
            <Table.Td>
              {item.title}
              <Stack gap={0}>
                {item.reminders.map((r) => (
                  <Group key={r.id} gap={4} wrap="nowrap">
                    <Icon name="clock" size={12} />
                    <Text size="xs">{named(r.message)}</Text>
                  </Group>
                ))}
              </Stack>
            </Table.Td>
            {columns.map((c) => (
              <Table.Td key={c.name}>{titled(named(inCell(item[c.of][c.name], c.unit)))}</Table.Td>
            ))}
            <Table.Td>
              <PersonName id={item.owner} />
            </Table.Td>
            <Table.Td>
              <Status state={titleOf.get(item.state) ?? item.state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
