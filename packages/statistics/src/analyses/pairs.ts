import { ScanError } from '../scan/scan-error.ts'

/** `name=value` texts as pairs, split at the last sign; `shape` says what they should look like. */
export function pairsOf(texts: readonly string[], shape: string): [string, string][] {
  return texts.map((text) => {
    const at = text.lastIndexOf('=')
    if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)]
    throw new ScanError('option_invalid', `"${text.slice(0, 60)}" is not of the form ${shape}`, `write ${shape}`)
  })
}
