import { Group, List, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/projects.ts'

/** What fails or is about to, and who answers for it. */
export function AtRisk({ project }: { readonly project: string }) {
  const { matters, sentence } = useAnswer('responsibility.at-risk', { project })
  const named = useNamed()
  return (
    <Section title={words.page.risk}>
      <Text size="sm" className={matters.length === 0 ? 'quiet' : undefined}>
        {named(sentence)}
      </Text>
      {matters.length > 0 && (
        <List listStyleType="none" spacing="xs" size="sm">
          {matters.slice(0, 5).map((m) => (
            <List.Item key={`${m.kind} ${m.what}`}>
              <Group gap={6} wrap="nowrap" align="flex-start">
                <Icon name={m.failing ? 'cross' : 'alert'} style={{ flexShrink: 0, marginTop: 3 }} />
                <div>{named(m.sentence)}</div>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </Section>
  )
}
