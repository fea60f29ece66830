import { inLanguage } from './in-language.ts'

/** Texts around acts: buttons, forms, refusals. */
export const words = inLanguage({
  en: {
    refusedTitle: 'Not possible now',
    wouldHelp: 'What would help',
    done: 'Done',
    entry: (seqs: readonly number[]) =>
      seqs.length === 1 ? `Entry ${seqs[0]} in the ledger` : `Entries ${seqs.join(', ')} in the ledger`,
    takeBack: 'Take it back',
    takenBack: 'Taken back',
    takenBackAtOnce: 'Taken back at once.',
    cancel: 'Cancel',
    close: 'Close',
    optional: 'optional',
    add: 'Add',
    remove: 'Remove',
    copy: 'Copy',
    copied: 'Copied',
    shownAs: { passwordLink: 'One-time link', secret: 'Secret', address: 'Secret address' },
    once: 'Shown once. Copy it now: nobody can show it again.',
    loading: 'Loading …',
    checking: 'Asking whether this is possible …',
    unreachable: 'The server cannot be reached. Nothing was changed; try again.',
    json: 'Not valid JSON.',
    lines: 'One a line.',
  },
})
