import { Group, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { toldOf } from '../../records/told-of.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/projects.ts'

/** The newest entries of the project. */
export function Feed({ project }: { readonly project: string }) {
  const { items } = useAnswer('ledger.list', { project, limit: 8 })
  return (
    <Section title={words.page.feed}>
      {items.length === 0 && (
        <Text size="sm" className="quiet">
          {words.page.noFeed}
        </Text>
      )}
      <Stack gap={6}>
        {items.map((e) => (
          <Group key={e.seq} justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" component="div">
              <PersonName id={e.actor} /> {toldOf(e.type)}
            </Text>
            <Text size="xs" className="quiet" style={{ whiteSpace: 'nowrap' }} component="div">
              <Instant at={e.at} /> ·{' '}
              <TextLink to={at.entry(e.seq)} size="xs">
                #{e.seq}
              </TextLink>
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
