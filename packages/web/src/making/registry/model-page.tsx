import { Badge, Group, Stack, Table, Text } from '@mantine/core'
import type { Model, ModelVersion } from '@muster/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll, useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Digest } from '../../ui/digest.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/registry.ts'
import { AliasHistory } from './alias-history.tsx'
import { ModelCard } from './card.tsx'
import { Deployments } from './deployments.tsx'
import { Lineage } from './lineage.tsx'

export function Page() {
  const model = useAnswer('model.show', { model: useParam('model') })
  const versions = useAll('version.list', { model: model.id })
  return (
    <PageFrame
      title={model.name}
      about={model.description}
      above={
        <TextLink to={at.models(model.project)} size="sm">
          {words.title}
        </TextLink>
      }
      actions={
        <>
          <ActButton
            act="alias.set"
            known={{ model: model.id }}
            sample={{ alias: 'shadow', version: versions[0]?.id ?? 'ver_00000000000000000000000000' }}
            variant="default"
          >
            {words.setAlias}
          </ActButton>
          <ActButton act="version.register" known={{ model: model.id }} sample={SAMPLE}>
            {words.registerVersion}
          </ActButton>
        </>
      }
    >
      <Stack gap="lg">
        <Versions model={model} versions={versions} />
        <ModelCard model={model} versions={versions} />
        {versions.length > 0 && <Lineage model={model} versions={versions} />}
        <AliasHistory model={model} versions={versions} />
        <Deployments model={model} versions={versions} />
      </Stack>
    </PageFrame>
  )
}

/** Stands for what will be typed when the rules are asked whether a version may be registered at all. */
const SAMPLE = {}

function Versions({ model, versions }: { readonly model: Model; readonly versions: readonly ModelVersion[] }) {
  return (
    <Section title={words.versions} flush>
      {versions.length === 0 ? (
        <Empty icon="cube" title={words.noVersions}>
          {words.noVersionsHelp}
        </Empty>
      ) : (
        <WideTable label={words.versions} width={600}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.version}</Table.Th>
              <Table.Th scope="col">{words.aliasesShort}</Table.Th>
              <Table.Th scope="col">{words.digest}</Table.Th>
              <Table.Th scope="col">{words.registeredBy}</Table.Th>
              <Table.Th scope="col">{words.when}</Table.Th>
              <Table.Th scope="col">{words.gateShort}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((v) => (
              <Table.Tr key={v.id}>
                <Table.Td>
                  <TextLink to={at.version(v.project, v.id)} fw={600} size="sm">
                    {words.version} {v.number}
                  </TextLink>
                  <Text size="xs" className="quiet">
                    {v.description}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {Object.entries(model.aliases)
                      .filter(([, version]) => version === v.id)
                      .map(([alias]) => (
                        <Badge key={alias} variant="filled" w="max-content">
                          {alias}
                        </Badge>
                      ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Digest value={v.digest} />
                </Table.Td>
                <Table.Td>
                  <PersonName id={v.registeredBy} />
                </Table.Td>
                <Table.Td>
                  <Instant at={v.registeredAt} />
                </Table.Td>
                <Table.Td>
                  <TextLink to={at.gate(v.project, v.id)} size="sm">
                    {words.gate}
                  </TextLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  )
}
