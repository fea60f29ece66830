import { List, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDebouncedCallback } from '@mantine/hooks'
import { ask } from '../../api/asking.ts'
import { useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam, useSearchText } from '../../routing/params.ts'
import { useGo } from '../../routing/use-go.ts'
import { Digest } from '../../ui/digest.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Part, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/packs.ts'
import { words as ui } from '../../words/ui.ts'
import type { MatrixOf } from './matrix-table.tsx'
import { MatrixTable } from './matrix-table.tsx'
import type { PackPart, TitleOf } from './pack-parts.ts'
import { partsOf, settingsOf, textOf } from './pack-parts.ts'
import { PackUse } from './pack-use.tsx'
import { PartTable, Told } from './part-table.tsx'

type Content = Readonly<Record<string, unknown>>
const TYPED_MS = 250

export function Page() {
  const pack = useParam('pack')
  const { content, ...shown } = useAnswer('pack.show', { pack })
  const kind = words.kind[shown.kind] ?? shown.kind
  const texts = (field: string): readonly string[] => {
    const value = content[field]
    return Array.isArray(value) ? value.map(String) : []
  }
  return (
    <PageFrame
      title={shown.title}
      above={
        <TextLink to={at.packs()} size="sm">
          {words.all}
        </TextLink>
      }
      about={typeof content['description'] === 'string' ? content['description'] : undefined}
    >
      <Section title={words.about}>
        <Facts
          of={[
            [words.kindOf, kind],
            [words.id, <code key="id">{shown.name}</code>],
            [words.version, shown.version],
            [words.digest, <Digest key="digest" value={shown.id} length={16} />],
            [words.applied, <Instant key="at" at={shown.appliedAt} as="date" />],
          ]}
        />
        <Statements title={words.sources} of={texts('sources')} />
        <Statements title={words.notes} of={texts('notes')} />
      </Section>
      <Part>
        <PackUse pack={pack} />
      </Part>
      <Contents content={content} />
    </PageFrame>
  )
}

function Statements({ title, of }: { readonly title: string; readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm" className="prose">
        {of.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </div>
  )
}

/** What ids are called by this pack, by the catalogue of roles, or by the program. */
function useTitles(content: Content): TitleOf {
  const { data } = useQuery({ ...ask('role.list'), staleTime: 10 * 60_000 })
  const titles = new Map<string, string>()
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const { id, title, text } = value as Content
    const called = typeof title === 'string' ? title : text
    if (typeof id === 'string' && typeof called === 'string' && !titles.has(id)) titles.set(id, called)
    for (const inner of Object.values(value)) collect(inner)
  }
  collect({ ...content, title: undefined })
  collect(data?.items ?? [])
  return (id) => titles.get(id) ?? ui.state[id]
}

/** The lists of the pack, or those items that have the words one looks for: these stand in the address. */
function Contents({ content }: { readonly content: Content }) {
  const sought = useSearchText('text')
  const pack = useParam('pack')
  const go = useGo()
  const titleOf = useTitles(content)
  const look = useDebouncedCallback(
    (text: string) => go(text === '' ? at.pack(pack) : `${at.pack(pack)}?text=${encodeURIComponent(text)}`, true),
    TYPED_MS,
  )
  const parts = fitting(partsOf(content, titleOf), sought)
  const count = parts.reduce((sum, part) => sum + part.items.length, 0)
  return (
    <>
      <TextInput
        type="search"
        label={words.find}
        defaultValue={sought}
        onChange={(event) => look(event.currentTarget.value)}
        leftSection={<Icon name="search" />}
        className="no-print"
        maw={420}
      />
      <Text size="sm" className="quiet" aria-live="polite" mt={-12}>
        {sought !== '' && count > 0 && words.found(count)}
      </Text>
      {count === 0 && sought !== '' && (
        <Empty icon="search" title={words.found(0)}>
          {words.nothing}
        </Empty>
      )}
      {sought === '' && <Settings content={content} titleOf={titleOf} />}
      {sought === '' && content['cells'] !== undefined && (
        <MatrixTable of={content as unknown as MatrixOf} titleOf={titleOf} />
      )}
      {parts.map((part) => (
        <PartTable key={part.list} part={part} />
      ))}
    </>
  )
}

/** Those items that have all the words. */
function fitting(parts: readonly PackPart[], sought: string): readonly PackPart[] {
  const wanted = sought.toLowerCase().split(/\s+/)
  return parts
    .map((part) => ({
      ...part,
      items: part.items.filter((item) => wanted.every((word) => textOf(item).toLowerCase().includes(word))),
    }))
    .filter((part) => part.items.length > 0)
}

function Settings({ content, titleOf }: { readonly content: Content; readonly titleOf: TitleOf }) {
  const settings = settingsOf(content, titleOf)
  const lists = settings.flatMap((s) => s.items.flatMap((i) => i.parts))
  return (
    <>
      {settings.length > 0 && (
        <Section title={words.settings}>
          {settings.map(({ list, items }) => (
            <div key={list}>
              {list !== '' && (
                <Text size="sm" fw={600}>
                  {words.list[list] ?? words.field[list] ?? list}
                </Text>
              )}
              {items.map((item) => (
                <div key={item.title}>
                  <Told facts={item.facts} />
                  {item.source.length > 0 && (
                    <Text size="xs" className="quiet">
                      {words.source}: {item.source.join(', ')}
                    </Text>
                  )}
                </div>
              ))}
            </div>
          ))}
        </Section>
      )}
      {lists.map((part) => (
        <PartTable key={part.list} part={part} />
      ))}
    </>
  )
}
