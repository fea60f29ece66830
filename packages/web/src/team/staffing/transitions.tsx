import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import type { TransitionStatus } from '@muster/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useAnswer } from '../../api/queries.ts'
import { useNamed, useRoleTitles } from '../../records/people.tsx'
import { useTitled } from '../../records/titled.ts'
import { Icon } from '../../ui/icon.tsx'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/hiring.ts'
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

function Change({ transition: t }: { readonly transition: TransitionStatus }) {
  return (
    <>
      <ActButton
        act="transition.amend"
        known={{ transition: t.id }}
        initial={{ does: t.does, sunset: t.sunset }}
        sample={{ reason: '…' }}
        fields={['does', 'sunset', 'reason']}
        title={text.amendTitle}
        aria-label={`${text.amend}: ${t.vendor}`}
        variant="default"
        size="compact-sm"
      >
        {text.amend}
      </ActButton>
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

interface Becoming {
  readonly role: string
  readonly by: string
}
const FAR = '9999-12-31'

function PlanTransition({ project }: { readonly project: string }) {
  const titles = useRoleTitles()
  const [roles, setRoles] = useState<readonly Becoming[]>([{ role: '', by: '' }])
  const some = [...titles.keys()][0] ?? ''
  const filled = roles.filter((r) => r.role !== '' && r.by !== '')
  return (
    <ActButton
      act="transition.plan"
      known={{ project, ...(filled.length === 0 ? {} : { roles: filled }) }}
      sample={{ vendor: '…', does: '…', sunset: FAR, roles: [{ role: some, by: FAR }] }}
      fields={['vendor', 'does', 'sunset']}
      basis={<RolesField roles={roles} onChange={setRoles} />}
      onDone={() => setRoles([{ role: '', by: '' }])}
      variant="default"
      size="compact-sm"
    >
      {text.plan}
    </ActButton>
  )
}

interface RolesProps {
  readonly roles: readonly Becoming[]
  readonly onChange: (roles: readonly Becoming[]) => void
}

function RolesField({ roles, onChange }: RolesProps) {
  const titles = useRoleTitles()
  const options = [...titles].map(([value, label]) => ({ value, label }))
  const set = (at: number, change: Partial<Becoming>): void =>
    onChange(roles.map((r, i) => (i === at ? { ...r, ...change } : r)))
  return (
    <Fieldset legend={text.roles}>
      <Stack gap="xs">
        <Text size="sm" className="quiet">
          {text.rolesHelp}
        </Text>
        {roles.map((row, i) => (
          // Rows have no identity but their place.
          <Group key={`row ${String(i)}`} align="flex-end" gap="xs">
            <Select
              label={text.role}
              searchable
              data={options}
              value={row.role === '' ? null : row.role}
              onChange={(role) => set(i, { role: role ?? '' })}
              style={{ flex: '1 1 12rem' }}
            />
            <TextInput
              label={text.by}
              type="date"
              value={row.by}
              onChange={(event) => set(i, { by: event.currentTarget.value })}
            />
            {roles.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={text.removeRole}
                onClick={() => onChange(roles.filter((_, at) => at !== i))}
              >
                <Icon name="cross" />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Button variant="default" size="xs" w="fit-content" onClick={() => onChange([...roles, { role: '', by: '' }])}>
          {text.addRole}
        </Button>
      </Stack>
    </Fieldset>
  )
}
