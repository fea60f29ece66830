import { Group, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { useRoleTitles } from '../../records/people.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/learning.ts'
import type { Requirement } from './requirement.ts'
import { isThere } from './requirement.ts'
import { ShareBar } from './share-bar.tsx'

/** How far the people of each role are with AI literacy, and with all that is asked of them. */
export function ByRole({ project }: { readonly project: string }) {
  const { requirements } = useAnswer('learning.gaps', { project })
  const { assignments } = useAnswer('project.team', { project })
  const titles = useRoleTitles()
  const current = assignments.filter((a) => a.endedAt === undefined)
  const roles = [...Map.groupBy(current, (a) => a.role)].map(
    ([role, of]) => [role, new Set(of.map((a) => a.person))] as const,
  )
  if (roles.length === 0) return null
  // A requirement of certain roles is asked of a person in those, not in whatever else they do.
  const askedOf = (role: string, people: ReadonlySet<string>): readonly Requirement[] =>
    requirements.filter((r) => people.has(r.person) && isForRole(r, role))
  return (
    <Section title={words.byRole}>
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {roles.map(([role, people]) => {
          const asked = askedOf(role, people)
          const title = titles.get(role) ?? role
          return (
            <Group key={role} component="li" align="flex-start" gap="sm">
              <div style={{ flex: '1 1 14rem', minWidth: 0 }}>
                <Text size="sm">{title}</Text>
                <Text size="xs" className="quiet">
                  {words.people(people.size)}
                </Text>
              </div>
              <Share label={words.literacy} role={title} of={asked.filter((r) => r['kind'] === 'literacy')} />
              <Share label={words.all} role={title} of={asked} />
            </Group>
          )
        })}
      </Stack>
    </Section>
  )
}

const isForRole = (r: Requirement, role: string): boolean => {
  const roles: unknown = r['roles']
  return !Array.isArray(roles) || roles.length === 0 || roles.includes(role)
}

interface ShareProps {
  readonly label: string
  readonly role: string
  readonly of: readonly Requirement[]
}

function Share({ label, role, of }: ShareProps) {
  return (
    <div style={{ flex: '1 1 12rem', minWidth: 0 }}>
      <Text size="xs" className="quiet">
        {label}
      </Text>
      {of.length === 0 ? (
        '–'
      ) : (
        <ShareBar title={`${label}, ${role}`} held={of.filter(isThere).length} all={of.length} />
      )}
    </div>
  )
}
