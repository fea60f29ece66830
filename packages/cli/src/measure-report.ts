import type { Report } from '@muster/statistics'
import type { Common } from './context.ts'
import { sessionOf } from './context.ts'
import { CliFailure } from './failure.ts'
import { outputsOf, write } from './measure-output.ts'
import { reportText } from './report-text.ts'
import { idOf } from './resolve.ts'

/** Shows the report of sealed evidence, or writes it to files as the server renders it. */
export async function showReport(
  argument: string | undefined,
  options: Common & { readonly evidence?: string; readonly output?: readonly string[] },
): Promise<void> {
  const given = options.evidence ?? argument
  if (given === undefined) {
    throw new CliFailure('Which evidence?', { help: 'Usage: muster evidence report <evidence>' })
  }
  const outputs = outputsOf(options.output)
  const session = sessionOf(options)
  const id = await idOf(session.ask, 'evd', given)
  const path = `/api/v1/evidence/${encodeURIComponent(id)}/report`
  for (const output of outputs) {
    const format = /\.(html|md|json)$/i.exec(output)?.[1]?.toLowerCase()
    if (format === undefined) throw new CliFailure(`--output ${output}: a sealed report is .html, .md or .json.`)
    const response = await session.api.stream('GET', path, { query: { format }, accept: '*/*' })
    write(output, await response.text())
  }
  const report = (await session.ask(path)) as Report
  if (session.json) return session.printJson(report)
  session.print(reportText(report, session.screen, outputs))
}
