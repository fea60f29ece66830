/** The part of cli-progress that is used here; the package brings no types. */
declare module 'cli-progress' {
  export class SingleBar {
    constructor(options: {
      format: string
      stream: NodeJS.WritableStream
      hideCursor?: boolean
      clearOnComplete?: boolean
      etaBuffer?: number
    })
    start(total: number, start: number, payload?: object): void
    update(value: number, payload?: object): void
    stop(): void
  }
}
