import { Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParamIfAny } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/registers.ts'

function ProjectLink({ project }: { readonly project: string }) {
  const { name } = useAnswer('project.show', { project })
  return (
    <TextLink to={at.project(project)} size="sm">
      {name}
    </TextLink>
  )
}

export function Page() {
  const project = useParamIfAny('project')
  const { items } = useAnswer('register.list', project === undefined ? {} : { project })
  const here = items.filter((r) => (project === undefined ? r.scope === 'workspace' : r.scope === 'project'))
  return (
    <PageFrame
      title={words.title}
      about={words.about}
      above={project === undefined ? undefined : <ProjectLink project={project} />}
    >
      {here.length === 0 ? (
        <Section title={words.title}>
          <Empty icon="list" title={words.none}>
            {words.noneHelp}
          </Empty>
        </Section>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
          {here.map((r) => (
            <Paper key={r.id} p="md" component="article">
              <Stack gap={4}>
                <TextLink to={at.register(r.id, project)} fw={600}>
                  {r.title}
                </TextLink>
                <Text size="sm" className="quiet">
                  {r.count === undefined ? words.workspace : words.items(r.count)}
                </Text>
              </Stack>
            </Paper>
          ))}
        </SimpleGrid>
      )}
    </PageFrame>
  )
}
