import { useAnswer } from '../../api/queries.ts'
import { TeamTabs } from '../../records/team-tabs.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { PageFrame, Part } from '../../ui/page-frame.tsx'
import { words } from '../../words/team.ts'
import { Hires } from './hires.tsx'
import { Load } from './load.tsx'
import { Pattern } from './pattern.tsx'
import { HiringQuestions } from './questions.tsx'
import { Requisitions } from './requisitions.tsx'
import { Skills } from './skills.tsx'
import { Transitions } from './transitions.tsx'

const text = words.staffing

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
    >
      <TeamTabs project={project} />
      {[Pattern, Hires, HiringQuestions, Requisitions, Transitions, Load, Skills].map((View) => (
        <Part key={View.name}>
          <View project={project} />
        </Part>
      ))}
    </PageFrame>
  )
}
