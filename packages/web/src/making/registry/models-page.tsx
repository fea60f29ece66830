import { SimpleGrid, Text } from '@mantine/core'
import type { Model } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/registry.ts'

export function Page() {
  const project = useParam('project')
  const go = useGo()
  const { name } = useAnswer('project.show', { project })
  const models = useAll('model.list', { project })
  const register = (
    <ActButton
      act="model.register"
      known={{ project }}
      sample={{ name: 'a-name' }}
      onDone={(done) => go(at.model(project, done.subject))}
    >
      {words.register}
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
      actions={register}
    >
      {models.length === 0 ? (
        <Section title={words.title}>
          <Empty icon="cube" title={words.none} action={register}>
            {words.noneHelp}
          </Empty>
        </Section>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {models.map((m) => (
            <Card key={m.id} model={m} />
          ))}
        </SimpleGrid>
      )}
    </PageFrame>
  )
}

function Card({ model: m }: { readonly model: Model }) {
  const versions = useAll('version.list', { model: m.id })
  const champion = versions.find((v) => v.id === m.aliases['champion'])
  return (
    <Section title={<TextLink to={at.model(m.project, m.id)}>{m.name}</TextLink>}>
      <Text size="sm">{m.description}</Text>
      <Facts
        of={[
          [words.versions, String(m.versions)],
          [
            words.live,
            champion === undefined ? (
              words.nothingLive
            ) : (
              <TextLink key="l" to={at.version(m.project, champion.id)} size="sm">
                {words.version} {champion.number}
              </TextLink>
            ),
          ],
          [
            words.registered,
            <span key="r">
              <PersonName id={m.registeredBy} /> <Instant at={m.registeredAt} />
            </span>,
          ],
        ]}
      />
    </Section>
  )
}
