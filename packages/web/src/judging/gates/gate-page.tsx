import { Button, Grid, Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Gate } from '../../api/answers.ts'
import { useAll, useAnswer } from '../../api/queries.ts'
import { CriteriaTable } from '../../records/criteria.tsx'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Digest } from '../../ui/digest.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words as states } from '../../words/ui.ts'
import { words } from '../../words/gates.ts'
import { Changes } from './changes.tsx'
import { Checks } from './checks.tsx'
import { Consultations } from './consultations.tsx'
import { Approvals, Reviews } from './duties.tsx'
import { Promotions } from './promotion.tsx'
import { Rounds } from './rounds.tsx'
import { Verdict } from './verdict.tsx'

export function Page() {
  const [project, version] = [useParam('project'), useParam('version')]
  const gate = useAnswer('gate.status', { version })
  const rounds = useAll('round.list', { project }).filter((r) => r.version === version)
  const round = rounds.find((r) => r.id === gate.round?.id)
  return (
    <PageFrame
      title={words.version(gate.model, gate.versionNumber)}
      above={<Where project={project} gate={gate} />}
      about={<Submission gate={gate} />}
      actions={<Actions gate={gate} />}
    >
      <Verdict gate={gate} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <Checks gate={gate} />
            <Criteria gate={gate} />
            <Changes gate={gate} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Reviews gate={gate} round={round} />
            <Approvals gate={gate} round={round} />
            <Consultations gate={gate} />
          </Stack>
        </Grid.Col>
      </Grid>
      <Promotions gate={gate} />
      <Rounds rounds={rounds} />
    </PageFrame>
  )
}

function Criteria({ gate }: { readonly gate: Gate }) {
  return (
    <Section title={words.criteria.title} flush={gate.criteria.length > 0}>
      {gate.criteria.length === 0 ? (
        <Empty icon="check" title={words.criteria.none}>
          {words.criteria.noneHelp}
        </Empty>
      ) : (
        <CriteriaTable project={gate.project} of={gate.criteria} />
      )}
    </Section>
  )
}

function Where({ project, gate }: { readonly project: string; readonly gate: Gate }) {
  const { name } = useAnswer('project.show', { project })
  return (
    <>
      <TextLink to={at.project(project)} size="sm">
        {name}
      </TextLink>
      {' / '}
      <TextLink to={at.gates(project)} size="sm">
        {gate.gate}
      </TextLink>
    </>
  )
}

function Submission({ gate }: { readonly gate: Gate }) {
  const { round } = gate
  return (
    <Group gap="xs">
      {round === undefined ? (
        <Text size="sm">{words.notSubmitted}</Text>
      ) : (
        <Text size="sm" component="div">
          {words.round(round.number, states.state[round.state] ?? round.state)}, {words.submittedBy}{' '}
          <PersonName id={round.submittedBy} size="xs" /> <Instant at={round.submittedAt} />
        </Text>
      )}
      <Text size="sm" title={words.basisHelp} component="div">
        {words.basis} <Digest value={gate.basis} length={12} />
      </Text>
      <Text size="sm" component="span">
        <TextLink to={at.version(gate.project, gate.version)} size="sm">
          {words.checks.evidence}
        </TextLink>
      </Text>
    </Group>
  )
}

function Actions({ gate }: { readonly gate: Gate }) {
  // Not the round of the list: that arrives later than the status, and an open dialog would be gone for that long.
  const { round } = gate
  const isOpen = round?.state === 'open'
  const isPromoted = round?.state === 'promoted'
  return (
    <>
      <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
        {words.print}
      </Button>
      {isOpen && (
        <>
          <ActButton act="gate.withdraw" known={{ round: round.id }} sample={{ reason: '…' }} variant="default">
            {words.withdraw}
          </ActButton>
          <ActButton
            act="gate.reject"
            known={{ round: round.id }}
            sample={{ reason: '…' }}
            variant="default"
            color="red"
          >
            {words.reject}
          </ActButton>
        </>
      )}
      {!isPromoted && (!isOpen || gate.basisChanged) && (
        <ActButton act="gate.submit" known={{ version: gate.version, experiment: gate.experiment }} fields={['note']}>
          {gate.round === undefined ? words.submit : words.submitAgain}
        </ActButton>
      )}
      {isOpen && (
        <ActButton
          act="promotion.promote"
          known={{ round: round.id, basis: gate.basis }}
          leftSection={<Icon name="rocket" />}
        >
          {words.promote}
        </ActButton>
      )}
    </>
  )
}
