/** Thrown where a file is not as plain as the reader of plain CSV wants it; it is then read by the engine. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain'
}

/** Thrown where a column that was taken for numbers has something else; `column` is its position. */
export class NotNumber extends NotPlain {
  readonly column: number
  readonly row: number

  constructor(column: number, row: number) {
    super(`row ${row} of column ${column} is no number`)
    this.column = column
    this.row = row
  }
}
