/** The words of a text: runs of letters and digits, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Hashed features of one text: places in a table of 2¹⁸, each once, sorted. */
export const HASH_SIZE = 1 << 18

/**
 * Hashes the words of a text, its pairs of neighbouring words and its runs of three letters into places of a table (the
 * hashing trick: Weinberger et al. 2009). Places may collide; a classifier only loses a little by it.
 */
export function hashedNgrams(text: string): Int32Array {
  const words = wordsOf(text)
  const places = new Set<number>()
  for (const [index, word] of words.entries()) {
    places.add(placeOf(`w${word}`))
    if (index > 0) places.add(placeOf(`p${words[index - 1]} ${word}`))
    const framed = `<${word}>`
    for (let at = 0; at + 3 <= framed.length; at++) places.add(placeOf(`c${framed.slice(at, at + 3)}`))
  }
  return Int32Array.from(places).sort()
}

/** FNV-1a over UTF-16 code units, folded into the table. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 15)) & (HASH_SIZE - 1)
}
