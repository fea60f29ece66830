import { Group, Stack, Text } from '@mantine/core'
import type { Foreseen } from '../../api/act.ts'
import { useAll } from '../../api/queries.ts'
import { useNames } from '../../records/people.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/register-items.ts'
import { changesOf } from './changes.ts'
import type { Definition } from './register.ts'
import { shown } from './shown.ts'

const MOST = 50
interface Props {
  readonly definition: Definition
  readonly project: string | undefined
  readonly events: readonly Foreseen[]
}

/** What a table would do to the register, item by item: what is new, and what changes from what to what. */
export function ImportPreview({ definition, project, events }: Props) {
  const items = useAll('item.list', { register: definition.id, ...(project === undefined ? {} : { project }) })
  const names = useNames()
  const said = (value: unknown): string => names.get(String(value)) ?? shown(value)
  const added = events.filter((e) => e.type === 'ItemAdded').length
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} role="status">
        {words.would(added, events.length - added)}
      </Text>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {events.slice(0, MOST).map((event) => {
          const item = items.find((i) => i.id === event.subject)
          const isNew = event.type === 'ItemAdded'
          const title = typeof event.data['title'] === 'string' ? event.data['title'] : ''
          return (
            <li key={event.subject}>
              <Group gap="xs">
                <Tag color={isNew ? 'green' : 'orange'}>{isNew ? words.added : words.changed}</Tag>
                <Text size="sm" fw={600}>
                  {isNew ? title : `${item?.key ?? ''} ${item?.title ?? ''}`}
                </Text>
              </Group>
              {changesOf(event.data, definition, isNew ? undefined : item).map((change) => (
                <Text key={change.name} size="sm" className="quiet">
                  {change.name}: {change.before === undefined ? '' : `${said(change.before)} → `}
                  {change.after === undefined ? words.emptied : said(change.after)}
                </Text>
              ))}
            </li>
          )
        })}
      </Stack>
      {events.length > MOST && (
        <Text size="sm" className="quiet">
          {words.more(events.length - MOST)}
        </Text>
      )}
    </Stack>
  )
}
