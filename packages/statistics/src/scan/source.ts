/**
 * What was measured. `digest` is `sha256:` and 64 hexadecimal digits of the bytes on the disk; of many files it is that of
 * a list of theirs: `<digest> <name>` and a line feed for each, in the order of their names.
 */
export type Source = {
  readonly name: string
  readonly digest: string
  readonly bytes: number
  readonly rows: number
  /** Present where a folder or a pattern was given. */
  readonly files?: readonly { readonly name: string; readonly digest: string; readonly bytes: number }[]
}

/** How far a scan is: `share` from 0 to 1 within the phase. */
export type Progress = { readonly phase: 'digest' | 'read' | 'measure' | 'verify'; readonly share: number }

export type ScanOptions = {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}
