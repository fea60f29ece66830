import { inLanguage } from './in-language.ts'

/** Names of the pages of evidence. They are known before a page is opened; its other texts come with it. */
export const words = inLanguage({
  en: { evidence: 'Evidence', measure: 'Measure' },
})
