import { Group, Text } from '@mantine/core'
import type { Experiment, Model } from '@muster/core'
import { useSuspenseQueries } from '@tanstack/react-query'
import { askAll } from '../../api/asking.ts'
import { useAll } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/experiments.ts'
import { words as gate } from '../../words/gates.ts'

/** The versions that were registered from an experiment. */
export function ExperimentVersions({ experiment }: { readonly experiment: Experiment }) {
  const models: readonly Model[] = useAll('model.list', { project: experiment.project })
  const lists = useSuspenseQueries({ queries: models.map((m) => askAll('version.list', { model: m.id })) })
  const versions = lists.flatMap((l) => l.data).filter((v) => v.experiment === experiment.id)
  return (
    <Section title={words.versions}>
      {versions.length === 0 && (
        <Text size="sm" className="quiet">
          {words.noVersions}
        </Text>
      )}
      {versions.map((v) => (
        <Group key={v.id} justify="space-between">
          <TextLink to={at.version(v.project, v.id)} size="sm" fw={600}>
            {gate.version(models.find((m) => m.id === v.model)?.name ?? '', v.number)}
          </TextLink>
          <Text size="xs" className="quiet" component="div">
            <Instant at={v.registeredAt} />
          </Text>
        </Group>
      ))}
    </Section>
  )
}
