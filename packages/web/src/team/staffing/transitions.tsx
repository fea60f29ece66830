import { Stack, Text } from '@mantine/core'
import type { TransitionStatus } from '@muster/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { useNamed, useRoleTitles } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'
import type { Becoming } from './becoming-roles.tsx'
import { BecomingRoles, filledIn, NOBODY } from './becoming-roles.tsx'
import { Row } from './row.tsx'

const text = words.transitions

/** What vendors do until when, and which roles become internal until then. */
export function Transitions({ project }: { readonly project: string }) {
  const { items } = useAnswer('transition.list', { project })
  const open = items.filter((t) => t.state === 'open')
  const over = items.filter((t) => t.state !== 'open')
  return (
    <Section title={text.title} aside={<PlanTransition project={project} />}>
      {open.length === 0 && (
        <Text size="sm" className="quiet prose">
          {text.none}
        </Text>
      )}
      <Stack gap="lg">
        {open.map((transition) => (
          <One key={transition.id} transition={transition} />
        ))}
      </Stack>
      {over.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {text.former(over.length)}
            </Text>
          </summary>
          <Stack gap="lg" mt="sm">
            {over.map((transition) => (
              <One key={transition.id} transition={transition} />
            ))}
          </Stack>
        </details>
      )}
    </Section>
  )
}

function One({ transition: t }: { readonly transition: TransitionStatus }) {
  const titles = useRoleTitles()
  const titled = useTitled()
  const named = useNamed()
  const isOpen = t.state === 'open'
  const days = t.daysToSunset
  return (
    <Stack gap="xs">
      <Row
        title={t.vendor}
        tags={
          isOpen ? (
            <Tag color={days < 0 ? 'red' : t.warnings.length > 0 ? 'orange' : 'gray'}>
              {text.sunset} <Day day={t.sunset} />, {days < 0 ? text.ended(-days) : text.left(days)}
            </Tag>
          ) : (
            <Tag color="gray">{words.outcomes[t.state]}</Tag>
          )
        }
        actions={isOpen && <Change transition={t} />}
      >
        {t.does}. {titled(named(t.sentence))}
      </Row>
      {isOpen && (
        <Stack gap="xs" pl="md" component="ul" m={0} style={{ listStyle: 'none' }} aria-label={text.roles}>
          {t.roles.map((r) => (
            <li key={r.role}>
              <Row title={titles.get(r.role) ?? r.role} tags={<Status state={r.state} size="sm" />}>
                {titled(named(r.sentence))}
              </Row>
            </li>
          ))}
        </Stack>
      )}
    </Stack>
  )
}

/** What the vendor does, its last day, and the roles: all begin as they are now, and only roles that change are sent. */
function Amend({ transition: t }: { readonly transition: TransitionStatus }) {
  const now = t.roles.map(({ role, by }) => ({ role, by }))
  const [roles, setRoles] = useState<readonly Becoming[]>(now)
  const wanted = filledIn(roles)
  const hasChanged = JSON.stringify(wanted) !== JSON.stringify(now)
  return (
    <ActButton
      act="transition.amend"
      known={{ transition: t.id }}
      chosen={hasChanged ? { roles: wanted } : {}}
      initial={{ does: t.does, sunset: t.sunset }}
      sample={{ reason: '…' }}
      fields={['does', 'sunset', 'reason']}
      basis={<BecomingRoles roles={roles} onChange={setRoles} />}
      title={text.amendTitle}
      aria-label={`${text.amend}: ${t.vendor}`}
      variant="default"
      size="compact-sm"
    >
      {text.amend}
    </ActButton>
  )
}

function Change({ transition: t }: { readonly transition: TransitionStatus }) {
  return (
    <>
      {/* Whoever else amends it in the meantime is seen: the form begins anew. */}
      <Amend key={JSON.stringify([t.does, t.sunset, t.roles.map(({ role, by }) => [role, by])])} transition={t} />
      <ActButton
        act="transition.close"
        known={{ transition: t.id }}
        sample={{ outcome: 'done', reason: '…' }}
        title={text.closeTitle}
        aria-label={`${text.close}: ${t.vendor}`}
        variant="default"
        size="compact-sm"
      >
        {text.close}
      </ActButton>
    </>
  )
}

const FAR = '9999-12-31'

function PlanTransition({ project }: { readonly project: string }) {
  const titles = useRoleTitles()
  const [roles, setRoles] = useState<readonly Becoming[]>([NOBODY])
  const some = [...titles.keys()][0] ?? ''
  const filled = filledIn(roles)
  return (
    <ActButton
      act="transition.plan"
      known={{ project }}
      chosen={filled.length === 0 ? {} : { roles: filled }}
      sample={{ vendor: '…', does: '…', sunset: FAR, roles: [{ role: some, by: FAR }] }}
      fields={['vendor', 'does', 'sunset']}
      basis={<BecomingRoles roles={roles} onChange={setRoles} />}
      onDone={() => setRoles([NOBODY])}
      variant="default"
      size="compact-sm"
    >
      {text.plan}
    </ActButton>
  )
}
