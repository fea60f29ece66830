import { Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { UpdateListed } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { useGo } from '../../routing/use-go.ts'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/updates.ts'
import { Period } from './period.tsx'

export function Page() {
  const project = useParam('project')
  const go = useGo()
  const { name } = useAnswer('project.show', { project })
  const updates = useAll('update.list', { project })
  const of = (state: UpdateListed['state']) => updates.filter((u) => u.state === state)
  const [draft] = of('draft')
  const published = of('published').toSorted((a, b) => ((a.publishedAt ?? '') < (b.publishedAt ?? '') ? 1 : -1))
  const discarded = of('discarded')
  const make = (
    <ActButton
      act="update.draft"
      known={{ project }}
      fields={['from', 'title']}
      labels={words.fields}
      basis={<Text size="sm">{words.draftHelp}</Text>}
      onDone={(done) => go(at.update(project, done.subject))}
    >
      {words.draft}
    </ActButton>
  )
  return (
    <PageFrame
      title={words.title}
      about={words.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
      actions={make}
    >
      {draft !== undefined && (
        <Section title={words.open}>
          <Listed update={draft} />
        </Section>
      )}
      <Section title={words.published}>
        {updates.length === 0 && (
          <Empty icon="letter" title={words.none} action={make}>
            {words.noneHelp}
          </Empty>
        )}
        {updates.length > 0 && published.length === 0 && (
          <Text size="sm" className="quiet">
            {words.noPublished}
          </Text>
        )}
        <Updates of={published} />
      </Section>
      {discarded.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {words.discarded(discarded.length)}
            </Text>
          </summary>
          <Stack mt="sm">
            <Updates of={discarded} />
          </Stack>
        </details>
      )}
    </PageFrame>
  )
}

function Updates({ of }: { readonly of: readonly UpdateListed[] }) {
  return (
    <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((update) => (
        <li key={update.id}>
          <Listed update={update} />
        </li>
      ))}
    </Stack>
  )
}

function Listed({ update: u }: { readonly update: UpdateListed }) {
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
        <TextLink to={at.update(u.project, u.id)} fw={600}>
          {u.title}
        </TextLink>
        <Text size="sm" className="quiet" component="div">
          <Period of={u} /> · {words.lines(u.lines)}
          {u.state === 'published' && ` · ${words.told(u.recipients.length)}`}
        </Text>
        <Text size="sm" className="quiet" component="div">
          {u.publishedBy === undefined ? words.drafted : words.wasPublished}{' '}
          <Instant at={u.publishedAt ?? u.draftedAt} /> {words.by}{' '}
          <PersonName id={u.publishedBy ?? u.draftedBy} size="xs" />
        </Text>
      </div>
      <Status state={u.state} />
    </Group>
  )
}
