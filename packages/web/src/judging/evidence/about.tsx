import { Group, List, Stack, Text } from '@mantine/core'
import type { FactValue } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { labelOf } from '../../acts/act-schema.ts'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { ask } from '../../api/asking.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { measured } from '../../ui/number.ts'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/evidence.ts'
import { sized } from './measure/sized.ts'
import type { Report } from './report.ts'
import { servedBy } from './serving.ts'

/** Which checks of the gate rest on it, in a line. */
export function Served({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  const { data } = useQuery(ask('gate.status', { version: e.version }))
  if (data === undefined || e.state !== 'current') return null
  const checks = servedBy(data.checks, e.id)
  return (
    <span>
      {checks.length === 0 ? words.servesNothing : `${words.servesTitle}: ${checks.map((c) => c.title).join(', ')}.`}{' '}
      <TextLink to={at.gate(e.project, e.version)}>{words.openGate}</TextLink>
    </span>
  )
}

const MOST_LISTED = 12

function valueText(value: FactValue) {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return measured(value)
  if (typeof value === 'string') return words.verdict[value] ?? value
  if (value.length === 0) return words.nothing
  const list = (of: readonly string[]) => (
    <List size="sm">
      {of.map((v) => (
        <List.Item key={v}>{v}</List.Item>
      ))}
    </List>
  )
  if (value.length <= MOST_LISTED) return list(value)
  return (
    <details>
      <summary>{measured(value.length)}</summary>
      {list(value)}
    </details>
  )
}

/** The figures that conditions of gates look at. */
export function FactList({ facts }: { readonly facts: EvidenceAnswer['facts'] }) {
  const entries = Object.entries(facts)
  if (entries.length === 0) return null
  return (
    <Section title={words.facts}>
      <Facts of={entries.map(([name, value]) => [labelOf(name), valueText(value)] as const)} />
    </Section>
  )
}

/** The files that were measured, how, and with which options. */
export function SourceList({
  evidence: e,
  report,
}: {
  readonly evidence: EvidenceAnswer
  readonly report: Report | undefined
}) {
  const sources = report?.sources ?? [{ role: 'file', rows: undefined, ...e.source }, ...(e.otherSources ?? [])]
  const options = Object.entries(report?.options ?? {}).filter(
    ([, value]) => !(Array.isArray(value) && value.length === 0),
  )
  const told = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value))
  return (
    <Section title={words.sources}>
      <Stack gap="sm">
        {sources.map((s) => (
          <div key={`${s.role} ${s.digest}`}>
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {s.name}
            </Text>
            <Group gap="xs">
              <Text size="xs" className="quiet">
                {[
                  words.measure.role[s.role] ?? s.role,
                  ...('rows' in s && s.rows !== undefined
                    ? [`${measured(s.rows)} ${words.tableRows.toLowerCase()}`]
                    : []),
                  ...(s.bytes === undefined || s.bytes === 0 ? [] : [sized(s.bytes)]),
                ].join(' · ')}
              </Text>
              <Digest value={s.digest} />
            </Group>
          </div>
        ))}
      </Stack>
      {report !== undefined && (
        <Text size="xs" className="quiet">
          {words.method}: {report.method}
        </Text>
      )}
      {options.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {words.options}
            </Text>
          </summary>
          <Facts
            of={options.map(([name, value]) => [words.measure.option[name] ?? labelOf(name), told(value)] as const)}
          />
        </details>
      )}
    </Section>
  )
}

/** Who sealed it, when, and where that is written. */
export function Origin({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  return (
    <Section title={words.sealed}>
      <Facts
        of={[
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
