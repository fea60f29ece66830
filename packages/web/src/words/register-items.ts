import { inLanguage } from './in-language.ts'

/** Texts of importing a table into a register, and of the history of an item. */
export const words = inLanguage({
  en: {
    import: 'Import a CSV',
    title: (register: string) => `Import into “${register}”`,
    help: 'A table with the columns of the export. A row with the number of an item changes it, the others are added. All of it is taken, or nothing.',
    file: 'CSV file',
    choose: 'Choose a file',
    reading: 'Looking at the table …',
    tooLarge: 'The file is larger than 900,000 characters. Split it.',
    refused: (count: number) =>
      count === 1 ? '1 thing is wrong with the table' : `${count} things are wrong with the table`,
    would: (added: number, changed: number) => {
      const add = added === 0 ? [] : [added === 1 ? 'add 1 item' : `add ${added} items`]
      const change = changed === 0 ? [] : [changed === 1 ? 'change 1 item' : `change ${changed} items`]
      return `This would ${[...add, ...change].join(' and ')}:`
    },
    ofOne: 'a share: 1 is 100 %',
    added: 'new',
    changed: 'changed',
    titleField: 'Title',
    owner: 'Owner',
    emptied: 'emptied',
    more: (count: number) => `and ${count} more`,
    apply: 'Import',
    cancel: 'Cancel',
    history: 'History',
    was: 'to',
    set: 'set',
    noHistory: 'The ledger shows its entries to those who may read them.',
  },
})
