import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Analysis } from '../asked.ts'
import { askColumns } from '../asked.ts'
import type { Values } from './options.ts'
import { defaultsOf, guessed, rolesWithColumns } from './options.ts'
import type { Uploaded } from './upload.ts'

type Files = Readonly<Record<string, Uploaded | undefined>>

/** The columns of all files that were chosen, each once. */
function useColumns(files: Files, roles: ReadonlySet<string>): readonly string[] {
  const digests = Object.entries(files).flatMap(([role, f]) => (f === undefined || !roles.has(role) ? [] : [f.digest]))
  return useQueries({
    queries: [...new Set(digests)].map((digest) => askColumns(digest)),
    combine: (answers) => [...new Set(answers.flatMap((a) => a.data?.columns.map((c) => c.name) ?? []))],
  })
}

/** What the page holds: the files, the options, and under which kind and split the result is sealed. */
export function useQuestion(analysis: Analysis) {
  const [files, setFiles] = useState<Files>({})
  const [values, setValues] = useState<Values>(() => defaultsOf(analysis))
  const [seal, setSeal] = useState({ split: analysis.split, note: '', kind: '' })
  const columns = useColumns(files, rolesWithColumns(analysis))
  const known = columns.join('\n')
  useEffect(() => {
    if (known !== '') setValues((now) => guessed(now, analysis, known.split('\n')))
  }, [known, analysis])
  return { files, setFiles, values, setValues, seal, setSeal, columns }
}

export type Question = ReturnType<typeof useQuestion>
