import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import type { ModelVersion, Refusal } from '@muster/core'
import { Refusals, refusalsIn } from '../../../acts/refusals.tsx'
import { useRehearsal } from '../../../api/act.ts'
import { at } from '../../../routing/addresses.ts'
import { useGo } from '../../../routing/use-go.ts'
import { Icon } from '../../../ui/icon.tsx'
import { tell } from '../../../ui/notice.ts'
import { words } from '../../../words/evidence.ts'
import type { Analysis } from '../asked.ts'
import { FileSection, OptionSections, SealSection } from './form-parts.tsx'
import { given } from './options.ts'
import { problemsOf } from './problems.ts'
import { useQuestion } from './question.ts'
import type { Progress as Told } from './use-measuring.ts'
import { useMeasuring } from './use-measuring.ts'

const { measure } = words
interface Props {
  readonly analysis: Analysis
  readonly version: ModelVersion
}

/** Codes of refusals that are about what is still to be measured: they say nothing ahead of it. */
const OF_RESULT: ReadonlySet<string> = new Set(['evidence-invalid', 'input-invalid'])

/** What the rules would say of sealing the result, before anything is measured. */
function useAhead(analysis: Analysis, version: ModelVersion, split: string): readonly Refusal[] {
  const rehearsed = useRehearsal('evidence.seal', {
    version: version.id,
    kind: analysis.kind,
    split: split === '' ? analysis.split : split,
    measures: [{ name: 'rehearsal', value: null }],
    source: { name: 'rehearsal', digest: `sha256:${'0'.repeat(64)}` },
    tool: { name: 'rehearsal', version: '1' },
  })
  return (rehearsed?.refusals ?? []).filter((r) => !OF_RESULT.has(r.code))
}

/** Files, columns and options of one analysis; then how far it is, and at last the evidence. */
export function MeasureForm({ analysis, version }: Props) {
  const go = useGo()
  const question = useQuestion(analysis)
  const { files, values, seal } = question
  const measuring = useMeasuring((evidence) => {
    tell({ message: measure.done })
    go(at.evidence(version.project, evidence))
  })
  const { state } = measuring
  const problems = problemsOf(state.is === 'refused' ? refusalsIn(state.error) : [], analysis, { ...values, ...seal })
  const isReady = analysis.files.every((f) => f.optional || files[f.role] !== undefined)
  const isMeasuring = state.is === 'measuring'
  const digests = Object.fromEntries(
    Object.entries(files).flatMap(([role, f]) => (f === undefined ? [] : [[role, f.digest]])),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady)
          void measuring.measure(analysis.name, { version: version.id, ...digests, ...given(values), ...given(seal) })
      }}
      onChange={() => (state.is === 'refused' || state.is === 'stopped') && measuring.reset()}
    >
      <fieldset disabled={isMeasuring} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack gap="lg">
          <Ahead analysis={analysis} version={version} split={seal.split} />
          <FileSection {...{ analysis, question, problems }} />
          <OptionSections {...{ analysis, question, problems }} />
          <SealSection {...{ analysis, question, problems }} />
        </Stack>
      </fieldset>
      <Stack gap="md" mt="lg">
        {state.is === 'refused' && (
          <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={measure.refused}>
            {problems.above.length === 0 ? measure.seeFields : <Refusals of={problems.above} />}
          </Alert>
        )}
        {state.is === 'stopped' && (
          <Alert color="gray" role="status">
            {measure.stopped}
          </Alert>
        )}
        {isMeasuring && <Measuring progress={state.progress} stop={measuring.stop} />}
        <Group justify="flex-end">
          {!isReady && (
            <Text size="sm" className="quiet">
              {measure.needsFiles}
            </Text>
          )}
          <Button type="submit" loading={isMeasuring} disabled={!isReady}>
            {measure.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Ahead({ analysis, version, split }: Props & { readonly split: string }) {
  const ahead = useAhead(analysis, version, split)
  if (ahead.length === 0) return null
  return (
    <Alert color="orange" variant="light" icon={<Icon name="alert" />} title={measure.mayNot}>
      <Refusals of={ahead} />
    </Alert>
  )
}

/** How far the server is, and a way to stop it. */
function Measuring({ progress, stop }: { readonly progress: Told; readonly stop: () => void }) {
  const isWaiting = 'ahead' in progress
  const share = isWaiting ? 0 : progress.share
  return (
    <Paper p="md" role="status">
      <Group gap="sm">
        <Text size="sm" miw={180}>
          {isWaiting
            ? measure.waiting(progress.ahead)
            : `${measure.phase[progress.phase] ?? progress.phase} · ${Math.round(share * 100)} %`}
        </Text>
        <Progress
          value={isWaiting ? 100 : share * 100}
          animated={isWaiting}
          flex={1}
          miw={120}
          aria-label={measure.progress}
        />
        <Button variant="default" size="compact-sm" onClick={stop}>
          {measure.stop}
        </Button>
      </Group>
    </Paper>
  )
}
