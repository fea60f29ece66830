import { Group } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { at } from '../routing/addresses.ts'
import { ButtonLink } from '../routing/link.tsx'
import { words } from '../words/team.ts'

/** The pages of a team, beside each other. */
export function TeamTabs({ project }: { readonly project: string }) {
  const { pathname } = useLocation()
  const tabs = [
    [at.team(project), words.tabs.people],
    [at.raci(project), words.tabs.raci],
    [at.staffing(project), words.tabs.staffing],
    [at.teamLearning(project), words.tabs.learning],
    [at.ceremonies(project), words.tabs.ceremonies],
  ] as const
  return (
    <Group component="nav" gap={4} aria-label={words.tabs.label} className="no-print">
      {tabs.map(([to, label]) => {
        const isHere = pathname === to || (to !== at.team(project) && pathname.startsWith(`${to}/`))
        return (
          <ButtonLink
            key={to}
            to={to}
            size="compact-sm"
            variant={isHere ? 'light' : 'subtle'}
            {...(isHere ? { 'aria-current': 'page' as const } : {})}
          >
            {label}
          </ButtonLink>
        )
      })}
    </Group>
  )
}
