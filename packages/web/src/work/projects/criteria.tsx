import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { CriteriaTable } from '../../records/criteria.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { measured } from '../../ui/number.ts'
import { words as gate } from '../../words/gates.ts'
import { words } from '../../words/projects.ts'
import { metricName } from '../../words/metrics.ts'

type Project = Answers['project.show']

/** The criteria of the project against the evidence of its newest version. */
export function Criteria({ project }: { readonly project: Project }) {
  const model = useAll('model.list', { project: project.id }).find((m) => m.versions > 0)
  const set = (
    <ActButton
      act="criterion.set"
      known={{ project: project.id }}
      fields={['kind', 'title', 'metric', 'comparator', 'threshold', 'split', 'slice', 'unit', 'judgedBy']}
      sample={{ title: '…', metric: 'recall', comparator: '>=', threshold: 0.5, kind: 'technical' }}
      variant="default"
      size="xs"
    >
      {words.page.setCriterion}
    </ActButton>
  )
  if (project.criteria.length === 0)
    return (
      <Section title={words.page.criteria} aside={set}>
        <Empty icon="check" title={words.page.noCriteria}>
          {words.page.noCriteriaHelp}
        </Empty>
      </Section>
    )
  if (model !== undefined) return <Judged project={project} model={model.id} set={set} />
  return (
    <Section title={words.page.criteria} aside={set}>
      {project.criteria.map((c) => (
        <Text key={c.id} size="sm">
          <b>{c.title}</b>: {metricName(c.metric)} {c.comparator.replace('>=', '≥').replace('<=', '≤')}{' '}
          {measured(c.threshold)}
        </Text>
      ))}
      <Text size="sm" className="quiet">
        {words.page.noMeasure}
      </Text>
    </Section>
  )
}

function Judged({
  project,
  model,
  set,
}: {
  readonly project: Project
  readonly model: string
  readonly set: ReactNode
}) {
  const newest = useAnswer('version.list', { model, limit: 1 }).items[0]
  if (newest === undefined) return null
  return <JudgedVersion project={project.id} version={newest.id} set={set} />
}

function JudgedVersion({
  project,
  version,
  set,
}: {
  readonly project: string
  readonly version: string
  readonly set: ReactNode
}) {
  const status = useAnswer('gate.status', { version })
  return (
    <Section
      title={words.page.criteria}
      flush
      aside={
        <span style={{ display: 'inline-flex', gap: 12, alignItems: 'center' }}>
          <TextLink to={at.gate(project, version)} size="sm">
            {words.page.criteriaOf(gate.version(status.model, status.versionNumber))}
          </TextLink>
          {set}
        </span>
      }
    >
      <CriteriaTable project={project} of={status.criteria} />
    </Section>
  )
}
