import { Group, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PersonLink } from '../../records/person-link.tsx'
import { useNamed } from '../../records/people.tsx'
import { Empty } from '../../ui/empty.tsx'
import { amount } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/learning.ts'
import type { Given, Requirement } from './requirement.ts'
import { isThere } from './requirement.ts'
import { ShareBar } from './share-bar.tsx'

/** Each requirement: how many of those of whom it is asked have it, and who lacks it. */
export function Coverage({ given }: { readonly given: Given }) {
  const { sentence, requirements, spent } = useAnswer('learning.gaps', given)
  const named = useNamed()
  const byRequirement = [...Map.groupBy(requirements, (r) => r.requirement).values()]
  if (requirements.length === 0)
    return (
      <Section title={words.coverage}>
        <Empty icon="cap" title={words.nothing}>
          {words.nothingHelp}
        </Empty>
      </Section>
    )
  return (
    <Section title={words.coverage}>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {named(sentence)}
        </Text>
        {spent.length > 0 && (
          <Text size="sm" className="quiet">
            {words.spent}: {spent.map((s) => amount(s.amount, s.currency)).join(', ')}
          </Text>
        )}
      </Stack>
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {byRequirement.map((of) => (
          <Row key={of[0]?.requirement} of={of} />
        ))}
      </Stack>
    </Section>
  )
}

function Row({ of }: { readonly of: readonly Requirement[] }) {
  const [first] = of
  const lacking = of.filter((r) => !isThere(r))
  return (
    <Group component="li" align="flex-start" gap="xs">
      <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
        <Text size="sm">{first?.title}</Text>
        <Text size="xs" className="quiet">
          {words.askedBy} {words.asked[first?.asked ?? '']}
        </Text>
      </div>
      <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
        <ShareBar title={first?.title ?? ''} held={of.length - lacking.length} all={of.length} />
        {lacking.length > 0 && (
          <details>
            <summary>
              <Text span size="xs">
                {words.lacking(lacking.length)}
              </Text>
            </summary>
            <Group gap="xs" mt={4}>
              {lacking.map((r) => (
                <PersonLink key={r.person} id={r.person} size="xs" />
              ))}
            </Group>
          </details>
        )}
      </div>
    </Group>
  )
}
