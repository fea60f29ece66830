import { List, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Part, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/registry.ts'
import { cardCaveats, cardFindings } from './card-facts.ts'

const { card } = words

/** The card of a version: what it is for, how it was made, what was found, and what to keep in mind. All of it is on record. */
export function ModelCard({ model, versions }: { readonly model: Model; readonly versions: readonly ModelVersion[] }) {
  const live = versions.find((v) => v.id === model.aliases['champion'])
  const [chosen, setChosen] = useState<string | null>(null)
  const version = versions.find((v) => v.id === chosen) ?? live ?? versions[0]
  if (version === undefined) return null
  return (
    <Section
      title={card.title}
      aside={
        <Select
          aria-label={words.version}
          size="xs"
          w={180}
          allowDeselect={false}
          data={versions.map((v) => ({
            value: v.id,
            label: `${words.version} ${v.number}${v.id === live?.id ? ` · ${words.live.toLowerCase()}` : ''}`,
          }))}
          value={version.id}
          onChange={setChosen}
        />
      }
    >
      <Part key={version.id}>
        <Content model={model} version={version} />
      </Part>
    </Section>
  )
}

function Content({ model, version: v }: { readonly model: Model; readonly version: ModelVersion }) {
  const project = useAnswer('project.show', { project: model.project })
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Stack gap="md">
        <Block title={card.purpose}>
          <Text size="sm">{v.description === '' ? model.description : v.description}</Text>
          <Facts
            of={[
              [card.objective, project.objective],
              [card.scope, project.scope],
            ]}
          />
        </Block>
        <Made version={v} />
      </Stack>
      <Found version={v} />
    </SimpleGrid>
  )
}

function Made({ version: v }: { readonly version: ModelVersion }) {
  const experiment = useAnswer('experiment.show', { experiment: v.experiment })
  return (
    <Block title={card.made}>
      <Facts
        of={[
          [
            words.experiment,
            <TextLink key="e" to={at.experiment(v.project, v.experiment)} size="sm">
              {experiment.title}
            </TextLink>,
          ],
          [card.hypothesis, experiment.hypothesis],
          [words.data, <Digest key="d" value={v.dataDigest} />],
          [words.code, <Digest key="c" value={v.commit} />],
          [words.digest, <Digest key="m" value={v.digest} />],
          ...(v.framework === undefined ? [] : [[words.framework, v.framework] as const]),
          [
            words.registeredBy,
            <span key="r">
              <PersonName id={v.registeredBy} /> <Instant at={v.registeredAt} />
            </span>,
          ],
        ]}
      />
    </Block>
  )
}

/** What current evidence says in words, and its caveats. */
function Found({ version: v }: { readonly version: ModelVersion }) {
  const evidence = useAll('evidence.list', { version: v.id })
  const findings = cardFindings(evidence)
  const caveats = cardCaveats(evidence)
  return (
    <Stack gap="md">
      <Block title={card.found}>
        {findings.length === 0 ? (
          <Text size="sm" className="quiet">
            {card.nothingFound}{' '}
            <TextLink to={at.measure(v.project, v.id)} size="sm">
              {card.measure}
            </TextLink>
          </Text>
        ) : (
          <List size="sm" spacing="xs">
            {findings.map((f) => (
              <List.Item key={f.evidence}>
                <TextLink to={at.evidence(v.project, f.evidence)} size="sm" fw={600}>
                  {f.title}
                </TextLink>{' '}
                {f.sentence}{' '}
                <Text span size="xs" className="quiet">
                  ({f.kind}, {f.split})
                </Text>
              </List.Item>
            ))}
          </List>
        )}
      </Block>
      {caveats.length > 0 && (
        <Block title={card.caveats}>
          <List size="sm" spacing={4}>
            {caveats.map((c) => (
              <List.Item key={c}>{c}</List.Item>
            ))}
          </List>
        </Block>
      )}
    </Stack>
  )
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      {children}
    </Stack>
  )
}
