import { Group, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PersonLink } from '../../records/person-link.tsx'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/learning.ts'
import type { Given } from './requirement.ts'

/** What was on record and does not count any more, or not for long. */
export function Ending({ given }: { readonly given: Given }) {
  const { requirements } = useAnswer('learning.gaps', given)
  const ending = requirements
    .filter((r) => r.state === 'expired' || r.state === 'expiring')
    .toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? -1 : 1))
  if (requirements.length === 0) return null
  return (
    <Section title={words.ends}>
      {ending.length === 0 && (
        <Text size="sm" className="quiet">
          {words.noEnds}
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {ending.map((r) => (
          <Group key={`${r.person} ${r.requirement}`} component="li" justify="space-between" gap="xs">
            <Group gap="xs">
              <PersonLink id={r.person} />
              <Text size="sm">{r.title}</Text>
            </Group>
            <Group gap="xs">
              {r.until !== undefined && (
                <Text size="sm" className="quiet">
                  <Day day={r.until} />
                </Text>
              )}
              <Status state={r.state} size="sm" />
            </Group>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
