export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

const isLanguage = (tag: string): tag is Language => LANGUAGES.some((known) => known === tag)

/** The first language of the browser that these pages speak. */
export const language: Language = globalThis.navigator?.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'

/**
 * The texts of a room in the language of the reader. A translation has the shape of the English texts: the compiler names
 * what is missing. Example: `export const words = inLanguage({ en: { title: 'Gate' } })`
 */
export const inLanguage = <W>(texts: { readonly en: W } & Readonly<Partial<Record<Language, W>>>): W =>
  texts[language] ?? texts.en
