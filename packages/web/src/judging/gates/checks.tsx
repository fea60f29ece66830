import { Box, Group, Stack, Text } from '@mantine/core'
import type { CheckResult } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { browserHelp } from '../../acts/browser-help.ts'
import type { Gate } from '../../api/answers.ts'
import { useAll } from '../../api/queries.ts'
import { useFromPacks } from '../../records/from-packs.ts'
import { useNamed } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { useGo } from '../../routing/use-go.ts'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/gates.ts'

const { checks } = words
/** Opens the form without a kind. */
const ANY_KIND = 'any'
/** Stands for what will be typed. */
const SAMPLE = { source: { name: '…', digest: `sha256:${'0'.repeat(64)}` }, tool: { name: '…', version: '1' } }
const PASSES: ReadonlySet<string> = new Set(['satisfied', 'waived'])

/** The checks of the gate. Nobody ticks them: each says what evidence makes it so. */
export function Checks({ gate }: { readonly gate: Gate }) {
  const passed = gate.checks.filter((c) => PASSES.has(c.state)).length
  return (
    <Section
      title={checks.title}
      flush
      aside={
        <Text size="sm" className="quiet">
          {checks.about(passed, gate.checks.length)}
        </Text>
      }
    >
      <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {gate.checks.map((check) => (
          <Check key={check.id} gate={gate} check={check} />
        ))}
      </Stack>
    </Section>
  )
}

function Check({ gate, check }: { readonly gate: Gate; readonly check: CheckResult }) {
  const named = useNamed()
  const isMissing = !PASSES.has(check.state)
  return (
    <Box
      component="li"
      px="md"
      py="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
      data-check={check.id}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Text fw={600} size="sm">
          {check.title}
        </Text>
        <Status state={check.state} />
      </Group>
      <Text size="sm" mt={4}>
        {named(check.sentence)}
      </Text>
      {isMissing && (
        <Text size="sm" className="quiet" mt={4}>
          {checks.help}: {browserHelp(check.help)}
        </Text>
      )}
      <Group gap="xs" mt={6} justify="space-between">
        <EvidenceLinks gate={gate} ids={check.evidence} />
        {isMissing && (
          <Group gap="xs" className="no-print">
            <AddEvidence gate={gate} check={check} />
            <ActButton
              act="waiver.grant"
              known={{ version: gate.version, check: check.id }}
              sample={{ reason: '…', days: 1 }}
              title={checks.waiveTitle}
              variant="default"
              size="compact-xs"
            >
              {checks.waive}
            </ActButton>
          </Group>
        )}
        {check.waiver !== undefined && (
          <ActButton
            act="waiver.revoke"
            known={{ waiver: check.waiver }}
            sample={{ reason: '…' }}
            variant="default"
            size="compact-xs"
          >
            {checks.revoke}
          </ActButton>
        )}
      </Group>
    </Box>
  )
}

/** Leads to the form for the kind of evidence that the check lacks, for those who may seal it. */
function AddEvidence({ gate, check }: { readonly gate: Gate; readonly check: CheckResult }) {
  const go = useGo()
  const evidence = useAll('evidence.list', { version: gate.version })
  const defined = useFromPacks<{ readonly id: string; readonly needs: readonly string[] }>(
    gate.project,
    'gate',
    'checks',
    'checks',
  )
  const needs = defined?.find((c) => c.id === check.id)?.needs ?? []
  const kind = needs.find((k) => !evidence.some((e) => e.kind === k && e.state === 'current' && e.fresh)) ?? needs[0]
  const form = `${at.version(gate.project, gate.version)}?seal=${kind ?? ANY_KIND}`
  if (kind === undefined)
    return (
      <ButtonLink to={form} size="compact-xs">
        {checks.add}
      </ButtonLink>
    )
  return (
    <ActButton
      act="evidence.seal"
      known={{ version: gate.version, kind }}
      sample={SAMPLE}
      variant="default"
      size="compact-xs"
      onOpen={() => go(form)}
    >
      {checks.add}
    </ActButton>
  )
}

function EvidenceLinks({ gate, ids }: { readonly gate: Gate; readonly ids: readonly string[] }) {
  const evidence = useAll('evidence.list', { version: gate.version })
  if (ids.length === 0)
    return (
      <Text size="xs" className="quiet">
        {checks.noEvidence}
      </Text>
    )
  return (
    <Text size="xs" className="quiet" component="div">
      {checks.evidence}:{' '}
      {ids.map((id) => (
        <TextLink key={id} to={at.evidence(gate.project, id)} size="xs" mr={8}>
          {evidence.find((e) => e.id === id)?.kind ?? id}
        </TextLink>
      ))}
    </Text>
  )
}
