import { Group } from '@mantine/core'
import { useAnswer } from '../../api/queries.ts'
import { useNames } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { PageFrame, Part } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/person.ts'
import { Absences } from './person-absences.tsx'
import { PersonLearning } from './person-learning.tsx'
import { PersonResponsibilities } from './person-responsibilities.tsx'
import { PersonRoles } from './person-roles.tsx'
import { PersonSkills } from './person-skills.tsx'
import { PersonWaiting } from './person-waiting.tsx'
import { projectsOf } from './projects-of.ts'

export function Page() {
  const id = useParam('person')
  const { person, assignments } = useAnswer('person.show', { person: id })
  const { person: me } = useAnswer('me.show')
  const name = useNames().get(id) ?? '…'
  const isMe = me.id === id
  const projects = projectsOf(assignments)
  const isHuman = person.kind !== 'service'
  return (
    <PageFrame
      title={name}
      above={
        <TextLink to={at.people()} size="sm">
          {words.people}
        </TextLink>
      }
      about={
        <Group gap="xs">
          {typeof person.email === 'string' && <span>{person.email}</span>}
          {!isHuman && <Tag color="gray">{words.service}</Tag>}
          {person.administrator && <Tag color="muster">{words.administrator}</Tag>}
          {person.auditor && <Tag color="grape">{words.auditor}</Tag>}
          {!person.active && <Tag color="orange">{words.inactive}</Tag>}
          <span>{isMe ? words.aboutYou : words.about}</span>
        </Group>
      }
    >
      <Part>
        <PersonWaiting person={id} projects={projects} isMe={isMe} />
      </Part>
      <Part>
        <PersonRoles person={id} assignments={assignments} />
      </Part>
      {projects.map((project) => (
        <Part key={project.id}>
          <PersonResponsibilities person={id} name={name} project={project} />
        </Part>
      ))}
      {isHuman && (
        <>
          <Part>
            <PersonSkills person={id} isMe={isMe} />
          </Part>
          <Part>
            <PersonLearning person={id} projects={projects} />
          </Part>
        </>
      )}
      {isMe && (
        <Part>
          <Absences />
        </Part>
      )}
    </PageFrame>
  )
}
