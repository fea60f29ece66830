import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { get, list, paged } from './route.ts'

/** The queries about the ledger, and the backup. */
export const LEDGER_QUERIES: readonly Route[] = [
  list(
    'ledger.list',
    '/ledger/entries',
    'List ledger entries',
    'Entries, newest first, by project, subject or event type.',
    records.entry,
    {
      query: paged.extend({
        project: input.project.optional().describe('Only this project'),
        subject: input.line(200).optional().describe('Only this record'),
        type: input.line(100).optional().describe('Only this event type'),
      }),
    },
  ),
  get('ledger.show', '/ledger/entries/:seq', 'Show a ledger entry', 'One entry, as canonical JSON.', records.entry, {
    params: z.strictObject({ seq: z.coerce.number().int().min(0).describe('Number of the entry') }),
  }),
  get(
    'ledger.proof',
    '/ledger/entries/:seq/proof',
    'Prove a ledger entry',
    'A C2SP tlog-proof that the entry is in the log.',
    z.string(),
    {
      params: z.strictObject({ seq: z.coerce.number().int().min(0).describe('Number of the entry') }),
      media: 'text/plain',
    },
  ),
  get(
    'ledger.checkpoint',
    '/ledger/checkpoint',
    'Show a signed checkpoint',
    'The signed head of the log, as a C2SP tlog-checkpoint.',
    z.string(),
    { media: 'text/plain' },
  ),
  get(
    'ledger.consistency',
    '/ledger/consistency',
    'Prove that the log only grew',
    'The hashes that prove an older size to be a prefix of the log now, with its signed checkpoint.',
    records.consistency,
    {
      query: z.strictObject({ older: z.coerce.number().int().min(0).describe('Size of the older checkpoint') }),
    },
  ),
  get(
    'ledger.key',
    '/ledger/key',
    'Show the ledger’s public key',
    'A C2SP verifier key; give it to whoever shall verify.',
    z.string(),
    { permission: 'public', media: 'text/plain' },
  ),
  get(
    'ledger.export',
    '/ledger/export',
    'Export the ledger',
    'All entries and a signed checkpoint, one JSON a line, for verification offline.',
    z.string(),
    { permission: 'administrator', media: 'application/x-ndjson' },
  ),
  get(
    'ledger.verify',
    '/ledger/verify',
    'Verify the ledger',
    'Recomputes every hash of the stored ledger and checks it against the signed heads given out before.',
    records.verdict,
  ),
  get(
    'ledger.replay',
    '/ledger/replay',
    'Replay the ledger',
    'Rebuilds all projections from the ledger into an empty schema and compares them with the live ones, row by row.',
    records.verdict,
    { permission: 'administrator' },
  ),
  get(
    'backup.make',
    '/backup',
    'Make a backup',
    'Everything that is needed to restore this workspace, in one file.',
    z.string(),
    { permission: 'administrator', media: 'application/x-muster-backup' },
  ),
]
