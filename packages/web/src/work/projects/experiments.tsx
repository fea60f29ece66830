import { Group, Table, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { ForecastBar } from '../../records/forecast-bar.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/projects.ts'
import { NEWEST } from './stages.ts'

/** The newest experiments with their forecasts. */
export function Experiments({ project }: { readonly project: string }) {
  const experiments = useAnswer('experiment.list', { project, limit: NEWEST }).items
  return (
    <Section
      title={words.page.experiments}
      flush={experiments.length > 0}
      aside={
        <TextLink to={at.experiments(project)} size="sm">
          {words.page.all}
        </TextLink>
      }
    >
      {experiments.length === 0 ? (
        <Empty icon="flask" title={words.page.noExperiments}>
          {words.page.noExperimentsHelp}
        </Empty>
      ) : (
        <Table>
          <Table.Tbody>
            {experiments.map((e) => (
              <Table.Tr key={e.id}>
                <Table.Td>
                  <TextLink to={at.experiment(project, e.id)} size="sm" fw={600}>
                    {e.title}
                  </TextLink>
                  <Group gap="xs">
                    <PersonName id={e.owner} size="xs" />
                    {e.outcome !== undefined && (
                      <Text size="xs" className="quiet">
                        {e.outcome}
                      </Text>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td w="38%" visibleFrom="sm">
                  <ForecastBar experiment={e} />
                </Table.Td>
                <Table.Td w={110}>
                  <Status state={e.status} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  )
}
