/** Every reason why a file cannot be measured. The codes are stable; messages may be reworded. */
export const SCAN_ERROR_CODES = [
  'file_not_found',
  'not_a_file',
  'file_unreadable',
  'format_unknown',
  'file_empty',
  'file_changed',
  'parquet_broken',
  'csv_broken',
  'json_broken',
  'gzip_broken',
  'zstd_broken',
  'files_differ',
  'encoding_invalid',
  'nul_byte',
  'column_missing',
  'column_ambiguous',
  'column_type',
  'value_missing',
  'labels_differ',
  'class_unknown',
  'classes_too_many',
  'slice_values_too_many',
  'score_out_of_range',
  'report_broken',
  'scores_differ',
  'keys_differ',
  'keys_repeated',
  'option_invalid',
  'engine_failed',
] as const

export type ScanErrorCode = (typeof SCAN_ERROR_CODES)[number]

/** Thrown when a file cannot be measured: `message` says what was wrong and where, `hint` what to do about it. */
export class ScanError extends Error {
  override readonly name = 'ScanError'
  readonly code: ScanErrorCode
  readonly hint: string
  /** Which of several files it was, such as `reference`. */
  role?: string

  constructor(code: ScanErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

/** Does something with one of several files; an error says which of them it was about. */
export async function withFile<Result>(role: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ScanError) error.role ??= role
    throw error
  }
}

/** Text from a file as it may stand in a message: short, on one line, without control characters. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return JSON.stringify(short)
}
