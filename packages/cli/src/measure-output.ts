import { writeFileSync } from 'node:fs'
import type { Report } from '@muster/statistics'
import { CliFailure } from './failure.ts'

const ENDINGS = ['.html', '.md', '.json', '.mspf'] as const

/** The files to write, whose endings say how: told before anything is measured. */
export function outputsOf(typed: unknown): string[] {
  const outputs = Array.isArray(typed) ? typed.filter((path): path is string => typeof path === 'string') : []
  const odd = outputs.find((path) => !ENDINGS.some((ending) => path.toLowerCase().endsWith(ending)))
  if (odd !== undefined) {
    throw new CliFailure(`--output ${odd}: the end of the name says how the report is written.`, {
      help: 'End it in .html (with charts), .md or .json; the profile itself in .mspf.',
    })
  }
  return outputs
}

/** Writes a report to files, each as its ending says. */
export async function writeOutputs(report: Report, outputs: readonly string[]): Promise<void> {
  if (outputs.length === 0) return
  const { htmlReport, markdownReport } = await import('@muster/statistics')
  for (const path of outputs) {
    const ending = ENDINGS.find((one) => path.toLowerCase().endsWith(one))
    if (ending === '.html') write(path, htmlReport(report))
    else if (ending === '.md') write(path, markdownReport(report))
    else if (ending === '.mspf') write(path, profileIn(report))
    else write(path, `${JSON.stringify(report, null, 2)}\n`)
  }
}

function profileIn({ result, analysis }: Report): Buffer {
  const profile = typeof result === 'object' && result !== null && 'profile' in result ? result.profile : undefined
  if (typeof profile === 'string') return Buffer.from(profile, 'base64')
  throw new CliFailure(`"evidence ${analysis}" makes no profile.`, { help: 'Make one: muster evidence profile --help' })
}

export function write(path: string, content: string | Buffer): void {
  try {
    writeFileSync(path, content)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CliFailure(
      code === 'ENOENT'
        ? `${path} cannot be written: its folder does not exist.`
        : code === 'EISDIR'
          ? `${path} is a folder.`
          : `${path} cannot be written: ${message}.`,
    )
  }
}
