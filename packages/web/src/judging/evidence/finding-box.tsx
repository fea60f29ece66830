import { Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/evidence.ts'
import { findingOf } from './finding.ts'
import { Mark } from './mark.tsx'
import type { Report, ReportFinding } from './report.ts'
import { Verdict } from './verdict.tsx'

const FEW = 3

/** What was found, in words: first of all what the whole says, what to do next, and what to keep in mind. */
export function FindingBox({
  evidence: e,
  report,
}: {
  readonly evidence: EvidenceAnswer
  readonly report: Report | undefined
}) {
  const findings: readonly ReportFinding[] = report?.findings ?? e.findings ?? []
  const [first, ...others] = findings
  const verdict = e.facts['verdict']
  return (
    <Paper
      p="md"
      component="section"
      aria-label={words.found}
      style={{ borderInlineStart: '4px solid var(--mantine-primary-color-filled)' }}
    >
      <Stack gap="xs">
        <Group gap="xs">
          {typeof verdict === 'string' && <Verdict of={verdict} />}
          {e.facts['estimated'] === true && <Mark tone="attention">{words.estimated}</Mark>}
          {report?.computed === false && (
            <Text size="sm" className="quiet">
              {words.takenOver(`${e.tool.name} ${e.tool.version}`)}
            </Text>
          )}
        </Group>
        <Title order={2}>{first?.title ?? words.found}</Title>
        <Text className="prose">{first?.sentence ?? findingOf(e)}</Text>
        {first?.next !== undefined && first.next !== '' && (
          <Text className="prose">
            <b>{words.next}:</b> {first.next}
          </Text>
        )}
        {others.length > 0 && <Others of={others} />}
        <Caveats of={report?.caveats ?? e.caveats} />
      </Stack>
    </Paper>
  )
}

function Others({ of }: { readonly of: readonly ReportFinding[] }) {
  const item = (f: ReportFinding) => (
    <List.Item key={`${f.subject ?? ''} ${f.title} ${f.sentence}`}>
      <b>{f.title}</b> {f.sentence}
    </List.Item>
  )
  return (
    <div>
      <List size="sm" spacing={4} className="prose">
        {of.slice(0, FEW).map(item)}
      </List>
      {of.length > FEW && (
        <details>
          <summary>
            <Text span size="sm">
              {words.moreFindings(of.length - FEW)}
            </Text>
          </summary>
          <List size="sm" spacing={4} mt={4} className="prose">
            {of.slice(FEW).map(item)}
          </List>
        </details>
      )}
    </div>
  )
}

function Caveats({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  const list = (
    <List size="sm" spacing={4} mt={4} className="prose">
      {of.map((c) => (
        <List.Item key={c}>{c}</List.Item>
      ))}
    </List>
  )
  const title = (
    <Group gap={6} component="span" display="inline-flex">
      <Icon name="alert" size={14} />
      <Text span size="sm" fw={600}>
        {words.caveatCount(of.length)}
      </Text>
    </Group>
  )
  return of.length <= FEW + 1 ? (
    <div>
      {title}
      {list}
    </div>
  ) : (
    <details>
      <summary>{title}</summary>
      {list}
    </details>
  )
}
