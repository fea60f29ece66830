import { Alert, Button, Group, Loader, Select, SimpleGrid, Stack, Text, TextInput, Textarea } from '@mantine/core'
import type { EvidenceKind, ModelVersion } from '@muster/core'
import { ActField } from '../../../acts/act-fields.tsx'
import { useActs } from '../../../acts/act-schema.ts'
import { ProblemAlert, Refusals } from '../../../acts/refusals.tsx'
import { useFromPacks } from '../../../records/from-packs.ts'
import { words } from '../../../words/evidence.ts'
import { words as acts } from '../../../words/acts.ts'
import { FileField } from '../measure/file-field.tsx'
import { FactField } from './fact-field.tsx'
import type { Sealing } from './use-sealing.ts'
import { useSealing } from './use-sealing.ts'

const { seal } = words

interface Props {
  readonly version: ModelVersion
  /** The kind that is chosen at first, if the project has it. */
  readonly preset: string
  readonly close: () => void
}

/** Evidence that people or another tool made: its kind, the facts that the kind asks for, and the file that shows them. */
export function SealForm({ version, preset, close }: Props) {
  const kinds = useFromPacks<EvidenceKind>(version.project, 'evidence-kinds', 'kinds', 'evidenceKinds')
  if (kinds === undefined) return <Loader size="sm" aria-label={acts.loading} />
  return <LoadedForm {...{ version, preset, close, kinds }} />
}

function LoadedForm({ version, preset, close, kinds }: Props & { readonly kinds: readonly EvidenceKind[] }) {
  const sealing = useSealing(version, kinds, preset, close)
  const { kind, ahead, doing, placed } = sealing
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        sealing.send()
      }}
    >
      <Stack gap="md">
        <Text size="sm" className="quiet">
          {seal.about}
        </Text>
        <ProblemAlert error={doing.error} except={placed} />
        <Select
          label={words.kind}
          required
          searchable
          error={sealing.problems.get('/kind')}
          data={kinds.map((k) => ({ value: k.id, label: k.title }))}
          value={kind?.id ?? null}
          onChange={(id) => sealing.choose(kinds.find((k) => k.id === id))}
        />
        {ahead.length > 0 && (
          <Alert color="orange" variant="light" title={acts.refusedTitle} role="status">
            <Refusals of={ahead} />
          </Alert>
        )}
        {kind !== undefined && <OfKind key={kind.id} kind={kind} sealing={sealing} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {acts.cancel}
          </Button>
          <Button
            type="submit"
            loading={doing.isPending}
            data-disabled={ahead.length > 0 || undefined}
            aria-disabled={ahead.length > 0}
          >
            {seal.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What one kind asks for, and where it is from. */
function OfKind({ kind, sealing }: { readonly kind: EvidenceKind; readonly sealing: Sealing }) {
  const { values, set, problems } = sealing
  return (
    <>
      {kind.measures === true && <Measures sealing={sealing} />}
      {kind.fields.map((field) => (
        <FactField
          key={field.name}
          of={field}
          value={values.facts[field.name]}
          problems={problems}
          onChange={(value) => sealing.setFact(field.name, value)}
        />
      ))}
      <FileField
        label={seal.file}
        help={seal.fileHelp}
        required
        error={problems.get('/source')}
        value={values.file}
        hasColumns={false}
        onChange={(file) => set({ file })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={seal.tool}
          required
          error={problems.get('/tool/name')}
          value={values.tool}
          onChange={(e) => set({ tool: e.currentTarget.value })}
        />
        <TextInput
          label={seal.toolVersion}
          required
          error={problems.get('/tool/version')}
          value={values.toolVersion}
          onChange={(e) => set({ toolVersion: e.currentTarget.value })}
        />
      </SimpleGrid>
      <Textarea
        label={words.note}
        autosize
        minRows={2}
        error={problems.get('/note')}
        value={values.note}
        onChange={(e) => set({ note: e.currentTarget.value })}
      />
    </>
  )
}

/** Numbers that another tool measured, for kinds that are made of them. */
function Measures({ sealing: { values, set, problems } }: { readonly sealing: Sealing }) {
  const schema = useActs()?.get('evidence.seal')?.input.properties?.['measures']
  return (
    <>
      <Alert color="gray">{seal.measured}</Alert>
      <TextInput
        label={words.split}
        required
        error={problems.get('/split')}
        value={values.split}
        onChange={(e) => set({ split: e.currentTarget.value })}
      />
      {schema !== undefined && (
        <ActField
          act="evidence.seal"
          name="measures"
          schema={schema}
          required
          value={values.measures}
          problems={problems}
          pointer="/measures"
          onChange={(measures) => set({ measures: Array.isArray(measures) ? measures : [] })}
        />
      )}
    </>
  )
}
