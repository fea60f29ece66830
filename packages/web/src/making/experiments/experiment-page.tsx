import { Grid, Group, Stack, Text } from '@mantine/core'
import type { Experiment } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { ForecastBar } from '../../records/forecast-bar.tsx'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { measured } from '../../ui/number.ts'
import { words } from '../../words/experiments.ts'
import { ExperimentVersions } from './experiment-versions.tsx'
import { metricName } from '../../words/metrics.ts'

export function Page() {
  const experiment = useAnswer('experiment.show', { experiment: useParam('experiment') })
  return (
    <PageFrame
      title={experiment.title}
      above={
        <TextLink to={at.experiments(experiment.project)} size="sm">
          {words.title}
        </TextLink>
      }
      about={<Status state={experiment.status} />}
      actions={<Actions experiment={experiment} />}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            <Section title={words.hypothesis}>
              <Text className="prose">{experiment.hypothesis}</Text>
            </Section>
            <Outcome experiment={experiment} />
            <Notes experiment={experiment} />
            <ExperimentVersions experiment={experiment} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <Section title={words.forecast.title}>
              <ForecastBar experiment={experiment} />
              <Text size="sm" className="quiet">
                {experiment.forecast.explanation}
              </Text>
            </Section>
            <About experiment={experiment} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  )
}

function Actions({ experiment: e }: { readonly experiment: Experiment }) {
  const known = { experiment: e.id }
  const isRunning = e.status === 'running'
  if (!isRunning && e.status !== 'proposed') return null
  return (
    <>
      <ActButton act="experiment.abandon" known={known} sample={{ reason: '…' }} variant="default">
        {words.abandon}
      </ActButton>
      <ActButton act="experiment.note" known={known} sample={{ text: '…' }} variant="default">
        {words.note}
      </ActButton>
      {isRunning ? (
        <ActButton
          act="experiment.conclude"
          known={known}
          sample={{ outcome: 'confirmed', summary: '…', learning: '…' }}
        >
          {words.conclude}
        </ActButton>
      ) : (
        <ActButton act="experiment.start" known={known} direct>
          {words.start}
        </ActButton>
      )}
    </>
  )
}

function Outcome({ experiment: e }: { readonly experiment: Experiment }) {
  return (
    <Section title={words.outcome} aside={e.outcome !== undefined && <Status state={e.outcome} />}>
      {e.outcome === undefined ? (
        <Text size="sm" className="quiet">
          {e.reason ?? words.noOutcome}
        </Text>
      ) : (
        <>
          <Text className="prose">{e.summary}</Text>
          {e.learning !== undefined && e.learning !== '' && (
            <Stack gap={2} pl="md" style={{ borderInlineStart: '3px solid var(--mantine-primary-color-filled)' }}>
              <Text size="sm" fw={650}>
                {words.learning}
              </Text>
              <Text className="prose">{e.learning}</Text>
            </Stack>
          )}
        </>
      )}
    </Section>
  )
}

function Notes({ experiment: e }: { readonly experiment: Experiment }) {
  return (
    <Section title={words.notes}>
      {e.notes.length === 0 && (
        <Text size="sm" className="quiet">
          {words.noNotes}
        </Text>
      )}
      {e.notes.map((n) => (
        <div key={`${n.at} ${n.by}`}>
          <Group gap="xs">
            <PersonName id={n.by} size="xs" />
            <Text size="xs" className="quiet" component="div">
              <Instant at={n.at} />
            </Text>
          </Group>
          <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
            {n.text}
          </Text>
        </div>
      ))}
      {e.metrics.length > 0 && <Facts of={e.metrics.map((m) => [metricName(m.name), measured(m.value)] as const)} />}
    </Section>
  )
}

function About({ experiment: e }: { readonly experiment: Experiment }) {
  const titles = new Map(
    useAll('round.list', { project: e.project }).flatMap((r) => r.gate.reviews.map((d) => [d.duty, d.title] as const)),
  )
  return (
    <Section title={words.one}>
      <Facts
        of={[
          [words.owner, <PersonName key="o" id={e.owner} />],
          [words.kind, e.kind],
          [words.reviews, e.requiredReviews.map((d) => titles.get(d) ?? d).join(', ')],
          [words.proposed, <Instant key="p" at={e.proposedAt} />],
          ...(e.startedAt === undefined ? [] : [[words.started, <Instant key="s" at={e.startedAt} />] as const]),
          ...(e.concludedAt === undefined ? [] : [[words.ended, <Instant key="e" at={e.concludedAt} />] as const]),
        ]}
      />
    </Section>
  )
}
