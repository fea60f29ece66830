import { inLanguage } from './in-language.ts'

/** Texts of handing over a deliverable, and of accepting or returning it. */
export const words = inLanguage({
  en: {
    submit: 'Hand over',
    title: (what: string) => `Hand over: ${what}`,
    help: 'Whoever is Accountable accepts or returns it. Everybody who is Consulted is asked first, whoever is Informed hears of the decision.',
    accept: 'Accept',
    acceptOf: (what: string) => `Accept: ${what}`,
    return: 'Return',
    returnOf: (what: string) => `Return: ${what}`,
  },
})
