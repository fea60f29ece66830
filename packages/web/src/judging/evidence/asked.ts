import { queryOptions } from '@tanstack/react-query'
import type { records } from '@muster/contract'
import { server } from '../../api/client.ts'
import type { PageOf } from '../../api/answers.ts'
import type { InputSchema } from '../../acts/act-schema.ts'
import type { Report } from './report.ts'

/** An analysis as the server describes it. */
export interface Analysis {
  readonly name: string
  readonly title: string
  readonly help: string
  readonly files: readonly {
    readonly role: string
    readonly help: string
    readonly optional: boolean
    readonly after?: string
    /** Answers of a model that were recorded: no columns to choose from. */
    readonly recorded: boolean
  }[]
  readonly about: string
  readonly kind: string
  readonly kinds: readonly string[]
  readonly split: string
  readonly options: OptionSchema
}
/** A field of the options; some name columns. */
export interface OptionSchema extends InputSchema {
  readonly 'x-column'?: 'name' | 'pair'
  readonly properties?: Readonly<Record<string, OptionSchema>>
}
export interface FileColumns {
  readonly name: string
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}
export type FileListed = (typeof records.fileListed)['_output']

const forever = { staleTime: Number.POSITIVE_INFINITY }

/** The report of evidence: it never changes. */
export const askReport = (evidence: string) =>
  queryOptions({
    ...forever,
    queryKey: ['evidence.report', { evidence }] as const,
    queryFn: async () =>
      (await server.call('GET', '/api/v1/evidence/:evidence/report', { params: { evidence } })) as Report,
  })

/** What can be measured. */
export const askAnalyses = () =>
  queryOptions({
    ...forever,
    queryKey: ['analysis.list'] as const,
    queryFn: async () => ((await server.call('GET', '/api/v1/analyses')) as PageOf<Analysis>).items,
  })

/** The columns of a file; whoever has no file asks nothing. */
export const askColumns = (digest: string | undefined) =>
  queryOptions({
    ...forever,
    queryKey: ['file.columns', { digest }] as const,
    enabled: digest !== undefined,
    queryFn: async () =>
      (await server.call('GET', '/api/v1/files/:digest/columns', { params: { digest: digest ?? '' } })) as FileColumns,
  })

const NEWEST = 100

/** Files that were uploaded, the newest first. */
export const askFiles = () =>
  queryOptions({
    queryKey: ['file.list'] as const,
    queryFn: async () =>
      ((await server.call('GET', '/api/v1/files', { query: { limit: NEWEST } })) as PageOf<FileListed>).items,
  })
