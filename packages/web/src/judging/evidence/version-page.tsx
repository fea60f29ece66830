import { Button, Divider, Grid, Loader, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ModelVersion } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Suspense, lazy } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { useParam, useSearchText } from '../../routing/params.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words as gate } from '../../words/gates.ts'
import { words as registry } from '../../words/registry.ts'
import { words } from '../../words/evidence.ts'
import { askAnalyses } from './asked.ts'
import { EvidenceList } from './evidence-list.tsx'
import { SAMPLE, useUnsealable } from './seal/sealable.ts'

// Only who adds evidence needs the form.
const SealForm = lazy(async () => ({ default: (await import('./seal/seal-form.tsx')).SealForm }))

export function Page() {
  const version = useAnswer('version.show', { version: useParam('version') })
  const model = useAnswer('model.show', { model: version.model })
  const [isAdding, adding] = useDisclosure(useSearchText('seal') !== '')
  return (
    <PageFrame
      title={gate.version(model.name, version.number)}
      above={
        <TextLink to={at.model(version.project, version.model)} size="sm">
          {model.name}
        </TextLink>
      }
      about={version.description}
      actions={
        <>
          <ButtonLink to={at.gate(version.project, version.id)}>{registry.gate}</ButtonLink>
          <Ways version={version} add={adding.open} />
        </>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <EvidenceList version={version} add={adding.open} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <About version={version} />
        </Grid.Col>
      </Grid>
      <Modal opened={isAdding} onClose={adding.close} title={<Text fw={650}>{words.add}</Text>} size="xl">
        <AddEvidence version={version} close={adding.close} />
      </Modal>
    </PageFrame>
  )
}

/** The buttons of both ways to evidence; for those who may seal none of it they say why. */
function Ways({ version, add }: { readonly version: ModelVersion; readonly add: () => void }) {
  const { data: analyses } = useQuery(askAnalyses())
  const measured = analyses?.flatMap((a) => [a.kind, ...a.kinds]) ?? []
  return (
    <>
      <Unless kind={useUnsealable(version)} version={version} variant="default" label={words.add}>
        <Button variant="default" onClick={add}>
          {words.add}
        </Button>
      </Unless>
      <Unless kind={useUnsealable(version, measured)} version={version} variant="filled" label={words.measureLink}>
        <ButtonLink variant="filled" to={at.measure(version.project, version.id)}>
          {words.measureLink}
        </ButtonLink>
      </Unless>
    </>
  )
}

interface UnlessProps {
  /** Stands for all kinds that the person may not seal; undefined when they may seal some. */
  readonly kind: string | undefined
  readonly version: ModelVersion
  readonly variant: string
  readonly label: string
  readonly children: ReactNode
}

/** What leads on; in its place a button that says why not, when nothing could be sealed. */
function Unless({ kind, version, variant, label, children }: UnlessProps) {
  if (kind === undefined) return children
  return (
    <ActButton act="evidence.seal" known={{ version: version.id, kind }} sample={SAMPLE} variant={variant}>
      {label}
    </ActButton>
  )
}

/** Two ways: Muster measures it, or people or another tool did. */
function AddEvidence({ version, close }: { readonly version: ModelVersion; readonly close: () => void }) {
  const preset = useSearchText('seal')
  return (
    <Stack gap="md">
      <Text size="sm">{words.measureAbout}</Text>
      <ButtonLink variant="filled" to={at.measure(version.project, version.id)} style={{ alignSelf: 'flex-start' }}>
        {words.measureLink}
      </ButtonLink>
      <Divider label={words.seal.tab} labelPosition="left" />
      <Suspense fallback={<Loader size="sm" />}>
        <SealForm version={version} preset={preset} close={close} />
      </Suspense>
    </Stack>
  )
}

function About({ version: v }: { readonly version: ModelVersion }) {
  const experiment = useAnswer('experiment.show', { experiment: v.experiment })
  return (
    <Section title={registry.lineage}>
      <Stack gap="sm">
        <Facts
          of={[
            [registry.digest, <Digest key="d" value={v.digest} length={16} />],
            [registry.data, <Digest key="t" value={v.dataDigest} length={16} />],
            [registry.code, <Digest key="c" value={v.commit} length={12} />],
            [
              registry.experiment,
              <TextLink key="e" to={at.experiment(v.project, v.experiment)} size="sm">
                {experiment.title}
              </TextLink>,
            ],
            ...(v.framework === undefined ? [] : [[registry.framework, v.framework] as const]),
            [
              registry.registered,
              <span key="r">
                <PersonName id={v.registeredBy} /> <Instant at={v.registeredAt} />
              </span>,
            ],
            ...v.artifacts.map((a) => [a.name, <Digest key={a.name} value={a.digest} length={12} />] as const),
          ]}
        />
      </Stack>
    </Section>
  )
}
