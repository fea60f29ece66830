import { Alert, Button, Code, FileButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { packComparison } from '@muster/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton } from '../../acts/act-button.tsx'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { server } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { Tag } from '../../ui/tag.tsx'
import { words } from '../../words/administration.ts'

type Comparison = (typeof packComparison)['_output']
const text = words.packs
const ASK_AFTER_MS = 400

/** A pack is compared with the applied one as it is typed, and applied when one has seen what it changes. */
export function ApplyPack() {
  const [yaml, setYaml] = useState('')
  const [file, setFile] = useState('pack.yaml')
  const [asked] = useDebouncedValue(yaml, ASK_AFTER_MS)
  const { data, error } = useComparison(asked, file)
  const isCurrent = asked === yaml && yaml !== ''
  return (
    <Section title={text.add}>
      <Stack gap="md">
        <Textarea
          label={text.text}
          description={text.textHelp}
          autosize
          minRows={4}
          maxRows={16}
          value={yaml}
          spellCheck={false}
          onChange={(event) => setYaml(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        />
        <Group gap="xs">
          <FileButton
            accept=".yaml,.yml"
            onChange={(chosen) => {
              if (chosen === null) return
              setFile(chosen.name)
              void chosen.text().then(setYaml)
            }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<Icon name="upload" />}>
                {text.file}
              </Button>
            )}
          </FileButton>
          {isCurrent && data !== undefined && data.ok && !data.applied && (
            <ActButton act="pack.apply" known={{ text: yaml, file }} direct onDone={() => setYaml('')}>
              {text.apply}
            </ActButton>
          )}
        </Group>
        <ProblemAlert error={yaml === '' ? null : error} />
        <div aria-live="polite">{yaml !== '' && data !== undefined && <Compared of={data} />}</div>
      </Stack>
    </Section>
  )
}

function useComparison(yaml: string, file: string) {
  return useQuery({
    queryKey: ['pack.compare', yaml, file] as const,
    enabled: yaml.trim() !== '',
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await server.call('POST', '/api/v1/packs/compare', { body: { text: yaml, file } })) as Comparison,
  })
}

const MOST_CHANGES = 60
const COLORS = { added: 'teal', removed: 'red', changed: 'orange', reordered: 'gray' } as const

function Compared({ of }: { readonly of: Comparison }) {
  const { applied, problems, pack, against, changes, followers } = of
  return (
    <Stack gap="sm">
      {problems.length > 0 && (
        <Alert color={of.ok ? 'orange' : 'red'} icon={<Icon name="alert" />} title={text.problems}>
          <Stack gap={4}>
            {problems.map((p) => (
              <Text key={`${p.line} ${p.column} ${p.message}`} size="sm">
                <Text span size="sm" fw={600} className="tabular">
                  {text.at(p.line, p.column)}
                </Text>
                : {p.message} {p.hint ?? ''}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
      {applied && <Text size="sm">{text.same}</Text>}
      {pack !== undefined && !applied && (
        <>
          <Text size="sm" fw={600}>
            {pack.kind} {pack.name} {pack.version}:{' '}
            {against === undefined ? text.new_ : text.changes(changes.length, against.version)}
          </Text>
          {followers > 0 && <Text size="sm">{text.followers(followers)}</Text>}
          {against !== undefined && <Changes of={changes} />}
        </>
      )}
    </Stack>
  )
}

function Changes({ of }: { readonly of: Comparison['changes'] }) {
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.slice(0, MOST_CHANGES).map((c) => (
        <Group key={`${c.what} ${c.path.join('/')}`} component="li" gap="xs" align="flex-start" wrap="nowrap">
          <Tag color={COLORS[c.what]} miw={82}>
            {text.what[c.what]}
          </Tag>
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={600}>
              {c.path.join(' › ')}
            </Text>
            {c.before !== undefined && <Value name={text.before} of={c.before} />}
            {c.after !== undefined && <Value name={text.after} of={c.after} />}
          </div>
        </Group>
      ))}
      {of.length > MOST_CHANGES && <Text size="sm">{text.more(of.length - MOST_CHANGES)}</Text>}
    </Stack>
  )
}

const LONG = 160
function Value({ name, of }: { readonly name: string; readonly of: unknown }) {
  const written = typeof of === 'string' ? of : (JSON.stringify(of) ?? '')
  return (
    <Text size="sm" className="quiet" component="div">
      {name}: <Code>{written.length > LONG ? `${written.slice(0, LONG)}…` : written}</Code>
    </Text>
  )
}
