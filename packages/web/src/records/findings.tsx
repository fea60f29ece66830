import { Group, Stack, Text } from '@mantine/core'
import type { Matrix } from '@muster/core'
import { useRoleTitles } from './people.tsx'
import { useTitled } from './titled.ts'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/team.ts'

interface Finding {
  readonly severity: string
  readonly code: string
  readonly activity: string
  readonly message: string
  readonly role?: unknown
}
interface Props {
  readonly of: readonly Finding[]
  readonly matrix: Matrix
}

/** A role that somebody should hold and nobody does: said once for all its activities. */
const isUnheldWish = (f: Finding): f is Finding & { readonly role: string } =>
  f.code === 'stake-unheld' && f.severity === 'warning' && typeof f.role === 'string'

/** What lint finds: errors first, each with a picture and in words. Roles that nobody holds stand together at the end. */
export function Findings({ of, matrix }: Props) {
  const titled = useTitled()
  const single = of.filter((f) => !isUnheldWish(f))
  const sorted = single.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1))
  return (
    <Stack gap="sm">
      {sorted.length > 0 && (
        <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {sorted.map((f) => (
            <Group
              key={`${f.code} ${f.activity} ${f.message}`}
              component="li"
              gap="xs"
              wrap="nowrap"
              align="flex-start"
            >
              <Icon
                name={f.severity === 'error' ? 'cross' : 'alert'}
                color={f.severity === 'error' ? 'var(--mantine-color-error)' : undefined}
                style={{ flexShrink: 0, marginTop: 3 }}
              />
              <Text size="sm">
                <Text span size="sm" fw={600}>
                  {words.severity[f.severity] ?? f.severity}
                </Text>{' '}
                {titled(f.message)}
              </Text>
            </Group>
          ))}
        </Stack>
      )}
      <Unheld of={of.filter(isUnheldWish)} matrix={matrix} />
    </Stack>
  )
}

function Unheld({
  of,
  matrix,
}: {
  readonly of: readonly (Finding & { readonly role: string })[]
  readonly matrix: Matrix
}) {
  const titles = useRoleTitles()
  if (of.length === 0) return null
  const titleOf = new Map(matrix.activities.map((a) => [a.id, a.title]))
  const byRole = new Map<string, string[]>()
  for (const { role, activity } of of) {
    const stake = matrix.cells[activity]?.[role] ?? ''
    byRole.set(role, [...(byRole.get(role) ?? []), `${stake} ${titleOf.get(activity) ?? activity}`])
  }
  return (
    <details>
      <summary>
        <Text span size="sm">
          {words.unheld(byRole.size)}
        </Text>
      </summary>
      <Stack gap={6} mt="xs">
        {[...byRole].map(([role, stakes]) => (
          <Text key={role} size="sm">
            <Text span size="sm" fw={600}>
              {titles.get(role) ?? role}
            </Text>
            : {stakes.join(' · ')}
          </Text>
        ))}
      </Stack>
    </details>
  )
}
