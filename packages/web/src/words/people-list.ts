import { inLanguage } from './in-language.ts'

const problems: Readonly<Record<string, string>> = {
  'no-email': 'Left out: no e-mail address',
  email: 'Left out: the address is not complete',
  'no-name': 'Left out: no name',
  name: 'Left out: the name is longer than 200 characters',
  twice: 'Left out: the address stands above already',
  known: 'Left out: is registered already',
}

/** Texts of registering the people of a list, and of bringing what there is from elsewhere. */
export const words = inLanguage({
  en: {
    open: 'Register people from a list',
    title: 'Register people from a list',
    help: 'One person a line: a name and an e-mail address, in any order, as a spreadsheet or an address book gives them. Each gets a one-time link to choose a password.',
    list: 'People',
    example: 'Ada Okafor, ada@example.org\nYusuf Demir <yusuf@example.org>',
    file: 'Or a file',
    choose: 'Choose a .csv or .txt file',
    preview: 'What the list says',
    line: 'Line',
    name: 'Name',
    email: 'E-mail address',
    state: 'What happens',
    able: 'Will be registered',
    problems,
    tooMany: (most: number) => `A list registers at most ${most} people at once. Take the rest with the next one.`,
    register: (count: number) =>
      count === 0 ? 'Register' : count === 1 ? 'Register 1 person' : `Register ${count} people`,
    progress: (done: number, of: number) => `${done} of ${of} registered`,
    registered: (able: number, refused: number) =>
      `${able === 1 ? '1 person is' : `${able} people are`} registered${refused === 0 ? '' : `, ${refused} could not be`}. The links are shown only now.`,
    links: 'One-time links',
    copyLink: 'Copy the link',
    download: 'Download all links',
    fileName: 'one-time-links.csv',
    lost: 'The server did not answer. Look whether the person is listed before you try again.',
    cancel: 'Cancel',
    close: 'I have the links',
    bring: {
      title: 'Bring what you have',
      about: 'Begin empty with the steps below, or bring what there is elsewhere.',
      people: 'People',
      peopleHelp: 'From a spreadsheet or an address book.',
      registers: 'Risks, vendors, tools and other registers',
      registersHelp: 'Each register takes a CSV file and shows what it would change before it does.',
      toRegisters: 'Go to the registers',
      backup: 'Another Muster',
      backupHelp:
        'Its backup holds everything: people, projects, files and the ledger. It goes into an empty data folder, not into this one. Stop this server, then type:',
      backupCommand: 'npm run muster -- restore muster-backup --data restored\nnpm start -- --data restored',
    },
  },
})
