import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ActButton } from '../../acts/act-button.tsx'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { server } from '../../api/client.ts'
import { knowledge } from '../../api/asking.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { tell } from '../../ui/notice.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/administration.ts'

const text = words.access

export function Page() {
  const { person } = useAnswer('me.show')
  const issue = (
    <ActButton
      act="token.issue"
      known={{ person: person.id }}
      sample={{ label: '…', scopes: ['read'] }}
      fields={['label', 'scopes', 'expiresInDays']}
      title={text.issueTitle}
      basis={<Text size="sm">{text.issueBasis}</Text>}
    >
      {text.issue}
    </ActButton>
  )
  return (
    <PageFrame title={text.title} about={text.about} actions={issue}>
      <Tokens />
      <Sessions />
    </PageFrame>
  )
}

function Tokens() {
  const tokens = useAll('token.list')
  const now = new Date().toISOString()
  if (tokens.length === 0)
    return (
      <Section title={text.tokens}>
        <Empty icon="shield" title={text.noTokens}>
          {text.noTokensHelp}
        </Empty>
      </Section>
    )
  return (
    <Section title={text.tokens} flush>
      <WideTable label={text.tokens} width={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.label}</Table.Th>
            <Table.Th>{text.scopes}</Table.Th>
            <Table.Th>{text.expires}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((t) => (
            <Table.Tr key={t.id}>
              <Table.Td>{t.label}</Table.Td>
              <Table.Td>{t.scopes.map((s) => text.scope[s] ?? s).join(', ')}</Table.Td>
              <Table.Td>
                <Instant at={t.expiresAt} />
              </Table.Td>
              <Table.Td>
                {t.revokedAt !== undefined ? (
                  <Tag color="gray">{text.revoked}</Tag>
                ) : t.expiresAt < now ? (
                  <Tag color="gray">{text.expired}</Tag>
                ) : (
                  <ActButton act="token.revoke" known={{ token: t.id }} direct variant="default" size="compact-xs">
                    {text.revoke}
                  </ActButton>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}

function Sessions() {
  const { items } = useAnswer('session.list')
  const ending = useMutation({
    mutationFn: async (session: string | undefined) =>
      (await server.call('POST', '/api/v1/me/sessions/end', {
        body: session === undefined ? {} : { session },
      })) as { ended: number },
    onSuccess: ({ ended }) => {
      tell({ message: text.ended(ended) })
      void knowledge.invalidateQueries({ queryKey: ['session.list'] })
    },
  })
  return (
    <Section
      title={text.sessions}
      aside={
        <Button
          variant="default"
          size="compact-sm"
          disabled={items.length < 2}
          onClick={() => ending.mutate(undefined)}
        >
          {text.endOthers}
        </Button>
      }
    >
      <ProblemAlert error={ending.error} />
      <Stack gap="sm">
        {items.map((s) => (
          <Group key={s.id} justify="space-between" gap="xs">
            <div style={{ minWidth: 0 }}>
              <Text size="sm">{browserOf(s.browser)}</Text>
              <Text size="sm" className="quiet" component="div">
                {s.address ?? ''} {text.since} <Instant at={s.createdAt} />, {text.seen} <Instant at={s.seenAt} />
              </Text>
            </div>
            {s.current ? (
              <Tag color="muster">{text.current}</Tag>
            ) : (
              <Button variant="default" size="compact-xs" onClick={() => ending.mutate(s.id)}>
                {text.end}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  )
}

/** The name of a browser and its system, from what it says of itself. */
function browserOf(agent: string | null): string {
  if (agent === null) return text.unknownBrowser
  const browser = /(Firefox|Edg|OPR|HeadlessChrome|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /\((?:X11; )?([^;)]+)/.exec(agent)?.[1]
  const name = browser === null ? agent.slice(0, 60) : `${browser[1] ?? ''} ${browser[2] ?? ''}`
  return system === undefined ? name : `${name}, ${system}`
}
