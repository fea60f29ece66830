import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { clean } from './terminal.ts'

interface AnswerOptions extends Common {
  readonly poll?: string
  readonly score?: readonly string[]
}

const ID = /^pol_[0-9A-HJKMNP-TV-Z]{26}$/

/** Counts the answers to a health poll: one score for each statement. Without scores it shows the statements. */
export async function answerPoll(typed: string | undefined, options: AnswerOptions): Promise<void> {
  const poll = options.poll ?? typed
  if (poll === undefined || !ID.test(poll))
    throw new CliFailure('Which poll?', { help: 'Usage: muster poll answer <poll> --score <statement>=<1–5> …' })
  const session = sessionOf(options)
  const shown = (await session.ask(`/api/v1/polls/${poll}`)) as { statements: { id: string; text: string }[] }
  const given = options.score ?? []
  if (given.length === 0) {
    const lines = shown.statements.map((s) => `  --score ${s.id}=…   ${clean(s.text)}`)
    throw new CliFailure('Give each statement a score from 1 (not at all) to 5 (wholly).', { help: lines.join('\n') })
  }
  const scores = given.map((text) => {
    const [statement = '', score = ''] = text.split('=')
    if (!/^[1-5]$/.test(score)) throw new CliFailure(`--score must be <statement>=<1 to 5>, not "${text}".`)
    return { statement, score: Number(score) }
  })
  const answer = await session.api.call('POST', `/api/v1/polls/${poll}/answer`, { body: { scores } })
  if (session.json) return session.printJson(answer)
  session.print(['Your answer is counted. Nobody can tell what it was; counts are shown when the poll has closed.'])
}
