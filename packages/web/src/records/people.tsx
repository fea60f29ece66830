import { Avatar, Group, Text, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask, askAll } from '../api/asking.ts'
import { datesIn } from '../ui/instant.tsx'
import { words } from '../words/ui.ts'

/** Names by person id; empty until they are there. */
export function useNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...askAll('person.list'), staleTime: 5 * 60_000 })
  return new Map([...(data ?? []).map((p) => [p.id, p.name ?? words.erased] as const), ['system', 'Muster'] as const])
}

/** Titles of roles by id. */
export function useRoleTitles(): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...ask('role.list'), staleTime: 10 * 60_000 })
  return new Map((data?.items ?? []).map((r) => [r.id, r.title] as const))
}

/** White stands out on each of them. */
const COLORS = ['#17586b', '#862e9c', '#364fc7', '#087f5b', '#a23b07', '#a61e4d', '#0b6a7d', '#4a6b0a'] as const
/** The same colour for the same person, everywhere. */
function colorOf(id: string): string {
  let sum = 7
  for (let i = 0; i < id.length; i += 1) sum = (sum * 31 + id.charCodeAt(i)) % 997
  return COLORS[sum % COLORS.length] ?? COLORS[0]
}
const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')

/** A person by name, with their initials. */
export function PersonName({ id, size = 'sm' }: { readonly id: string; readonly size?: 'sm' | 'xs' }) {
  const name = useNames().get(id) ?? '…'
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" style={{ verticalAlign: 'middle' }}>
      <Avatar
        size={size === 'sm' ? 22 : 18}
        radius="xl"
        color={colorOf(id)}
        variant="filled"
        autoContrast={false}
        aria-hidden="true"
      >
        <span style={{ fontSize: size === 'sm' ? '0.625rem' : '0.5rem', lineHeight: 1 }}>{initials(name)}</span>
      </Avatar>
      <Text span size={size} style={{ whiteSpace: 'nowrap' }}>
        {name}
      </Text>
    </Group>
  )
}

/** Several people; the names of all on hover and on paper. */
export function PeopleNames({ ids }: { readonly ids: readonly string[] }) {
  const names = useNames()
  if (ids.length === 0) return <>{words.none}</>
  const all = ids.map((id) => names.get(id) ?? '…').join(', ')
  if (ids.length <= 2)
    return (
      <Group gap="xs" display="inline-flex">
        {ids.map((id) => (
          <PersonName key={id} id={id} />
        ))}
      </Group>
    )
  return (
    <Tooltip label={all}>
      <Text span size="sm" tabIndex={0}>
        <span className="no-print">
          {ids
            .slice(0, 2)
            .map((id) => names.get(id) ?? '…')
            .join(', ')}{' '}
          +{ids.length - 2}
        </span>
        <span className="print-only">{all}</span>
      </Text>
    </Tooltip>
  )
}

/** A sentence of the server with names instead of ids of people, and with dates as the reader writes them. */
export function useNamed(): (sentence: string) => string {
  const names = useNames()
  return (sentence) => datesIn(sentence.replaceAll(/per_[0-9A-Z]{26}/g, (id) => names.get(id) ?? id))
}
