import { Button, Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { UpdateShown } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/updates.ts'
import { UpdateLines } from './update-lines.tsx'
import { Period } from './period.tsx'

export function Page() {
  const id = useParam('update')
  const update = useAnswer('update.show', { update: id })
  const { project, projectName, title, publishedBy, publishedAt, draftedBy, draftedAt } = update
  return (
    <PageFrame
      title={title}
      above={
        <>
          <TextLink to={at.project(project)} size="sm">
            {projectName}
          </TextLink>{' '}
          ·{' '}
          <TextLink to={at.updates(project)} size="sm">
            {words.title}
          </TextLink>
        </>
      }
      about={
        <Group gap="xs">
          <Status state={update.state} />
          <span>
            <Period of={update} /> · {publishedBy === undefined ? words.drafted : words.wasPublished}{' '}
            <Instant at={publishedAt ?? draftedAt} /> {words.by}
          </span>
          <PersonName id={publishedBy ?? draftedBy} />
        </Group>
      }
      actions={<Actions update={update} />}
    >
      <UpdateLines update={update} />
      {update.state === 'published' && <Recipients of={update.recipients} />}
    </PageFrame>
  )
}

/** What is done with the update as a whole, and the forms in which it leaves Muster. */
function Actions({ update: u }: { readonly update: UpdateShown }) {
  const address = `/api/v1/updates/${u.id}`
  const file = `update-${u.until.slice(0, 10)}`
  return (
    <>
      <Button
        component="a"
        href={`${address}/page`}
        target="_blank"
        variant="default"
        title={words.asSentHelp}
        aria-label={`${words.asSent}, ${words.asSentHelp}`}
      >
        {words.asSent}
      </Button>
      {(['html', 'markdown'] as const).map((form) => (
        <Button
          key={form}
          component="a"
          href={`${address}/${form === 'html' ? 'page' : 'markdown'}`}
          download={`${file}.${form === 'html' ? 'html' : 'md'}`}
          variant="default"
          leftSection={<Icon name="download" />}
        >
          {words[form]}
        </Button>
      ))}
      {u.state === 'draft' && <DraftActions update={u} />}
    </>
  )
}

function DraftActions({ update: u }: { readonly update: UpdateShown }) {
  const known = { update: u.id }
  return (
    <>
      <ActButton act="update.refresh" known={known} direct variant="default">
        {words.refresh}
      </ActButton>
      <ActButton act="update.discard" known={known} sample={{ reason: '…' }} labels={words.fields} variant="default">
        {words.discard}
      </ActButton>
      <ActButton
        act="update.publish"
        known={known}
        initial={{ title: u.title }}
        fields={['title', 'recipients']}
        labels={words.fields}
        basis={<Text size="sm">{words.publishBasis}</Text>}
      >
        {words.publish}
      </ActButton>
    </>
  )
}

function Recipients({ of }: { readonly of: readonly string[] }) {
  return (
    <Section title={words.recipients}>
      {of.length === 0 ? (
        <Text size="sm">{words.nobody}</Text>
      ) : (
        <Stack gap={4}>
          <Group gap="md">
            {of.map((person) => (
              <PersonName key={person} id={person} />
            ))}
          </Group>
        </Stack>
      )}
    </Section>
  )
}
