import { Button, Grid, Group, Stack, Switch, Text } from '@mantine/core'
import type { Assignment, Stake } from '@muster/core'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { useRehearsal } from '../../api/act.ts'
import { useAnswer } from '../../api/queries.ts'
import { Refusals } from '../../acts/refusals.tsx'
import { useNames } from '../../records/people.tsx'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/team.ts'
import { TeamTabs } from '../../records/team-tabs.tsx'
import type { CellChange } from './raci-draft.ts'
import { draftOf } from './raci-draft.ts'
import { Leaving } from './leaving.tsx'
import { RaciGrid } from './raci-grid.tsx'
import { RaciPreview } from './raci-preview.tsx'

const text = words.raci

export function Page() {
  const project = useParam('project')
  const { name } = useAnswer('project.show', { project })
  const { matrix, assignments } = useAnswer('project.team', { project })
  const [edits, setEdits] = useState<readonly CellChange[]>([])
  const holders = useHolders(assignments)
  // The roles of the team first; the others are a click away.
  const [isNarrow, setNarrow] = useState(holders.size > 0)
  const draft = draftOf(matrix, edits)
  const all = [...new Set(matrix.activities.flatMap((a) => Object.keys(matrix.cells[a.id] ?? {})))]
  const roles = isNarrow ? all.filter((role) => holders.has(role)) : all
  const [first] = matrix.activities
  const rehearsed = useRehearsal('matrix.amend', sampleOf(project, first?.id, all[0], matrix.cells))
  const refusals = (rehearsed?.refusals ?? []).filter((r) => r.code === 'not-entitled' || r.code === 'project-retired')
  const change = (activity: string, role: string, stake: Stake | null): void =>
    setEdits((before) => [...before, { activity, role, stake }])
  return (
    <PageFrame
      title={text.title}
      about={text.about}
      above={
        <TextLink to={at.project(project)} size="sm">
          {name}
        </TextLink>
      }
      actions={<Switch label={text.narrow} checked={isNarrow} onChange={(e) => setNarrow(e.currentTarget.checked)} />}
    >
      <Leaving isUnsaved={draft.changes.length > 0} what={text.unsaved(draft.changes.length)} />
      <TeamTabs project={project} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Section title={text.grid} flush>
            <div className="scroll-x">
              <RaciGrid {...{ draft, roles, holders }} canEdit={refusals.length === 0} onChange={change} />
            </div>
            <Stack p="md" gap="sm">
              {refusals.length > 0 ? (
                <Refusals of={refusals} />
              ) : (
                <Text size="sm" className="quiet">
                  {text.keys}
                </Text>
              )}
              <Group gap="xs">
                <ActButton
                  key={JSON.stringify(draft.changes)}
                  act="matrix.amend"
                  known={{ project, changes: draft.changes }}
                  sample={{ reason: '…' }}
                  fields={['reason']}
                  disabled={draft.changes.length === 0}
                  onDone={() => setEdits([])}
                >
                  {text.save(draft.changes.length)}
                </ActButton>
                <Button variant="default" disabled={draft.changes.length === 0} onClick={() => setEdits([])}>
                  {text.reset}
                </Button>
              </Group>
            </Stack>
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <RaciPreview project={project} draft={draft} />
        </Grid.Col>
      </Grid>
    </PageFrame>
  )
}

/** A change that changes nothing: asks whether one may amend at all. */
function sampleOf(
  project: string,
  activity: string | undefined,
  role: string | undefined,
  cells: Readonly<Record<string, Readonly<Record<string, Stake>>>>,
) {
  if (activity === undefined || role === undefined) return undefined
  return { project, changes: [{ activity, role, stake: cells[activity]?.[role] ?? null }], reason: '…' }
}

/** Names of those who hold each role now. */
function useHolders(assignments: readonly Assignment[]): ReadonlyMap<string, readonly string[]> {
  const names = useNames()
  const found = new Map<string, string[]>()
  for (const { role, person, endedAt } of assignments) {
    if (endedAt !== undefined) continue
    found.set(role, [...(found.get(role) ?? []), names.get(person) ?? '…'])
  }
  return found
}
