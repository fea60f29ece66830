import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LedgerEntry } from '../../api/answers.ts'
import { askAll } from '../../api/asking.ts'
import { PersonName, useNames } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { toldOf } from '../../records/told-of.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { words } from '../../words/register-items.ts'
import { changesOf } from './changes.ts'
import type { Definition, Item } from './register.ts'
import { shown } from './shown.ts'

/** Every entry of the ledger about an item, newest first: who did what, what it set, and why. */
export function ItemHistory({ definition, item }: { readonly definition: Definition; readonly item: Item }) {
  const { data } = useQuery(askAll('ledger.list', { subject: item.id }))
  return (
    <Stack gap="xs" component="section" aria-label={words.history}>
      <Text fw={600} size="sm">
        {words.history}
      </Text>
      {data?.length === 0 && (
        <Text size="sm" className="quiet">
          {words.noHistory}
        </Text>
      )}
      <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {(data ?? []).map((entry) => (
          <Entry key={entry.seq} entry={entry} definition={definition} />
        ))}
      </Stack>
    </Stack>
  )
}

function Entry({ entry: e, definition }: { readonly entry: LedgerEntry; readonly definition: Definition }) {
  const names = useNames()
  const titled = useTitled()
  const data = e.data as Readonly<Record<string, unknown>>
  const state = definition.states.find((s) => s.id === data['to'])?.title
  const reason = data['reason']
  const said = (value: unknown): string => names.get(String(value)) ?? titled(shown(value))
  return (
    <li>
      <Text size="sm" component="div">
        <PersonName id={e.actor} size="xs" /> {toldOf(e.type)}
        {state !== undefined && ` ${words.was} “${state}”`} · <Instant at={e.at} /> ·{' '}
        <TextLink to={at.entry(e.seq)} size="sm" underline="always">
          #{e.seq}
        </TextLink>
      </Text>
      {typeof reason === 'string' && reason !== '' && <Text size="sm">{reason}</Text>}
      {changesOf(data, definition).map((change) => (
        <Text key={change.name} size="xs" className="quiet">
          {change.name}: {change.after === undefined ? words.emptied : said(change.after)}
        </Text>
      ))}
    </li>
  )
}
