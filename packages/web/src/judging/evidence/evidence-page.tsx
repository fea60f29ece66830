import { Alert, Button, Grid, Group, List, Stack, Text } from '@mantine/core'
import type { FactValue } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { ActButton } from '../../acts/act-button.tsx'
import { labelOf } from '../../acts/act-schema.ts'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { ask, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { measured } from '../../ui/number.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words as gate } from '../../words/gates.ts'
import { words } from '../../words/evidence.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'
import { findingOf } from './finding.ts'
import { Measures, Slices } from './measures.tsx'
import { readReport } from './report.ts'

export function Page() {
  const evidence = useAnswer('evidence.show', { evidence: useParam('evidence') })
  const version = useAnswer('version.show', { version: evidence.version })
  const model = useAnswer('model.show', { model: version.model })
  return (
    <PageFrame
      title={`${labelOf(evidence.kind)} · ${evidence.split}`}
      above={
        <TextLink to={at.version(evidence.project, version.id)} size="sm">
          {gate.version(model.name, version.number)}
        </TextLink>
      }
      about={
        <Group gap="xs">
          <Status state={evidence.state === 'current' ? (evidence.fresh ? 'fresh' : 'stale') : evidence.state} />
          <span>{findingOf(evidence)}</span>
        </Group>
      }
      actions={<Actions evidence={evidence} />}
    >
      {evidence.state === 'superseded' && <Alert color="gray">{words.superseded}</Alert>}
      {evidence.withdrawnBecause !== undefined && (
        <Alert color="orange" title={words.withdrawn}>
          {evidence.withdrawnBecause}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <FactList facts={evidence.facts} />
            <Measures of={evidence.measures} />
            <Slices of={evidence.measures} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            {evidence.report !== undefined && <ReportPictures digest={evidence.report} />}
            <Caveats of={evidence.caveats} />
            <Origin evidence={evidence} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  )
}

function Actions({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={`/api/v1/ledger/entries/${e.entry}/proof`}
        download={`evidence-${e.id}.tlog-proof`}
        leftSection={<Icon name="shield" size={14} />}
      >
        {words.proof}
      </Button>
      {e.report !== undefined && (
        <Button
          component="a"
          variant="default"
          href={`/api/v1/files/${e.report}/content`}
          download={`${e.kind}-${e.id}.json`}
          leftSection={<Icon name="download" size={14} />}
        >
          {words.report}
        </Button>
      )}
      {e.state === 'current' && (
        <ActButton act="evidence.withdraw" known={{ evidence: e.id }} sample={{ reason: '…' }} variant="default">
          {words.withdraw}
        </ActButton>
      )}
    </>
  )
}

function valueText(value: FactValue) {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return measured(value)
  if (typeof value === 'string') return value
  if (value.length === 0) return words.nothing
  return (
    <List size="sm">
      {value.map((v) => (
        <List.Item key={v}>{v}</List.Item>
      ))}
    </List>
  )
}

function FactList({ facts }: { readonly facts: EvidenceAnswer['facts'] }) {
  const entries = Object.entries(facts)
  if (entries.length === 0) return null
  return (
    <Section title={words.facts}>
      <Facts of={entries.map(([name, value]) => [labelOf(name), valueText(value)] as const)} />
    </Section>
  )
}

/** Pictures of the full result, which is a file. Without the right to read it there are none. */
function ReportPictures({ digest }: { readonly digest: string }) {
  const { data } = useQuery(ask('file.download', { digest }))
  const report = readReport(typeof data === 'string' ? parsed(data) : data)
  if (report.confusion === undefined) return null
  return (
    <Section title={words.confusion}>
      <ConfusionMatrix of={report.confusion} />
      <Text size="xs" className="quiet">
        {words.confusionHelp}
      </Text>
      {report.method !== undefined && (
        <Text size="xs" className="quiet">
          {words.method}: {report.method}
        </Text>
      )}
    </Section>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function Caveats({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <Section title={words.caveats}>
      <List size="sm" spacing="xs">
        {of.map((c) => (
          <List.Item key={c}>{c}</List.Item>
        ))}
      </List>
    </Section>
  )
}

function Origin({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  return (
    <Section title={words.source}>
      <Facts
        of={[
          [
            words.source,
            <span key="s">
              {e.source.name}, <Digest value={e.source.digest} />
            </span>,
          ],
          [words.tool, `${e.tool.name} ${e.tool.version}`],
          [words.by, <PersonName key="b" id={e.sealedBy} />],
          [words.sealed, <Instant key="a" at={e.sealedAt} />],
          [words.freshness, <Instant key="f" at={e.freshUntil} as="date" />],
          [
            words.entry,
            <TextLink key="e" to={at.entry(e.entry)} size="sm">
              #{e.entry}
            </TextLink>,
          ],
          ...(e.note === '' ? [] : [[words.note, e.note] as const]),
        ]}
      />
    </Section>
  )
}
