import { input } from '@muster/core'
import { z } from 'zod'
import { bodyOf } from './analyses/declaration.ts'
import { ANALYSES } from './analyses/table.ts'
import { analysis as analysisShown, fileColumns, measured, report } from './measured-records.ts'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { byId, get, list, pageOf } from './route.ts'

const oneFile = {
  params: z.strictObject({ digest: input.digest.describe('Digest of the file') }),
  permission: 'file',
} as const

/** With `Accept: text/event-stream` the answer is a stream: `progress` while it is measured, then `answer` or `problem`. */
const SEALED =
  'Measures uploaded files and seals the result; ends when the caller goes away. With "Accept: text/event-stream" it tells its progress: events "progress", then "answer" or "problem". Sealed'

/** Files, and the evidence that Muster measures from them. */
export const FILE_QUERIES: readonly Route[] = [
  {
    ...get(
      'file.upload',
      '/files',
      'Upload a file',
      'Stores a file under its SHA-256 digest. The body is the file itself.',
      records.file,
      { query: z.strictObject({ name: input.line(300).describe('File name') }) },
    ),
    method: 'POST',
  },
  list(
    'file.list',
    '/files',
    'List files',
    'Files that you may read, newest first: those you uploaded, and those of your projects.',
    records.fileListed,
  ),
  get(
    'file.show',
    '/files/:digest',
    'Show a file',
    'Name and size of a file, who uploaded it, and the records it belongs to.',
    records.fileShown,
    oneFile,
  ),
  get('file.download', '/files/:digest/content', 'Download a file', 'The file itself.', z.string(), {
    ...oneFile,
    media: 'application/octet-stream',
  }),
  get(
    'file.columns',
    '/files/:digest/columns',
    'Show the columns of a file',
    'The columns and the number of rows of a Parquet, CSV or JSON-lines file. A file that cannot be measured is refused with the reason.',
    fileColumns,
    oneFile,
  ),
  get(
    'analysis.list',
    '/analyses',
    'List the analyses',
    'What can be measured from files, with the files and options that each takes. Each is measured and sealed at POST /api/v1/evidence/<name>.',
    pageOf(analysisShown),
  ),
  ...Object.values(ANALYSES).map((analysis): Route => ({
    ...get(
      `evidence.${analysis.name}`,
      `/evidence/${analysis.name}`,
      `${analysis.title} and seal the result`,
      `${analysis.help} ${SEALED} as evidence of kind "${analysis.kind}".`,
      measured,
    ),
    method: 'POST',
    keyed: true,
    body: bodyOf(analysis),
  })),
  get(
    'evidence.report',
    '/evidence/:evidence/report',
    'Show the report of evidence',
    'The full report of a measurement: JSON (schema muster-report/1), Markdown, or one HTML page with charts.',
    report,
    {
      ...byId('evidence', 'evd', 'The evidence'),
      query: z.strictObject({
        format: z.enum(['json', 'md', 'html']).default('json').describe('How it is written: json, md or html'),
      }),
    },
  ),
]
