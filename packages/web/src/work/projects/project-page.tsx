import { Grid, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useParam } from '../../routing/params.ts'
import { Facts } from '../../ui/facts.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words as states } from '../../words/ui.ts'
import { words } from '../../words/projects.ts'
import { Criteria } from './criteria.tsx'
import { Experiments } from './experiments.tsx'
import { Feed } from './feed.tsx'
import { Milestones } from './milestones.tsx'
import { NextStageChecks } from './next-stage.tsx'
import { AtRisk } from './at-risk.tsx'
import { Risks } from './risks.tsx'
import { Rules } from './rules.tsx'
import { StageRail } from './stage-rail.tsx'
import { nextStage } from './stages.ts'
import { TeamStrip } from './team-strip.tsx'

export function Page() {
  const project = useParam('project')
  const p = useAnswer('project.show', { project })
  const next = nextStage(p.stage)
  return (
    <PageFrame
      title={p.name}
      about={
        <>
          {states.state[p.workstream] ?? p.workstream}, {states.state[p.stage]} (<Instant at={p.stageSince} />)
        </>
      }
      actions={<Actions project={p} />}
    >
      <StageRail stage={p.stage} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <Section title={words.page.objective}>
              <Text className="prose">{p.objective === '' ? words.page.noObjective : p.objective}</Text>
              {p.scope !== '' && <Facts of={[[words.page.scope, p.scope]]} />}
            </Section>
            <Criteria project={p} />
            <Experiments project={project} />
            <Feed project={project} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            {next !== undefined && <NextStageChecks project={project} stage={next} />}
            <AtRisk project={project} />
            <Milestones project={p} />
            <Risks project={project} />
            <TeamStrip project={project} />
            <Rules project={p} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  )
}

/** What is done to the project as a whole. */
function Actions({ project: p }: { readonly project: Answers['project.show'] }) {
  const project = p.id
  const next = nextStage(p.stage)
  return (
    <>
      <ActButton
        act="project.describe"
        known={{ project }}
        initial={{ objective: p.objective, scope: p.scope }}
        sample={{ objective: p.objective || '…' }}
        fields={['objective', 'scope']}
        variant="default"
      >
        {words.page.describe}
      </ActButton>
      {next !== undefined && (
        <ActButton
          act="project.advance"
          known={{ project, to: next }}
          sample={{ confirm: true, reason: '…' }}
          title={words.page.advanceTitle}
          fields={['confirm', 'reason']}
        >
          {words.page.advance(states.state[next] ?? next)}
        </ActButton>
      )}
    </>
  )
}
