import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { get, list } from './route.ts'

const oneFile = {
  params: z.strictObject({ digest: input.digest.describe('Digest of the file') }),
  permission: 'file',
} as const

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
  {
    ...get(
      'evidence.evaluate',
      '/evidence/evaluate',
      'Evaluate predictions and seal them',
      'Measures an uploaded file of predictions and seals the result as evaluation evidence.',
      records.evaluated,
    ),
    method: 'POST',
    keyed: true,
    body: z.strictObject({
      version: input.id('ver').describe('The model version'),
      file: input.digest.describe('Digest of the uploaded file'),
      label: input.line(200).describe('Column with the true label'),
      prediction: input.line(200).describe('Column with the predicted label'),
      score: input.line(200).optional().describe('Column with the probability of the positive class'),
      slice: z.array(input.line(200)).max(20).default([]).describe('Columns to measure slices by'),
      positive: input.line(200).optional().describe('Which label is the positive one'),
      split: input.slug.default('test').describe('Data split the file is'),
      draws: z.int().min(100).max(10_000).default(1_000).describe('Bootstrap draws'),
      seed: z.int().min(0).max(4_294_967_295).default(1).describe('Seed of the bootstrap'),
      note: input.optionalText(5_000).default('').describe('A word on it'),
    }),
  },
]
