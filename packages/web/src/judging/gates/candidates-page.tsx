import { Stack, Table, Text } from '@mantine/core'
import type { Model } from '@muster/core'
import { useAll, useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { words } from '../../words/gates.ts'
import { Consulted } from './consulted.tsx'

const { list } = words

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  const models = useAll('model.list', { project }).filter((m) => m.versions > 0)
  return (
    <PageFrame
      title={words.title}
      about={list.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
    >
      {models.length === 0 ? (
        <Section title={list.candidate}>
          <Empty icon="gate" title={list.none} action={<ButtonLink to={at.models(project)}>{list.models}</ButtonLink>}>
            {list.noneHelp}
          </Empty>
        </Section>
      ) : (
        <Stack gap="lg">
          {models.map((m) => (
            <Candidates key={m.id} project={project} model={m} />
          ))}
        </Stack>
      )}
      <Consulted project={project} />
    </PageFrame>
  )
}

function Candidates({ project, model }: { readonly project: string; readonly model: Model }) {
  const versions = useAll('version.list', { model: model.id })
  const rounds = useAll('round.list', { project })
  const champion = model.aliases['champion']
  return (
    <Section title={model.name} flush>
      <WideTable label={model.name} width={460}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{list.candidate}</Table.Th>
            <Table.Th scope="col">{list.round}</Table.Th>
            <Table.Th scope="col">{list.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((v) => {
            const round = rounds.find((r) => r.version === v.id)
            return (
              <Table.Tr key={v.id}>
                <Table.Td>
                  <TextLink to={at.gate(project, v.id)} fw={600}>
                    {words.version(model.name, v.number)}
                  </TextLink>
                  <Text size="xs" className="quiet">
                    {v.description}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {round === undefined ? (
                    <Text size="sm" className="quiet">
                      {list.notSubmitted}
                    </Text>
                  ) : (
                    <>
                      {round.number}, <Instant at={round.submittedAt} />
                    </>
                  )}
                </Table.Td>
                <Table.Td>
                  {v.id === champion ? <Status state="live" /> : round !== undefined && <Status state={round.state} />}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
