import { Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ActButton } from '../../acts/act-button.tsx'
import { PersonName, useNamed } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/registers.ts'
import { shown } from './shown.ts'
import { ItemForm } from './item-form.tsx'
import { ItemHistory } from './item-history.tsx'
import type { Definition, Item } from './register.ts'

/** One item with all its fields, where it can go from here, and the form to change it. */
export function ItemCard({ definition, item }: { readonly definition: Definition; readonly item: Item }) {
  const [isChanging, changing] = useDisclosure(false)
  const named = useNamed()
  const state = definition.states.find((s) => s.id === item.state)
  const titleOf = new Map(definition.states.map((s) => [s.id, s.title]))
  if (isChanging) return <ItemForm definition={definition} item={item} onDone={changing.close} />
  const titled = useTitled()
  const said = (value: unknown, unit?: string): string => titled(named(shown(value, unit)))
  return (
    <Stack gap="md">
      <Facts
        of={[
          [words.state, <Status key="state" state={state?.title ?? item.state} />],
          [words.owner, <PersonName key="owner" id={item.owner} />],
          ...(definition.computed ?? []).map((f) => [f.title, said(item.computed[f.name], f.unit)] as const),
          ...definition.fields.map((f) => [f.title, said(item.fields[f.name], f.unit)] as const),
          [
            words.entry,
            <TextLink key="entry" to={at.entry(item.entry)} size="sm">
              #{item.entry}
            </TextLink>,
          ],
        ]}
      />
      <Group gap="xs">
        <Button variant="default" onClick={changing.open}>
          {words.change}
        </Button>
        {(state?.next ?? []).map((to) => (
          <ActButton
            key={to}
            act="item.move"
            known={{ item: item.id, to }}
            sample={{ reason: '…' }}
            fields={['reason']}
            variant="default"
          >
            {words.moveTo(titleOf.get(to) ?? to)}
          </ActButton>
        ))}
      </Group>
      <ItemHistory definition={definition} item={item} />
    </Stack>
  )
}
