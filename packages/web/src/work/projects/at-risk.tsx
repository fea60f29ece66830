import { Button, Group, List, Text } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { useNamed } from '../../records/people.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/projects.ts'

const MOST = 4

/** What fails or is about to, and who answers for it. */
export function AtRisk({ project }: { readonly project: string }) {
  const { matters, sentence } = useAnswer('responsibility.at-risk', { project })
  const named = useNamed()
  const [isWhole, showWhole] = useState(false)
  return (
    <Section title={words.page.risk}>
      <Text size="sm" className={matters.length === 0 ? 'quiet' : undefined}>
        {named(sentence)}
      </Text>
      {matters.length > 0 && (
        <List listStyleType="none" spacing="xs" size="sm">
          {matters.slice(0, isWhole ? matters.length : MOST).map((m) => (
            <List.Item key={`${m.kind} ${m.what}`}>
              <Group gap={6} wrap="nowrap" align="flex-start">
                <Icon name={m.failing ? 'cross' : 'alert'} style={{ flexShrink: 0, marginTop: 3 }} />
                <div>
                  {named(m.what)}
                  <Text size="xs" className="quiet">
                    {named(m.sentence)}
                  </Text>
                </div>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
      {matters.length > MOST && (
        <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => showWhole((whole) => !whole)}>
          {isWhole ? words.page.riskFewer : words.page.riskAll(matters.length)}
        </Button>
      )}
    </Section>
  )
}
