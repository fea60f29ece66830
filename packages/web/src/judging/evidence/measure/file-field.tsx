import { Alert, Anchor, Box, Button, FileButton, Group, Input, Progress, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { Refusals, refusalsIn } from '../../../acts/refusals.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { measured } from '../../../ui/number.ts'
import { words } from '../../../words/evidence.ts'
import { askColumns, askFiles } from '../asked.ts'
import { sized } from './sized.ts'
import type { Uploaded } from './upload.ts'
import { upload } from './upload.ts'

const { measure } = words

interface Props {
  readonly label: string
  readonly help: string
  readonly required: boolean
  readonly error: string | undefined
  readonly value: Uploaded | undefined
  /** Whether its columns are asked for: not of contracts and reports. */
  readonly hasColumns: boolean
  readonly onChange: (file: Uploaded | undefined) => void
}

function useUpload(onChange: Props['onChange']) {
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<unknown>()
  const running = useRef<AbortController>(undefined)
  const send = async (file: File | null): Promise<void> => {
    if (file === null) return
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    setError(undefined)
    setShare(0)
    try {
      onChange(await upload(file, setShare, stop.signal))
    } catch (problem) {
      if (!stop.signal.aborted) setError(problem)
    }
    if (running.current === stop) setShare(undefined)
  }
  return { share, error, send: (file: File | null) => void send(file), stop: () => running.current?.abort() }
}

/** One file of a measurement: dropped, chosen, or pointed to among those that were uploaded. It is uploaded at once. */
export function FileField({ label, help, required, error, value, hasColumns, onChange }: Props) {
  const id = useId()
  const { share, error: refused, send, stop } = useUpload(onChange)
  return (
    <Input.Wrapper id={id} label={label} description={help} required={required} error={error} labelElement="div">
      <DropZone label={label} onFile={send} hasFile={value !== undefined}>
        {share !== undefined ? (
          <Group gap="sm" role="status">
            <Text size="sm">{measure.uploading(Math.round(share * 100))}</Text>
            <Progress value={share * 100} flex={1} miw={80} aria-label={label} />
            <Button size="compact-sm" variant="default" onClick={stop}>
              {measure.stop}
            </Button>
          </Group>
        ) : value !== undefined ? (
          <Chosen file={value} hasColumns={hasColumns} clear={() => onChange(undefined)} />
        ) : (
          <Choose label={label} send={send} choose={onChange} />
        )}
      </DropZone>
      {refused !== undefined && (
        <Alert color="red" variant="light" role="alert" mt={6}>
          <Refusals of={refusalsIn(refused)} />
        </Alert>
      )}
    </Input.Wrapper>
  )
}

interface DropProps {
  readonly label: string
  readonly hasFile: boolean
  readonly onFile: (file: File | null) => void
  readonly children: ReactNode
}

function DropZone({ label, hasFile, onFile, children }: DropProps) {
  const [isOver, setOver] = useState(false)
  return (
    <Box
      role="group"
      aria-label={label}
      mt={6}
      p="sm"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFile(event.dataTransfer.files[0] ?? null)
      }}
      style={{
        border: `1px ${hasFile ? 'solid' : 'dashed'} ${isOver ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-gray-5)'}`,
        borderRadius: 'var(--mantine-radius-sm)',
        background: isOver ? 'var(--mantine-primary-color-light)' : undefined,
      }}
    >
      {children}
    </Box>
  )
}

function Choose({
  label,
  send,
  choose,
}: {
  readonly label: string
  readonly send: (file: File | null) => void
  readonly choose: (file: Uploaded | undefined) => void
}) {
  const [isPicking, setPicking] = useState(false)
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <FileButton onChange={send} inputProps={{ 'aria-label': label }}>
          {(props) => (
            <Button {...props} size="compact-md" variant="default" leftSection={<Icon name="upload" size={14} />}>
              {measure.choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" className="quiet">
          {measure.drop}
        </Text>
        {!isPicking && (
          <Anchor component="button" type="button" size="sm" onClick={() => setPicking(true)}>
            {measure.uploaded}
          </Anchor>
        )}
      </Group>
      {isPicking && <Pick label={label} choose={choose} />}
    </Stack>
  )
}

/** A file that was uploaded before, by its name. */
function Pick({ label, choose }: { readonly label: string; readonly choose: (file: Uploaded) => void }) {
  const { data, isPending } = useQuery(askFiles())
  const files = data ?? []
  return (
    <Select
      aria-label={`${label}: ${measure.uploaded}`}
      placeholder={isPending ? measure.looking : files.length === 0 ? measure.noFiles : measure.pick}
      searchable
      data={files.map((f) => ({ value: f.digest, label: `${f.name} · ${sized(f.bytes)} · ${f.digest.slice(7, 15)}` }))}
      onChange={(digest) => {
        const file = files.find((f) => f.digest === digest)
        if (file !== undefined) choose(file)
      }}
    />
  )
}

function Chosen({
  file,
  hasColumns,
  clear,
}: {
  readonly file: Uploaded
  readonly hasColumns: boolean
  readonly clear: () => void
}) {
  const { data, error, isFetching } = useQuery(askColumns(hasColumns ? file.digest : undefined))
  return (
    <Stack gap={6}>
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {file.name}
          </Text>
          <Text size="xs" className="quiet" role="status">
            {sized(file.bytes)}
            {isFetching && ` · ${measure.reading}`}
            {data !== undefined && ` · ${measure.holds(measured(data.rows), data.columns.length)}`}
          </Text>
        </div>
        <Button size="compact-sm" variant="default" onClick={clear}>
          {measure.other}
        </Button>
      </Group>
      {error !== null && (
        <Alert color="red" variant="light" role="alert" title={measure.unreadable}>
          <Refusals of={refusalsIn(error)} />
        </Alert>
      )}
    </Stack>
  )
}
