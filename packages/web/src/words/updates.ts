import { inLanguage } from './in-language.ts'

/** Texts of stakeholder updates. */
export const words = inLanguage({
  en: {
    title: 'Stakeholder updates',
    about:
      'What changed, what was decided, risks, next steps and asks. Muster drafts it from the record; you word it, and everybody who is Informed finds it in their inbox.',
    draft: 'Draft an update',
    draftHelp:
      'The draft takes in what the record says since the last update, or since the day you give. You edit it before anybody sees it.',
    fields: { from: 'From', title: 'Title', recipients: 'Also tell', reason: 'Reason' },
    open: 'The draft',
    published: 'Published',
    discarded: (count: number) => (count === 1 ? '1 draft that was discarded' : `${count} drafts that were discarded`),
    none: 'No update yet',
    noneHelp:
      'An update saves a meeting: once a week, whoever has a stake reads what changed, with the entries that prove it. Draft the first one; nobody is told before you publish it.',
    noPublished: 'Nothing was published yet.',
    lines: (count: number) => (count === 1 ? '1 line' : `${count} lines`),
    told: (count: number) => (count === 1 ? '1 person told' : `${count} people told`),
    by: 'by',
    drafted: 'drafted',
    wasPublished: 'published',
    from: (from: string, until: string) => `${from} to ${until}`,
    publish: 'Publish',
    publishBasis:
      'Everybody who is Informed for an activity of the project is told. A published update does not change any more.',
    refresh: 'Take in what happened since',
    discard: 'Discard the draft',
    asSent: 'As it is sent',
    asSentHelp: 'opens in a tab of its own',
    html: 'HTML',
    markdown: 'Markdown',
    nothing: 'Nothing to report.',
    word: 'Edit',
    wordTitle: 'Word the line',
    wordHelp: 'What it rests on stays linked. Names that you write stay in the ledger.',
    strike: 'Strike',
    strikeOf: (text: string) => `Strike: ${text}`,
    wordOf: (text: string) => `Edit: ${text}`,
    struck: 'Line struck',
    add: 'Add a line',
    addTo: (section: string) => `Add a line to “${section}”`,
    entries: 'Entries it rests on',
    entriesHelp: 'Numbers of ledger entries, with commas between them; none is fine',
    worded: 'worded by',
    restsOn: 'rests on',
    recipients: 'Who was told',
    nobody: 'Nobody holds I on this project.',
    readOnly: 'You can read this draft, not change it.',
  },
})
