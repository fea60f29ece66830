import { ApiProblem } from '@muster/contract'
import type { EvidenceKind, ModelVersion } from '@muster/core'
import { useState } from 'react'
import { announce } from '../../../acts/act-button.tsx'
import { useAct, useRehearsal } from '../../../api/act.ts'
import { words } from '../../../words/evidence.ts'
import type { Uploaded } from '../measure/upload.ts'
import type { Typed } from './facts.ts'
import { factsOf, missingIn } from './facts.ts'
import { OF_CONTENT, SAMPLE } from './sealable.ts'

const { seal } = words

interface Values {
  readonly facts: Typed
  readonly measures: readonly unknown[]
  readonly file: Uploaded | undefined
  readonly tool: string
  readonly toolVersion: string
  readonly split: string
  readonly note: string
}
const EMPTY: Values = {
  facts: {},
  measures: [],
  file: undefined,
  tool: seal.byHand,
  toolVersion: '1',
  split: 'test',
  note: '',
}

/** What must be there before anything is sent, by the pointer of its field. */
function lackingIn(kind: EvidenceKind | undefined, values: Values): readonly string[] {
  if (kind === undefined) return ['/kind']
  return [
    ...missingIn(kind, values.facts).map((name) => `/facts/${name}`),
    ...(values.file === undefined ? ['/source'] : []),
    ...(values.tool.trim() === '' ? ['/tool/name'] : []),
    ...(values.toolVersion.trim() === '' ? ['/tool/version'] : []),
  ]
}

/** What the form holds, what the rules say of it, and how it is sent. */
export function useSealing(version: ModelVersion, kinds: readonly EvidenceKind[], preset: string, done: () => void) {
  const [kind, setKind] = useState(() => kinds.find((k) => k.id === preset))
  const [values, setValues] = useState(EMPTY)
  const [isTried, setTried] = useState(false)
  // One key for one attempt: when an answer is lost and the button pressed again, the act is done once.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const doing = useAct('evidence.seal', (sealed) => {
    announce(seal.submit, sealed)
    done()
  })
  const rehearsed = useRehearsal(
    'evidence.seal',
    kind === undefined ? undefined : { version: version.id, kind: kind.id, ...SAMPLE },
  )
  const ahead = (rehearsed?.refusals ?? []).filter((r) => !OF_CONTENT.has(r.code))
  const lacking = lackingIn(kind, values)
  const refused = doing.error instanceof ApiProblem ? doing.error.problem.refusals : []
  const problems = new Map([
    ...refused.flatMap((r) => (r.subject?.startsWith('/') === true ? [[r.subject, r.message] as const] : [])),
    ...(isTried ? lacking.map((pointer) => [pointer, seal.needed] as const) : []),
  ])
  const send = (): void => {
    setTried(true)
    const { file, facts, measures, tool, toolVersion, split, note } = values
    if (ahead.length > 0 || lacking.length > 0 || doing.isPending || kind === undefined || file === undefined) return
    const command = {
      version: version.id,
      kind: kind.id,
      split,
      facts: factsOf(kind, facts),
      measures,
      source: { name: file.name, digest: file.digest, bytes: file.bytes },
      tool: { name: tool, version: toolVersion },
      note,
    }
    doing.mutate({ command, key }, { onError: (e) => e instanceof ApiProblem && setKey(crypto.randomUUID()) })
  }
  return {
    kind,
    choose: (chosen: EvidenceKind | undefined): void => {
      setKind(chosen)
      setTried(false)
      setValues((now) => ({ ...now, facts: {}, measures: [] }))
      doing.reset()
    },
    values,
    set: (change: Partial<Values>) => setValues((now) => ({ ...now, ...change })),
    setFact: (name: string, value: unknown) => setValues((now) => ({ ...now, facts: { ...now.facts, [name]: value } })),
    ahead,
    doing,
    problems,
    /** Pointers that stand at a field of the form. */
    placed: [
      '/kind',
      '/source',
      '/tool/name',
      '/tool/version',
      '/note',
      ...(kind?.measures === true ? ['/split', '/measures'] : []),
      ...(kind?.fields ?? []).map((f) => `/facts/${f.name}`),
    ],
    send,
  }
}
export type Sealing = ReturnType<typeof useSealing>
