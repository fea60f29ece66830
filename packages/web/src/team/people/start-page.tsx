import { Button, CopyButton, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { ActForm } from '../../acts/act-form.tsx'
import type { Done } from '../../api/act.ts'
import { shownOnce } from '../../api/act.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { PageFrame, Part, Section } from '../../ui/page-frame.tsx'
import { words as acts } from '../../words/acts.ts'
import { words } from '../../words/people.ts'
import { Bring } from './bring.tsx'
import { ExampleChoice } from './example-choice.tsx'

const { start } = words

export function Page() {
  return (
    <PageFrame title={start.title} about={start.about} actions={<ButtonLink to={at.inbox()}>{start.inbox}</ButtonLink>}>
      <Part>
        <ExampleChoice />
      </Part>
      <Bring />
      <People />
      <Project />
      <Packs />
    </PageFrame>
  )
}

/** Registers one person after the other; the links stay on the screen until it is left. */
function People() {
  const people = useAll('person.list')
  const [links, setLinks] = useState<readonly { readonly person: string; readonly link: string }[]>([])
  const keep = (done: Done): void =>
    setLinks((before) => [{ person: done.subject, link: shownOnce(done, 'passwordLink') }, ...before])
  return (
    <Section title={start.steps.people}>
      <Text size="sm" className="quiet prose">
        {start.people}
      </Text>
      <ActButton
        act="person.register"
        sample={{ name: 'Someone', email: 'someone@muster.invalid' }}
        onDone={keep}
        w="fit-content"
      >
        {start.register}
      </ActButton>
      {links.map(({ person, link }) => (
        <Group key={person} align="flex-end" wrap="nowrap">
          <TextInput
            label={<PersonName id={person} />}
            value={link}
            readOnly
            flex={1}
            onFocus={(e) => e.currentTarget.select()}
          />
          <CopyButton value={link}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? acts.copied : acts.copy}</Button>}
          </CopyButton>
        </Group>
      ))}
      <Text size="sm" fw={600}>
        {start.registered}
      </Text>
      <Group gap="md">
        {people.map((p) => (
          <PersonName key={p.id} id={p.id} />
        ))}
      </Group>
    </Section>
  )
}

function Project() {
  const me = useAnswer('me.show')
  return (
    <Section title={start.steps.project}>
      <Text size="sm" className="quiet prose">
        {start.project}
      </Text>
      <ActForm
        act="project.create"
        initial={{ lead: me.person.id }}
        fields={['name', 'lead', 'workstream']}
        submit={start.create}
      />
    </Section>
  )
}

function Packs() {
  // Newest first: of several versions of a pack the first one counts.
  const packs = [
    ...new Map(
      useAll('pack.list')
        .toReversed()
        .map((p) => [`${p.kind} ${p.name}`, p]),
    ).values(),
  ]
  return (
    <Section title={start.steps.packs}>
      <Text size="sm" className="quiet prose">
        {start.packs}
      </Text>
      <Group gap="xs">
        {packs.map((p) => (
          <TextLink key={p.id} to={at.pack(p.id)} size="sm">
            {p.title}
          </TextLink>
        ))}
      </Group>
      <ButtonLink to={at.packs()} w="fit-content">
        {start.toPacks}
      </ButtonLink>
    </Section>
  )
}
