/** The beginning of a sentence. Example: `sentenceCase('every day') // 'Every day'` */
export const sentenceCase = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
