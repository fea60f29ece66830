import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './records.ts'
import type { Route } from './route.ts'
import { get, list, paged } from './route.ts'

const moment = z.union([
  z.iso.date({ error: 'must be a day (2026-03-01) or an instant (2026-03-01T09:30:00Z)' }),
  z.iso.datetime({ error: 'must be a day (2026-03-01) or an instant (2026-03-01T09:30:00Z)' }),
])

/** The queries about the ledger, and the backup. */
export const LEDGER_QUERIES: readonly Route[] = [
  list(
    'ledger.list',
    '/ledger/entries',
    'List ledger entries',
    'Entries, newest first, by project, record, event type, act, person, time and text. A search by person, act or text looks through so many entries at a time: a page may hold few or none and still name a next one.',
    records.entry,
    {
      query: paged.extend({
        project: input.project.optional().describe('Only this project'),
        subject: input.line(200).optional().describe('Only this record'),
        type: input.line(100).optional().describe('Only this event type'),
        act: input.line(100).optional().describe('Only what this act caused'),
        actor: input.line(100).optional().describe('Only what this person did'),
        since: moment.optional().describe('Not before this day or instant'),
        until: moment.optional().describe('Not after this day or instant'),
        text: input.line(200).optional().describe('Only entries that hold this text, in large or small letters'),
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
    'ledger.prove',
    '/ledger/entries/:seq/proved',
    'Show an entry with what proves it',
    'The entry as canonical JSON text, its tlog-proof with the signed checkpoint, and the verifier key: enough to verify it without trusting this server, with a key that you have from elsewhere.',
    records.provedEntry,
    { params: z.strictObject({ seq: z.coerce.number().int().min(0).describe('Number of the entry') }) },
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
    'ledger.live',
    '/live',
    'Follow the ledger',
    'Server-sent events. First "ready" with {head, complete}: complete is false when entries were passed over, so read everything again. Then a message for each entry that you may read, as it is committed: its id is the number, its data {seq, type, act, subject, project}. Resumes after Last-Event-ID. Ends when your session or token does.',
    z.string(),
    {
      query: z.strictObject({
        after: z.coerce.number().int().min(-1).optional().describe('Number of the entry that was seen last'),
      }),
      media: 'text/event-stream',
    },
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
