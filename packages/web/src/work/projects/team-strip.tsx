import { Group, Stack, Text } from '@mantine/core'
import type { Assignment } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { PersonName, useRoleTitles } from '../../records/people.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/projects.ts'

const isNow = (a: Assignment): boolean => !('endedAt' in a && a.endedAt !== undefined)

/** Who is in which role, and in how many activities the role is A and R. */
export function TeamStrip({ project }: { readonly project: string }) {
  const { assignments, matrix } = useAnswer('project.team', { project })
  // Stands for whoever will be chosen: the rules want somebody who exists.
  const { person: me } = useAnswer('me.show')
  const roles = useRoleTitles()
  const count = (role: string, stake: string): number =>
    Object.values(matrix.cells).filter((cells) => cells[role] === stake).length
  return (
    <Section
      title={words.page.team}
      aside={
        <ActButton
          act="assignment.assign"
          known={{ project }}
          sample={{ person: me.id, role: 'ml-engineer' }}
          variant="default"
          size="compact-xs"
        >
          {words.page.assign}
        </ActButton>
      }
    >
      <Stack gap="xs">
        {assignments.filter(isNow).map((a) => (
          <Group key={a.id} justify="space-between" wrap="nowrap" gap="xs">
            <div style={{ minWidth: 0 }}>
              <PersonName id={a.person} />
              <Text size="xs" className="quiet" pl={28}>
                {roles.get(a.role) ?? a.role}, {a.allocation} %
              </Text>
            </div>
            <Text size="xs" className="tabular" style={{ whiteSpace: 'nowrap' }}>
              <span title={words.accountable}>A {count(a.role, 'A')}</span> ·{' '}
              <span title={words.responsible}>R {count(a.role, 'R')}</span>
            </Text>
          </Group>
        ))}
        {assignments.length === 0 && (
          <Text size="sm" className="quiet">
            {words.page.noTeam}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
