import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PackSetProblem } from '@muster/contract'
import { checkPackSet } from '@muster/contract'
import { print, readText } from './context.ts'
import type { ExitCode } from './failure.ts'
import { CliFailure, EXIT } from './failure.ts'
import { oneLine, painter, screenOf } from './terminal.ts'

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name)

/** The pack files that paths name: a folder stands for all YAML files in it. */
export function packFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new CliFailure(`There is no file or folder ${path}.`)
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(isYaml)
      .toSorted()
      .map((name) => join(path, name))
  })
}

function defaults(): string[] {
  const data = process.env['MUSTER_DATA'] ?? 'muster-data'
  const found = ['packs', join(data, 'packs')].filter((p) => existsSync(p))
  if (found.length > 0) return found
  throw new CliFailure('There is no folder "packs" here.', {
    help: 'Name files or folders, or make a first pack with "muster init".',
  })
}

const SHIPPED = join(import.meta.dirname, '../../../packs')
const kindOf = (text: string): string => /^pack:\s*(\S+)/m.exec(text)?.[1] ?? ''

/** Shipped packs of the kinds that were not given: the names that a pack uses are looked up in them. */
function companions(given: readonly { readonly text: string }[]): { file: string; text: string }[] {
  if (!existsSync(SHIPPED)) return []
  const kinds = new Set(given.map((g) => kindOf(g.text)))
  return packFiles([SHIPPED])
    .map((file) => ({ file: `shipped:${file}`, text: readText(file) }))
    .filter((pack) => !kinds.has(kindOf(pack.text)))
}

/** `file:line:column severity message`, as editors and CI read it. */
export function problemLine(p: PackSetProblem, color: boolean): string {
  const paint = painter({ color })
  const hint = p.hint === undefined ? '' : ` ${p.hint}`
  const severity = paint(p.severity === 'error' ? 'red' : 'yellow', p.severity)
  return `${p.file}:${p.line}:${p.column} ${severity} ${oneLine(p.message + hint)} (${p.code})`
}

/** Checks packs each on its own and against each other; 1 when there are errors. */
export async function check(paths: readonly string[], options: { readonly json?: boolean }): Promise<ExitCode> {
  const files = packFiles(paths.length === 0 ? defaults() : paths)
  if (files.length === 0) throw new CliFailure('There are no YAML files there.')
  const given = files.map((file) => ({ file, text: readText(file) }))
  const named = new Set(files)
  const problems = checkPackSet([...given, ...companions(given)]).filter((p) => named.has(p.file))
  const errors = problems.filter((p) => p.severity === 'error').length
  if (options.json === true) print([JSON.stringify({ files: files.length, errors, problems }, null, 2)])
  else {
    const { color } = screenOf(process.stdout, process.env)
    const warnings = problems.length - errors
    const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
    print([
      ...problems.map((p) => problemLine(p, color)),
      `${count(files.length, 'pack')} checked: ${errors === 0 && warnings === 0 ? 'all is well' : `${count(errors, 'error')}, ${count(warnings, 'warning')}`}.`,
    ])
  }
  return errors > 0 ? EXIT.refused : EXIT.done
}
