import { at } from '../routing/addresses.ts'
import type { IconName } from '../ui/icon.tsx'
import { words } from '../words/app.ts'

export interface NavEntry {
  readonly label: string
  readonly icon: IconName
  readonly to: string
  /** Only this very address is its place; otherwise all below it, too. */
  readonly exact?: boolean
  /** Second key after `g`. */
  readonly key?: string
  readonly administrator?: boolean
}

/** What stands in the navigation for everybody. */
export const WORKSPACE: readonly NavEntry[] = [
  { label: words.nav.inbox, icon: 'inbox', to: at.inbox(), exact: true, key: 'i' },
  { label: words.nav.projects, icon: 'folder', to: at.projects(), exact: true, key: 'p' },
  { label: words.nav.scorecards, icon: 'chart', to: at.portfolio(), key: 'c' },
  { label: words.nav.registers, icon: 'list', to: at.registers(), key: 'b' },
  { label: words.nav.learning, icon: 'cap', to: at.learning(), key: 'n' },
  { label: words.nav.ledger, icon: 'book', to: at.ledger(), key: 'l' },
  { label: words.nav.people, icon: 'people', to: at.people(), key: 'w', administrator: true },
  { label: words.nav.packs, icon: 'gear', to: at.packs(), key: 'y', administrator: true },
  { label: words.nav.health, icon: 'shield', to: at.health(), key: 'h', administrator: true },
  { label: words.nav.tokens, icon: 'user', to: at.tokens(), key: 'x' },
]

/** What stands there while one is in a project. */
export const inProject = (project: string): readonly NavEntry[] => [
  { label: words.nav.overview, icon: 'home', to: at.project(project), exact: true, key: 'o' },
  { label: words.nav.gate, icon: 'gate', to: at.gates(project), key: 't' },
  { label: words.nav.experiments, icon: 'flask', to: at.experiments(project), key: 'e' },
  { label: words.nav.models, icon: 'cube', to: at.models(project), key: 'm' },
  { label: words.nav.team, icon: 'people', to: at.team(project), key: 'r' },
  { label: words.nav.updates, icon: 'letter', to: at.updates(project), key: 'u' },
  { label: words.nav.scorecard, icon: 'chart', to: at.scorecard(project), key: 's' },
  { label: words.nav.registers, icon: 'list', to: at.registers(project), key: 'd' },
]
