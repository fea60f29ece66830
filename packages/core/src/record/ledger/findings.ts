/**
 * What can be wrong with a ledger, by stable code. Scripts and screens rely on the codes; the messages may change.
 */
export const findingCodes = {
  'entry-malformed': 'An entry is not UTF-8, not JSON, or not of the shape of a ledger entry.',
  'entry-not-canonical': 'An entry is not in canonical JSON, so its bytes are not those that were hashed.',
  'entry-changed': 'An entry does not have the leaf hash that is stored for it: its bytes were changed.',
  'entry-dropped': 'Sequence numbers are missing: entries were removed.',
  'entry-doubled': 'A sequence number occurs more than once.',
  'entry-swapped': 'An entry stands at another place than its sequence number says.',
  'entry-back-dated': 'An entry is earlier than the entry before it.',
  'node-changed': 'A stored node of the tree is not the hash of what lies below it.',
  'root-mismatch': 'The entries do not have the root hash that a signed checkpoint states.',
  fork: 'The log signed two checkpoints that contradict each other: history was rewritten.',
  truncated: 'Entries that a signed checkpoint counts are missing at the end, or the export lacks its checkpoint.',
  'entries-unsigned': 'Entries follow that no signed checkpoint covers.',
  'checkpoint-unchecked':
    'A checkpoint was given too late, or there are more entries than it counts: it was not compared.',
  'checkpoint-malformed': 'A signed text is not a checkpoint.',
  'note-malformed': 'A checkpoint is not a signed note.',
  'signature-forged': 'A signature that claims to be by the log key does not verify.',
  'signature-missing': 'A checkpoint carries no signature by the log key.',
  'origin-mismatch': 'A checkpoint is of another log.',
  'key-mismatch': 'An export names another key than the one trusted.',
  'export-malformed': 'The file is not an export in the format muster-ledger-export@v1.',
} as const

/** A stable code, a key of {@link findingCodes}. */
export type FindingCode = keyof typeof findingCodes

/** One thing that is wrong. `seq` is the sequence number concerned, `line` the line of an export, from 1. */
export type Finding = {
  readonly code: FindingCode
  readonly message: string
  readonly seq?: number | undefined
  readonly line?: number | undefined
}

/** What was found: at most `limit` findings are kept, `omitted` counts the others, so memory stays flat. */
export type FindingList = {
  readonly all: readonly Finding[]
  readonly omitted: number
  add: (finding: Finding) => void
}

/** An empty {@link FindingList}. Example: `findingList(100)`. */
export const findingList = (limit: number): FindingList => {
  const all: Finding[] = []
  let omitted = 0
  return {
    all,
    get omitted() {
      return omitted
    },
    add: (finding) => {
      if (all.length < limit) all.push(finding)
      else omitted++
    },
  }
}
