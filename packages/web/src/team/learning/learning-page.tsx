import { useAnswer } from '../../api/queries.ts'
import { TeamTabs } from '../../records/team-tabs.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { useParamIfAny } from '../../routing/params.ts'
import { PageFrame, Part } from '../../ui/page-frame.tsx'
import { words } from '../../words/learning.ts'
import { Adoption } from './adoption.tsx'
import { ByRole } from './by-role.tsx'
import { Coverage } from './coverage.tsx'
import { Ending } from './ending.tsx'
import { Trainings } from './trainings.tsx'

export function Page() {
  const project = useParamIfAny('project')
  const { person: me } = useAnswer('me.show')
  const mine = <ButtonLink to={at.person(me.id)}>{words.mine}</ButtonLink>
  if (project === undefined)
    return (
      <PageFrame title={words.titleAll} about={words.aboutAll} actions={mine}>
        <Coverage given={{}} />
        <Ending given={{}} />
      </PageFrame>
    )
  return (
    <PageFrame title={words.title} about={words.about} above={<ProjectLink project={project} />} actions={mine}>
      <TeamTabs project={project} />
      <Coverage given={{ project }} />
      <ByRole project={project} />
      <Ending given={{ project }} />
      <Part>
        <Adoption project={project} />
      </Part>
      <Part>
        <Trainings project={project} />
      </Part>
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
