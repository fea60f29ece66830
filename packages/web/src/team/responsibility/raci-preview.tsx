import { Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { teamRecords } from '@muster/contract'
import type { Matrix } from '@muster/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useActs } from '../../acts/act-schema.ts'
import { server } from '../../api/client.ts'
import { PersonName } from '../../records/people.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/team.ts'
import { Findings } from '../../records/findings.tsx'
import type { CellChange, Draft } from './raci-draft.ts'

type Preview = (typeof teamRecords.matrixPreview)['_output']
const text = words.raci
const ASK_AFTER_MS = 250

/** What the change means: lint as it is typed, then what each person gains and loses, computed by the server. */
export function RaciPreview({ project, draft }: { readonly project: string; readonly draft: Draft }) {
  const [asked] = useDebouncedValue(draft.changes, ASK_AFTER_MS)
  const preview = usePreview(project, asked)
  const isChanged = draft.changes.length > 0
  return (
    <Stack gap="lg" aria-live="polite">
      <Section title={text.lint}>
        <Lint draft={draft} preview={preview} isChanged={isChanged} />
      </Section>
      <Section title={text.preview}>
        {isChanged ? (
          <People preview={preview} />
        ) : (
          <Text size="sm" className="quiet">
            {text.unchanged}
          </Text>
        )}
      </Section>
    </Stack>
  )
}

function usePreview(project: string, changes: readonly CellChange[]): Preview | undefined {
  const { data } = useQuery({
    queryKey: ['matrix.preview', { project }, changes] as const,
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await server.call('POST', `/api/v1/projects/${project}/matrix/preview`, { body: { changes } })) as Preview,
  })
  return data
}

interface LintProps {
  readonly draft: Draft
  readonly preview: Preview | undefined
  readonly isChanged: boolean
}

function Lint({ draft, preview, isChanged }: LintProps) {
  if (draft.broken.length > 0)
    return (
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {text.structure}
        </Text>
        <Findings of={draft.broken} matrix={draft.matrix} />
      </Stack>
    )
  if (preview === undefined) return <Text size="sm">{text.computing}</Text>
  const { caused, mended, findings } = preview
  const known = new Set(caused.map((f) => f.message))
  const rest = findings.filter((f) => !known.has(f.message))
  return (
    <Stack gap="sm">
      {findings.length === 0 && <Text size="sm">{text.sound}</Text>}
      {isChanged && caused.length > 0 && <FindingGroup title={text.caused} of={caused} matrix={draft.matrix} />}
      {isChanged && mended.length > 0 && <FindingGroup title={text.mended} of={mended} matrix={draft.matrix} />}
      {rest.length > 0 &&
        (isChanged ? (
          <FindingGroup title={text.stays} of={rest} matrix={draft.matrix} />
        ) : (
          <Findings of={rest} matrix={draft.matrix} />
        ))}
    </Stack>
  )
}

function FindingGroup({
  title,
  of,
  matrix,
}: {
  readonly title: string
  readonly of: Preview['findings']
  readonly matrix: Matrix
}) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Findings of={of} matrix={matrix} />
    </div>
  )
}

function People({ preview }: { readonly preview: Preview | undefined }) {
  if (preview === undefined) return <Text size="sm">{text.computing}</Text>
  if (preview.people.length === 0) return <Text size="sm">{text.nobody}</Text>
  return (
    <Stack gap="md">
      {preview.people.map((p) => (
        <Stack key={p.person} gap={4}>
          <PersonName id={p.person} />
          {p.stakes.map((s) => (
            <Text key={s.activity} size="sm">
              {s.title}: {s.gains.length > 0 && <Tag color="teal">{`${text.gains} ${s.gains.join(', ')}`}</Tag>}{' '}
              {s.loses.length > 0 && <Tag color="orange">{`${text.loses} ${s.loses.join(', ')}`}</Tag>}
            </Text>
          ))}
          <Acts title={text.may} of={p.gains} />
          <Acts title={text.mayNot} of={p.loses} />
        </Stack>
      ))}
    </Stack>
  )
}

function Acts({ title, of }: { readonly title: string; readonly of: readonly string[] }) {
  const acts = useActs()
  if (of.length === 0) return null
  return (
    <Group gap={4}>
      <Text size="sm" className="quiet">
        {title}:
      </Text>
      {of.map((name) => (
        <Tag key={name} variant="outline">
          {acts?.get(name)?.title ?? name}
        </Tag>
      ))}
    </Group>
  )
}
