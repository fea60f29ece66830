import { useQuery } from '@tanstack/react-query'
import type { Answers } from '../../api/answers.ts'
import { askAll } from '../../api/asking.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words as packs } from '../../words/packs.ts'
import { words } from '../../words/projects.ts'

/** The packs that a project adopted: what its matrix, gate and stages come from. */
export function Rules({ project }: { readonly project: Answers['project.show'] }) {
  const { data } = useQuery({ ...askAll('pack.list'), staleTime: 10 * 60_000 })
  const titles = new Map((data ?? []).map((p) => [p.id, p.title] as const))
  const adopted = [
    ...Object.entries(project.packs),
    ...(project.industries ?? []).map((industry) => ['industry', industry] as const),
  ]
  return (
    <Section title={words.page.rules}>
      <Facts
        of={adopted.map(([kind, { id, version, digest }]) => [
          packs.kind[kind] ?? kind,
          <TextLink key={digest} to={at.pack(digest)} size="sm">
            {titles.get(digest) ?? id} {version}
          </TextLink>,
        ])}
      />
    </Section>
  )
}
