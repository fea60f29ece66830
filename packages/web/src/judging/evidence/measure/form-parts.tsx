import { Paper, Select, SimpleGrid, Text, TextInput, Textarea } from '@mantine/core'
import { labelOf } from '../../../acts/act-schema.ts'
import { Section } from '../../../ui/page-frame.tsx'
import { words } from '../../../words/evidence.ts'
import type { Analysis } from '../asked.ts'
import { FileField } from './file-field.tsx'
import { OptionField } from './option-field.tsx'
import { formOf, rolesWithColumns } from './options.ts'
import type { Problems } from './problems.ts'
import type { Question } from './question.ts'

const { measure } = words

interface PartProps {
  readonly analysis: Analysis
  readonly question: Question
  readonly problems: Problems
}

/** The files that it measures. */
export function FileSection({ analysis, question: { files, setFiles }, problems }: PartProps) {
  const withColumns = rolesWithColumns(analysis)
  // Another file of a kind is asked for when the one before it is there.
  const isAskedFor = ({ after, role }: Analysis['files'][number]): boolean =>
    after === undefined || files[after] !== undefined || files[role] !== undefined
  return (
    <Section title={measure.files}>
      <SimpleGrid cols={{ base: 1, md: analysis.files.length > 1 ? 2 : 1 }} spacing="md">
        {analysis.files.filter(isAskedFor).map((f) => (
          <FileField
            key={f.role}
            label={measure.role[f.role] ?? labelOf(f.role)}
            help={f.help}
            required={!f.optional}
            error={problems.at.get(f.role)}
            value={files[f.role]}
            hasColumns={withColumns.has(f.role)}
            onChange={(file) => setFiles((now) => ({ ...now, [f.role]: file }))}
          />
        ))}
      </SimpleGrid>
    </Section>
  )
}

/** What must be said first; what has a default is folded away. */
export function OptionSections({ analysis, question: { values, setValues, columns }, problems }: PartProps) {
  const { asked, more } = formOf(analysis)
  const field = ([name, schema]: (typeof asked)[number]) => (
    <OptionField
      key={name}
      name={name}
      schema={schema}
      required={analysis.options.required?.includes(name) === true}
      columns={columns}
      value={values[name]}
      error={problems.at.get(name)}
      onChange={(value) => setValues((now) => ({ ...now, [name]: value }))}
    />
  )
  return (
    <>
      {asked.length > 0 && (
        <Section title={measure.options}>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            {asked.map(field)}
          </SimpleGrid>
        </Section>
      )}
      {more.length > 0 && (
        <Paper p="md">
          <details open={more.some(([name]) => problems.at.has(name)) || undefined}>
            <summary>
              <Text span fw={600}>
                {measure.more(more.length)}
              </Text>
            </summary>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" mt="md">
              {more.map(field)}
            </SimpleGrid>
          </details>
        </Paper>
      )}
    </>
  )
}

/** Under which kind and split the result is sealed. */
export function SealSection({ analysis, question: { seal, setSeal }, problems }: PartProps) {
  return (
    <Section title={measure.sealedAs}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <TextInput
          label={words.split}
          description={measure.splitHelp}
          required
          error={problems.at.get('split')}
          value={seal.split}
          onChange={(e) => setSeal({ ...seal, split: e.currentTarget.value })}
        />
        {analysis.kinds.length > 0 && (
          <Select
            label={words.kind}
            description={measure.kindHelp}
            clearable
            error={problems.at.get('kind')}
            data={[...analysis.kinds]}
            value={seal.kind === '' ? null : seal.kind}
            onChange={(v) => setSeal({ ...seal, kind: v ?? '' })}
          />
        )}
        <Textarea
          label={words.note}
          autosize
          minRows={2}
          error={problems.at.get('note')}
          value={seal.note}
          onChange={(e) => setSeal({ ...seal, note: e.currentTarget.value })}
        />
      </SimpleGrid>
    </Section>
  )
}
