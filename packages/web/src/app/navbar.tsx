import { Badge, Divider, NavLink, ScrollArea, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, askAll } from '../api/asking.ts'
import { at } from '../routing/addresses.ts'
import { useGo } from '../routing/use-go.ts'
import { memo } from 'react'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'
import type { NavEntry } from './navigation.ts'
import { WORKSPACE, inProject } from './navigation.ts'

/** The navigation: what is everybody's, the project that is chosen, and what is in it. */
export const Navbar = memo(function Navbar({
  project,
  isAdministrator,
}: {
  readonly project: string | undefined
  readonly isAdministrator: boolean
}) {
  const inbox = useQuery(ask('inbox.list'))
  const waiting = inbox.data?.tasks.length ?? 0
  return (
    <ScrollArea type="auto" style={{ flex: 1 }}>
      {WORKSPACE.filter((e) => e.administrator !== true || isAdministrator).map((entry) => (
        <Entry key={entry.to} entry={entry} count={entry.to === at.inbox() ? waiting : 0} />
      ))}
      <Divider my="sm" />
      <ProjectSwitch project={project} />
      {project !== undefined && inProject(project).map((entry) => <Entry key={entry.to} entry={entry} count={0} />)}
    </ScrollArea>
  )
})

function Entry({ entry, count }: { readonly entry: NavEntry; readonly count: number }) {
  return (
    <NavLink
      component={Link}
      label={entry.label}
      activeOptions={{ exact: entry.exact === true }}
      leftSection={<Icon name={entry.icon} />}
      rightSection={count > 0 ? <Badge variant="filled">{count}</Badge> : undefined}
      {...{ to: entry.to }}
    />
  )
}

function ProjectSwitch({ project }: { readonly project: string | undefined }) {
  const go = useGo()
  const { data } = useQuery(askAll('project.list'))
  return (
    <Select
      mb="xs"
      aria-label={words.project.choose}
      placeholder={words.project.none}
      searchable
      allowDeselect={false}
      data={(data ?? []).map((p) => ({ value: p.id, label: p.name }))}
      value={project ?? null}
      onChange={(id) => id !== null && go(at.project(id))}
    />
  )
}
