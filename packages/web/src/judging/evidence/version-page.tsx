import { Button, Divider, Grid, Loader, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ModelVersion } from '@muster/core'
import { Suspense, lazy } from 'react'
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
import { EvidenceList } from './evidence-list.tsx'

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
          <Button variant="default" onClick={adding.open}>
            {words.add}
          </Button>
          <ButtonLink variant="filled" to={at.measure(version.project, version.id)}>
            {words.measureLink}
          </ButtonLink>
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
