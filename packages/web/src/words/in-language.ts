export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

const isLanguage = (tag: string): tag is Language => LANGUAGES.some((known) => known === tag)

const wanted: readonly string[] = globalThis.navigator?.languages ?? []

/** The first language of the browser that these pages speak. */
export const language: Language = wanted.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'

/** How dates and numbers are written: as in the region of the reader, who may say `en-GB`. */
export const locale: string = wanted.find((tag) => tag.slice(0, 2) === language) ?? language

/**
 * The texts of a room in the language of the reader. A translation has the shape of the English texts: the compiler names
 * what is missing. Example: `export const words = inLanguage({ en: { title: 'Gate' } })`
 */
export const inLanguage = <W>(texts: { readonly en: W } & Readonly<Partial<Record<Language, W>>>): W =>
  texts[language] ?? texts.en
