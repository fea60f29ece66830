import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { clean } from './terminal.ts'

interface LiveOptions extends Common {
  readonly after?: string
}
interface Told {
  readonly seq: number
  readonly type: string
  readonly act: string
  readonly subject: string
  readonly project?: string
}

/** Prints each entry of the ledger that you may read as it is committed, one a line, until it is stopped. */
export async function follow(options: LiveOptions): Promise<void> {
  const session = sessionOf(options)
  const response = await session.api.stream('GET', '/api/v1/live', { query: { after: options.after } })
  if (!session.json) process.stderr.write('Following the ledger. Stop with Ctrl+C.\n')
  let text = ''
  for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const messages = (text + piece).split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) {
      const line = entryLine(message, session.json)
      if (line !== undefined) session.print([line])
    }
  }
  process.stderr.write('The server has ended the stream.\n')
}

/** An entry as a line; nothing for what only keeps the stream alive, or begins it. */
function entryLine(message: string, json: boolean): string | undefined {
  const lines = message.split('\n')
  const data = lines.find((line) => line.startsWith('data: '))?.slice(6)
  if (data === undefined || lines.some((line) => line.startsWith('event: '))) return undefined
  if (json) return data
  const { seq, type, act, subject, project } = JSON.parse(data) as Told
  return clean(`${String(seq).padStart(8)}  ${type}  ${act}  ${subject}${project === undefined ? '' : `  ${project}`}`)
}
