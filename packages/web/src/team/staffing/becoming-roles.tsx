import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useRoleTitles } from '../../records/people.tsx'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/hiring.ts'

const text = words.transitions

/** A role that becomes one’s own, and until when. */
export interface Becoming {
  readonly role: string
  readonly by: string
}
/** A row that nobody has filled in yet. */
export const NOBODY: Becoming = { role: '', by: '' }
/** The rows that somebody has begun: the server says what one of them still lacks. */
export const filledIn = (rows: readonly Becoming[]): readonly Becoming[] =>
  rows.filter(({ role, by }) => role !== '' || by !== '')

interface RolesProps {
  readonly roles: readonly Becoming[]
  readonly onChange: (roles: readonly Becoming[]) => void
}

/** Which roles become one’s own, each with its day, in as many rows as are wanted. */
export function BecomingRoles({ roles, onChange }: RolesProps) {
  const titles = useRoleTitles()
  const options = [...titles].map(([value, label]) => ({ value, label }))
  const set = (at: number, change: Partial<Becoming>): void =>
    onChange(roles.map((r, i) => (i === at ? { ...r, ...change } : r)))
  return (
    <Fieldset legend={text.roles}>
      <Stack gap="xs">
        <Text size="sm" className="quiet">
          {text.rolesHelp}
        </Text>
        {roles.map((row, i) => (
          // Rows have no identity but their place.
          <Group key={`row ${String(i)}`} align="flex-end" gap="xs">
            <Select
              label={text.role}
              searchable
              data={options}
              value={row.role === '' ? null : row.role}
              onChange={(role) => set(i, { role: role ?? '' })}
              style={{ flex: '1 1 12rem' }}
            />
            <TextInput
              label={text.by}
              type="date"
              value={row.by}
              onChange={(event) => set(i, { by: event.currentTarget.value })}
            />
            {roles.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={text.removeRole}
                onClick={() => onChange(roles.filter((_, at) => at !== i))}
              >
                <Icon name="cross" />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Button variant="default" size="xs" w="fit-content" onClick={() => onChange([...roles, NOBODY])}>
          {text.addRole}
        </Button>
      </Stack>
    </Fieldset>
  )
}
