import { Autocomplete, Button, FileInput, Group, Progress, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import type { ModelVersion } from '@muster/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemAlert } from '../../acts/refusals.tsx'
import { server } from '../../api/client.ts'
import { knowledge } from '../../api/queries.ts'
import { Icon } from '../../ui/icon.tsx'
import { tell } from '../../ui/notice.ts'
import { words } from '../../words/evidence.ts'
import { guess } from './guess.ts'
import { columnsOf, upload } from './upload.ts'

const { evaluate } = words

interface Question {
  readonly label: string
  readonly prediction: string
  readonly score: string
  readonly positive: string
  readonly split: string
  readonly slice: readonly string[]
}
const EMPTY: Question = { label: '', prediction: '', score: '', positive: '', split: 'test', slice: [] }

function useEvaluation(version: ModelVersion, onDone: () => void) {
  const [share, setShare] = useState(0)
  const sending = useMutation({
    mutationFn: async ({ file, question }: { file: File; question: Question }) => {
      const { digest } = await upload(file, setShare)
      const { score, positive, ...rest } = question
      return server.call('POST', '/api/v1/evidence/evaluate', {
        body: {
          version: version.id,
          file: digest,
          ...rest,
          ...(score === '' ? {} : { score }),
          ...(positive === '' ? {} : { positive }),
        },
        idempotencyKey: crypto.randomUUID(),
      })
    },
    onSuccess: () => {
      tell({ message: evaluate.done })
      void knowledge.invalidateQueries()
      onDone()
    },
  })
  return { share, sending }
}

/** The file that was chosen, its columns, and what is asked of it: guessed first, then as the person says. */
function useQuestion() {
  const [file, setFile] = useState<File | null>(null)
  const [columns, setColumns] = useState<readonly string[]>([])
  const [question, setQuestion] = useState<Question>(EMPTY)
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    if (chosen === null) return
    void columnsOf(chosen).then((found) => {
      setColumns(found)
      setQuestion((q) => ({ ...q, ...guess(found) }))
    })
  }
  return { file, columns, question, setQuestion, choose }
}

/** A file of predictions is uploaded, measured by the server, and sealed. */
export function EvaluateForm({ version, onDone }: { readonly version: ModelVersion; readonly onDone: () => void }) {
  const { file, columns, question, setQuestion, choose } = useQuestion()
  const { share, sending } = useEvaluation(version, onDone)
  const column = (name: 'label' | 'prediction' | 'score', required: boolean) => (
    <Autocomplete
      label={evaluate[name]}
      data={[...columns]}
      required={required}
      value={question[name]}
      onChange={(v) => setQuestion((q) => ({ ...q, [name]: v }))}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (file !== null) sending.mutate({ file, question })
      }}
    >
      <Stack gap="md">
        <Text size="sm" className="quiet">
          {evaluate.about}
        </Text>
        <ProblemAlert error={sending.error} />
        <FileInput
          label={evaluate.file}
          placeholder={evaluate.choose}
          required
          accept=".csv,.parquet,.jsonl,.ndjson,.gz"
          leftSection={<Icon name="upload" />}
          value={file}
          onChange={choose}
        />
        {column('label', true)}
        {column('prediction', true)}
        {column('score', false)}
        <TextInput
          label={evaluate.positive}
          value={question.positive}
          onChange={(e) => setQuestion({ ...question, positive: e.currentTarget.value })}
        />
        <TagsInput
          label={evaluate.slice}
          data={[...columns]}
          value={[...question.slice]}
          onChange={(slice) => setQuestion({ ...question, slice })}
        />
        <TextInput
          label={evaluate.split}
          required
          value={question.split}
          onChange={(e) => setQuestion({ ...question, split: e.currentTarget.value })}
        />
        {sending.isPending && <Sending share={share} />}
        <Group justify="flex-end">
          <Button type="submit" loading={sending.isPending}>
            {evaluate.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** How far the upload is; then, that the server measures. */
function Sending({ share }: { readonly share: number }) {
  return (
    <div role="status">
      <Text size="sm">{share < 1 ? evaluate.uploading(Math.round(share * 100)) : evaluate.measuring}</Text>
      <Progress value={share * 100} animated={share >= 1} aria-label={evaluate.file} />
    </div>
  )
}
