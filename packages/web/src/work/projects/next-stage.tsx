import { Badge, Group, Stack, Text } from '@mantine/core'
import type { Stage } from '@muster/core'
import { useAnswer } from '../../api/queries.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words as states } from '../../words/ui.ts'
import { words } from '../../words/projects.ts'

/** What the next stage asks for, and whether it is there. */
export function NextStageChecks({ project, stage }: { readonly project: string; readonly stage: Stage }) {
  const { items } = useAnswer('project.checks', { project, stage })
  return (
    <Section title={words.page.checks(states.state[stage] ?? stage)}>
      {items.length === 0 && (
        <Text size="sm" className="quiet">
          {words.page.checksNone}
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((c) => (
          <Group component="li" key={c.id} gap="xs" wrap="nowrap" align="flex-start">
            <Icon
              name={c.met ? 'check' : 'cross'}
              aria-hidden={false}
              role="img"
              aria-label={c.met ? states.state['met'] : states.state['not-met']}
              color={c.met ? 'light-dark(#2b8a3e, #69db7c)' : 'light-dark(#c92a2a, #ff8787)'}
              style={{ flexShrink: 0, marginTop: 3 }}
            />
            <div style={{ flex: 1 }}>
              <Text size="sm">{c.message}</Text>
              {!c.met && c.help !== undefined && (
                <Text size="xs" className="quiet">
                  {c.help}
                </Text>
              )}
            </div>
            <Badge color="gray" size="sm" style={{ flexShrink: 0 }}>
              {{ prevent: words.page.prevent, warn: words.page.warn, off: words.page.off }[c.mode] ?? c.mode}
            </Badge>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
