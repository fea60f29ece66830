import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Answers } from '../../api/answers.ts'
import { ask } from '../../api/asking.ts'
import { PersonName } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { ButtonLink, TextLink } from '../../routing/link.tsx'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words } from '../../words/projects.ts'
import { RISKS, risksOf } from './risks-of.ts'

const MOST = 5
const text = words.risks
type Item = Answers['item.list']['items'][number]

/** The largest risks of the register that are not closed. Nothing where no pack describes such a register. */
export function Risks({ project }: { readonly project: string }) {
  const definition = useQuery(ask('register.show', { register: RISKS }))
  const items = useQuery(risksOf(project))
  if (definition.isError || items.isError) return null
  const register = at.register(RISKS, project)
  return (
    <Section
      title={text.title}
      aside={
        <TextLink to={register} size="sm">
          {text.all}
        </TextLink>
      }
    >
      {definition.data === undefined || items.data === undefined ? (
        <Skeleton height={96} radius="md" />
      ) : (
        <Open items={items.data.items} definition={definition.data} register={register} />
      )}
    </Section>
  )
}

interface OpenProps {
  readonly items: readonly Item[]
  readonly definition: Answers['register.show']
  readonly register: string
}

function Open({ items, definition, register }: OpenProps) {
  const states = new Map(definition.states.map((s) => [s.id, s]))
  const open = items.filter((item) => states.get(item.state)?.final !== true)
  if (open.length === 0)
    return (
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className="quiet">
          {items.length === 0 ? text.none : text.noneOpen}
        </Text>
        <ButtonLink to={register} size="compact-xs">
          {text.open}
        </ButtonLink>
      </Stack>
    )
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {open.slice(0, MOST).map((item) => (
        <Risk key={item.id} item={item} state={states.get(item.state)?.title ?? item.state} register={register} />
      ))}
      {open.length > MOST && (
        <li>
          <TextLink to={register} size="sm">
            {text.more(open.length - MOST)}
          </TextLink>
        </li>
      )}
    </Stack>
  )
}

function Risk({ item, state, register }: { readonly item: Item; readonly state: string; readonly register: string }) {
  const { likelihood, impact, reviewOn } = item.fields
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
      <div style={{ minWidth: 0 }}>
        <TextLink to={`${register}?item=${item.id}`} size="sm">
          {item.title}
        </TextLink>
        <Text size="xs" className="quiet" component="div">
          <PersonName id={item.owner} size="xs" />
          {typeof likelihood === 'number' && typeof impact === 'number' && text.size(likelihood, impact)}
          {typeof reviewOn === 'string' && (
            <>
              {' · '}
              {text.review} <Day day={reviewOn} />
            </>
          )}
        </Text>
      </div>
      <Status state={state} size="sm" />
    </Group>
  )
}
