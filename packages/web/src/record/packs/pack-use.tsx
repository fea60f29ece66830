import { Group, List, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/packs.ts'

/** Which projects follow a pack, and the other versions of it. */
export function PackUse({ pack }: { readonly pack: string }) {
  const { belongsTo, versions, followers, items } = useAnswer('pack.use', { pack })
  const isNewest = versions[0]?.id === pack
  const hidden = followers - items.length
  return (
    <Section title={words.use}>
      {belongsTo === 'workspace' && <Text size="sm">{isNewest ? words.everywhere : words.nowhere}</Text>}
      {belongsTo === 'project' && (
        <Text size="sm">{followers === 0 ? words.notFollowed : words.followed(followers)}</Text>
      )}
      {items.length > 0 && (
        <Stack gap={4}>
          {items.map((p) => (
            <Group key={p.id} gap="xs">
              <TextLink to={at.project(p.id)} size="sm">
                {p.name}
              </TextLink>
              <Status state={p.stage} />
            </Group>
          ))}
        </Stack>
      )}
      {hidden > 0 && (
        <Text size="sm" className="quiet">
          {words.hidden(hidden)}
        </Text>
      )}
      {versions.length > 1 && (
        <div>
          <Text size="sm" fw={600}>
            {words.versions}
          </Text>
          <List size="sm">
            {versions.map((v) => (
              <List.Item key={v.id}>
                {v.id === pack ? (
                  `${v.version} (${words.thisOne})`
                ) : (
                  <TextLink to={at.pack(v.id)} size="sm">
                    {v.version}
                  </TextLink>
                )}{' '}
                <span className="quiet">
                  {words.applied.toLowerCase()} <Instant at={v.appliedAt} />
                </span>
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Section>
  )
}
