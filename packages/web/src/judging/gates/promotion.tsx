import { Button, Grid, Group, Table, Text } from '@mantine/core'
import type { Promotion } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Gate } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/gates.ts'
import { limitText } from './limit-text.ts'
import { RolloutPicture } from './rollout-picture.tsx'

const { promotion: texts } = words

/** The decision and what was generated from it; before it, a word on what will come. */
export function Promotions({ gate }: { readonly gate: Gate }) {
  const promotions = useAll('promotion.list', { project: gate.project }).filter((p) => p.version === gate.version)
  if (promotions.length === 0)
    return (
      <Section title={texts.title}>
        <Text size="sm" className="quiet">
          {texts.none}
        </Text>
      </Section>
    )
  return promotions.map((p) => <One key={p.id} gate={gate} promotion={p} />)
}

function One({ gate, promotion: p }: { readonly gate: Gate; readonly promotion: Promotion }) {
  return (
    <Section
      title={texts.title}
      aside={
        <Group gap="xs" className="no-print">
          <Button
            component="a"
            href={`/api/v1/promotions/${p.id}/runbook`}
            download={`runbook-${p.id}.md`}
            variant="default"
            size="xs"
            leftSection={<Icon name="download" size={14} />}
          >
            {texts.runbook}
          </Button>
          <Button
            component="a"
            href={`/api/v1/ledger/entries/${p.entry}/proof`}
            download={`promotion-${p.id}.tlog-proof`}
            title={texts.proofHelp}
            variant="default"
            size="xs"
            leftSection={<Icon name="shield" size={14} />}
          >
            {texts.proof}
          </Button>
          {p.state === 'live' && (
            <ActButton
              act="promotion.roll-back"
              known={{ promotion: p.id }}
              sample={{ reason: '…' }}
              color="red"
              variant="default"
              size="xs"
            >
              {texts.rollBack}
            </ActButton>
          )}
        </Group>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Facts
            of={[
              ['', <Status key="s" state={p.state} />],
              [texts.by, <PersonName key="b" id={p.promotedBy} />],
              [texts.at, <Instant key="a" at={p.promotedAt} as="date" />],
              [
                texts.replaces,
                p.replaces === null ? texts.nothing : <Replaced key="r" gate={gate} version={p.replaces} />,
              ],
            ]}
          />
          {p.rolledBackBecause !== undefined && <Text size="sm">“{p.rolledBackBecause}”</Text>}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <RolloutPicture steps={p.plan.steps} />
        </Grid.Col>
      </Grid>
      <Monitors promotion={p} />
    </Section>
  )
}

function Replaced({ gate, version }: { readonly gate: Gate; readonly version: string }) {
  const { number } = useAnswer('version.show', { version })
  return <TextLink to={at.gate(gate.project, version)}>{words.version(gate.model, number)}</TextLink>
}

function Monitors({ promotion }: { readonly promotion: Promotion }) {
  return (
    <details>
      <Text component="summary" size="sm" fw={600} style={{ cursor: 'pointer' }}>
        {texts.monitors} ({promotion.monitoring.monitors.length})
      </Text>
      <WideTable label={texts.monitors} width={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{texts.monitor}</Table.Th>
            <Table.Th scope="col">{texts.alert}</Table.Th>
            <Table.Th scope="col">{texts.because}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {promotion.monitoring.monitors.map((m) => (
            <Table.Tr key={m.id}>
              <Table.Td>{m.watches}</Table.Td>
              <Table.Td className="tabular">{m.alertWhen === undefined ? '–' : limitText(m.alertWhen)}</Table.Td>
              <Table.Td>{m.alertWhen?.because}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </details>
  )
}
