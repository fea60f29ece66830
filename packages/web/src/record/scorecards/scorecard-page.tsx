import { Group, Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useNames, useRoleTitles } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { destination } from '../../routing/destination.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParamIfAny, useSearchText } from '../../routing/params.ts'
import { Empty } from '../../ui/empty.tsx'
import { quantity } from '../../ui/number.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/scorecards.ts'
import { Trend } from '../../ui/plot/trend.tsx'

type Kpi = Answers['scorecard.show']['kpis'][number]

export function Page() {
  const project = useParamIfAny('project')
  const role = useSearchText('role')
  const person = useSearchText('person')
  const given = {
    ...(project === undefined ? {} : { project }),
    ...(role === '' ? {} : { role }),
    ...(person === '' ? {} : { person }),
  }
  const { about, kpis } = useAnswer('scorecard.show', given)
  const measured = kpis.filter((k) => k.value !== null)
  const others = kpis.filter((k) => k.value === null)
  return (
    <PageFrame
      title={project === undefined ? words.portfolioTitle : words.title}
      above={project === undefined ? undefined : <ProjectLink project={project} />}
      about={project === undefined ? `${words.about} ${words.projects(about.projects)}.` : words.about}
      actions={<Choice project={project} role={role} person={person} />}
    >
      {kpis.length === 0 ? (
        <Section title={words.withData}>
          <Empty icon="chart" title={words.none}>
            {words.noneHelp}
          </Empty>
        </Section>
      ) : (
        <>
          {measured.length === 0 && <Text size="sm">{words.noMeasured}</Text>}
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
            {measured.map((kpi) => (
              <Card key={kpi.id} kpi={kpi} project={project} />
            ))}
          </SimpleGrid>
          {others.length > 0 && <WithoutData of={others} project={project} />}
        </>
      )}
    </PageFrame>
  )
}

function ProjectLink({ project }: { readonly project: string }) {
  const { name } = useAnswer('project.show', { project })
  return (
    <TextLink to={at.project(project)} size="sm">
      {name}
    </TextLink>
  )
}

interface ChoiceProps {
  readonly project: string | undefined
  readonly role: string
  readonly person: string
}

/** Whose KPIs: of a role, of a person on the project, or of all. */
function Choice({ project, role, person }: ChoiceProps) {
  const router = useRouter()
  const titles = useRoleTitles()
  const base = project === undefined ? at.portfolio() : at.scorecard(project)
  const go = (name: string, value: string | null): void =>
    void router.navigate({
      ...destination(value === null ? base : `${base}?${name}=${encodeURIComponent(value)}`),
      replace: true,
    })
  return (
    <Group gap="xs">
      <Select
        aria-label={words.role}
        placeholder={words.allRoles}
        clearable
        searchable
        value={role === '' ? null : role}
        onChange={(value) => go('role', value)}
        data={[...titles].map(([value, label]) => ({ value, label }))}
      />
      {project !== undefined && <PersonChoice project={project} person={person} go={go} />}
    </Group>
  )
}

interface PersonProps {
  readonly project: string
  readonly person: string
  readonly go: (name: string, value: string | null) => void
}

function PersonChoice({ project, person, go }: PersonProps) {
  const names = useNames()
  const { assignments } = useAnswer('project.team', { project })
  const people = [...new Set(assignments.map((a) => a.person))]
  return (
    <Select
      aria-label={words.person}
      placeholder={words.everybody}
      clearable
      value={person === '' ? null : person}
      onChange={(value) => go('person', value)}
      data={people.map((id) => ({ value: id, label: names.get(id) ?? '…' }))}
    />
  )
}

/** One KPI: the number is the way to the entries behind it. */
function Card({ kpi, project }: { readonly kpi: Kpi; readonly project: string | undefined }) {
  const value = quantity(kpi.value, kpi.unit)
  return (
    <Paper p="md" component="article">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
          <Text size="sm" fw={600}>
            {kpi.title}
          </Text>
          {kpi.met !== null && <Status state={kpi.met ? 'on-target' : 'off-target'} size="sm" />}
        </Group>
        <Group align="baseline" gap="xs">
          <TextLink to={at.kpi(kpi.id, project)} fz={26} fw={700} aria-label={words.behind(kpi.title, value)}>
            {value}
          </TextLink>
          <Text size="sm" className="quiet">
            {words.n(kpi.n)} · {words.days(kpi.window.days)}
          </Text>
        </Group>
        <Text size="sm" className="quiet">
          {kpi.target === null
            ? words.noTarget
            : `${words.target} ${kpi.direction === 'lower' ? '≤' : '≥'} ${quantity(kpi.target, kpi.unit)}`}
        </Text>
        <Trend points={kpi.trend} target={kpi.target} label={words.trend(kpi.title)} />
      </Stack>
    </Paper>
  )
}

function WithoutData({ of, project }: { readonly of: readonly Kpi[]; readonly project: string | undefined }) {
  return (
    <Section title={words.withoutData(of.length)}>
      <Stack gap="xs">
        {of.map((kpi) => (
          <div key={kpi.id}>
            <TextLink to={at.kpi(kpi.id, project)} size="sm">
              {kpi.title}
            </TextLink>
            <Text size="sm" className="quiet">
              {kpi.noData}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  )
}
