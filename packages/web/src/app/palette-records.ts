import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ask, askAll } from '../api/asking.ts'
import { at } from '../routing/addresses.ts'
import type { IconName } from '../ui/icon.tsx'
import { words } from '../words/app.ts'

/** A record that the palette finds by name, and its page. */
export interface FoundRecord {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly about?: string
  readonly icon: IconName
  readonly to: string
}

/** Models and experiments are asked project by project: of the one that is open, then of those that one works on. */
const MOST_PROJECTS = 4
const NEWEST = 200
const groups = words.palette

/** People, registers, packs, and the models and experiments of some projects; asked only once something is typed. */
export function useRecords(project: string | undefined, enabled: boolean): readonly FoundRecord[] {
  const me = useQuery({ ...ask('me.show'), enabled }).data
  const all = useQuery({ ...askAll('project.list'), enabled }).data
  const people = useQuery({ ...askAll('person.list'), enabled }).data
  const packs = useQuery({ ...askAll('pack.list'), enabled }).data
  const registers = useQuery({ ...ask('register.list', project === undefined ? {} : { project }), enabled }).data
  const own = (me?.assignments ?? []).map((a) => a.project)
  const projects = [
    ...new Set([...(project === undefined ? [] : [project]), ...own, ...(all ?? []).map((p) => p.id)]),
  ].slice(0, me === undefined ? 0 : MOST_PROJECTS)
  const made = useQueries({
    queries: projects.flatMap((of) => [
      { ...ask('model.list', { project: of, limit: NEWEST }), enabled },
      { ...ask('experiment.list', { project: of, limit: NEWEST }), enabled },
    ]),
    combine: allMade,
  })
  return useMemo(() => {
    const nameOf = new Map((all ?? []).map((p) => [p.id, p.name]))
    return [
      ...(people ?? []).map((p) => ({
        id: p.id,
        group: groups.people,
        label: p.name ?? '',
        icon: 'people' as const,
        to: at.person(p.id),
      })),
      ...made.map((m) => madeRecord(m, nameOf)),
      ...(registers?.items ?? [])
        .filter((r) => (r.scope === 'project' ? project !== undefined : true))
        .map((r) => ({
          id: `register ${r.id}`,
          group: groups.registers,
          label: r.title,
          icon: 'list' as const,
          to: at.register(r.id, r.scope === 'project' ? project : undefined),
        })),
      ...(packs ?? []).map((p) => ({
        id: `pack ${p.id}`,
        group: groups.packs,
        label: p.title,
        about: `${p.name} ${p.version}`,
        icon: 'gear' as const,
        to: at.pack(p.id),
      })),
    ].filter((r) => r.label !== '')
  }, [all, people, made, registers, packs, project])
}

type Made =
  | { readonly id: string; readonly project: string; readonly name: string }
  | { readonly id: string; readonly project: string; readonly title: string }

/** Stays the same function, so that the answers are put together only when one of them changes. */
const allMade = (answers: readonly { readonly data?: unknown }[]): readonly Made[] =>
  answers.flatMap(({ data }) => (data as { readonly items: readonly Made[] } | undefined)?.items ?? [])

function madeRecord(m: Made, nameOf: ReadonlyMap<string, string>): FoundRecord {
  const about = nameOf.get(m.project)
  const where = about === undefined ? {} : { about }
  return 'name' in m
    ? { id: m.id, group: groups.models, label: m.name, ...where, icon: 'cube', to: at.model(m.project, m.id) }
    : {
        id: m.id,
        group: groups.experiments,
        label: m.title,
        ...where,
        icon: 'flask',
        to: at.experiment(m.project, m.id),
      }
}
