import type { Pack, PackKind, PackPath } from '@muster/core'
import { checkPack, checkPacks, PACK_KINDS, PACK_SCHEMAS, packFields, nearest } from '@muster/core'
import type { z } from 'zod'
import { unknownActs } from './act-names.ts'
import type { Position, YamlText } from './yaml-text.ts'
import { parseYaml } from './yaml-text.ts'

/** Something wrong in a pack file, with the line and column (from 1) of the node it is about. */
export interface PackFileProblem extends Position {
  readonly file: string
  readonly code: string
  readonly message: string
  readonly hint?: string
}
export type PackSetProblem = PackFileProblem & { readonly severity: 'error' | 'warning' }

export type ReadPackResult = { readonly pack: Pack } | { readonly problems: readonly PackFileProblem[] }

/** More problems than these are not reported: they rarely say more. */
const MOST_PROBLEMS = 100

/**
 * Reads a pack from YAML text. Never throws and does no I/O: `file` is only the name to report. Refused are text over
 * one million characters, YAML errors, keys given twice, aliases that expand without bounds, anything the schema of the
 * pack's kind does not know, and what `checkPack` finds wrong within the pack.
 *
 * @example readPack('pack: gate\n…', 'gate.yaml') // { pack } or { problems: [{ file, line, column, code, message }] }
 */
export function readPack(text: string, file: string): ReadPackResult {
  const read = readPlaced(text, file)
  return 'problems' in read ? read : { pack: read.pack }
}

/**
 * Reads several packs and checks them against each other with `checkPacks`. Files that cannot be read are reported and
 * left out of the comparison.
 *
 * @returns problems in the order of the files; empty when all is well
 */
export function checkPackSet(files: readonly { readonly text: string; readonly file: string }[]): PackSetProblem[] {
  const read = files.map(({ text, file }) => ({ file, ...readPlaced(text, file) }))
  const good = read.flatMap((r) => ('pack' in r ? [r] : []))
  const unreadable = read.flatMap((r) =>
    'pack' in r ? [] : r.problems.map((p): PackSetProblem => ({ ...p, severity: 'error' })),
  )
  const crossed = checkPacks(good.map((r) => r.pack)).flatMap(({ index, path, severity, code, message }) => {
    const from = good[index]
    return from === undefined ? [] : [{ file: from.file, ...from.yaml.locate(path), severity, code, message }]
  })
  const order = new Map(files.map(({ file }, i) => [file, i]))
  return [...unreadable, ...crossed].sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0))
}

/**
 * Reads a pack and checks it beside others that are read already: what of its roles, evidence and reviews they do not
 * know. Problems have the line and column of the text, warnings are among them.
 */
export function readPackBeside(
  text: string,
  file: string,
  othersOf: (pack: Pack) => readonly Pack[],
): { readonly pack?: Pack; readonly problems: readonly PackSetProblem[] } {
  const read = readPlaced(text, file)
  if ('problems' in read) return { problems: read.problems.map((p) => ({ ...p, severity: 'error' })) }
  const { pack, yaml } = read
  const problems = checkPacks([pack, ...othersOf(pack)])
    .filter((p) => p.index === 0)
    .map(({ path, severity, code, message }): PackSetProblem => ({
      file,
      ...yaml.locate(path),
      severity,
      code,
      message,
    }))
  return { pack, problems }
}

type Placed = { readonly pack: Pack; readonly yaml: YamlText } | { readonly problems: readonly PackFileProblem[] }

function readPlaced(text: string, file: string): Placed {
  const parsed = parseYaml(text)
  if ('problems' in parsed) return { problems: parsed.problems.slice(0, MOST_PROBLEMS).map((p) => ({ file, ...p })) }
  const { yaml } = parsed
  const kind = kindOf(yaml, file)
  if (typeof kind !== 'string') return { problems: [kind] }
  const result = PACK_SCHEMAS[kind].safeParse(yaml.value)
  if (!result.success) {
    const problems = result.error.issues.slice(0, MOST_PROBLEMS).flatMap((issue) => explain(issue, kind, yaml, file))
    return { problems: inOrder(problems).slice(0, MOST_PROBLEMS) }
  }
  const pack: Pack = result.data
  const errors = checkPack(pack)
    .filter((p) => p.severity === 'error')
    .map(({ code, message, path }): PackFileProblem => ({ file, ...yaml.locate(path), code, message }))
  errors.push(...unknownActs(pack).map(({ path, ...found }) => ({ file, ...yaml.locate(path), ...found })))
  return errors.length > 0 ? { problems: inOrder(errors).slice(0, MOST_PROBLEMS) } : { pack, yaml }
}

const inOrder = (problems: readonly PackFileProblem[]): PackFileProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column)

function kindOf(yaml: YamlText, file: string): PackKind | PackFileProblem {
  const { value } = yaml
  const kinds = PACK_KINDS.join(', ')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'A pack must be a mapping of fields, starting with "pack: <kind>".'
    return { file, ...yaml.locate([]), code: 'pack-not-a-mapping', message, hint: `Kinds: ${kinds}.` }
  }
  const given: unknown = Object.hasOwn(value, 'pack') ? (value as { pack: unknown }).pack : undefined
  const kind = PACK_KINDS.find((k) => k === given)
  if (kind !== undefined) return kind
  if (given === undefined) {
    const message = 'The field "pack" is missing: it says which kind of pack this is.'
    return { file, ...yaml.locate([]), code: 'field-missing', message, hint: `Kinds: ${kinds}.` }
  }
  const near = typeof given === 'string' ? nearest(given, PACK_KINDS) : undefined
  return {
    file,
    ...yaml.locate(['pack']),
    code: 'pack-kind-unknown',
    message:
      typeof given === 'string' && given.length <= 100
        ? `There is no kind of pack "${given}".`
        : 'This is no kind of pack.',
    hint: near === undefined ? `Kinds: ${kinds}.` : `Did you mean "${near}"?`,
  }
}

function explain(issue: z.core.$ZodIssue, kind: PackKind, yaml: YamlText, file: string): PackFileProblem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, path, kind, yaml, file))
  const name = words(path)
  if (issue.code === 'invalid_key') {
    const why = issue.issues[0]?.message ?? 'it has no allowed form'
    return [{ file, ...yaml.locateKey(path), code: 'name-invalid', message: `"${String(path.at(-1))}": ${why}` }]
  }
  const where = { file, ...yaml.locate(path) }
  if (issue.code === 'invalid_type' && !yaml.has(path)) {
    return [{ ...where, code: 'field-missing', message: `The field "${name}" is missing.` }]
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const given = yaml.at(path)
    const near = typeof given === 'string' ? nearest(given, values) : undefined
    return [
      {
        ...where,
        code: 'value-invalid',
        message: `"${name}" must be ${values.length === 1 ? '' : 'one of '}${values.join(', ')}.`,
        ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      },
    ]
  }
  const message = issue.message.replace(/^Invalid input: /, '')
  return [{ ...where, code: 'value-invalid', message: `"${name}": ${message}` }]
}

function unknownField(key: string, path: PackPath, kind: PackKind, yaml: YamlText, file: string): PackFileProblem {
  const fields = packFields(kind, path)
  const near = nearest(key, fields)
  const known = fields.length === 0 ? undefined : `Fields here: ${fields.join(', ')}.`
  const hint = near === undefined ? known : `Did you mean "${near}"?`
  return {
    file,
    ...yaml.locateKey([...path, key]),
    code: 'field-unknown',
    message: `There is no field "${key}" ${path.length === 0 ? 'in this kind of pack' : `in "${words(path)}"`}.`,
    ...(hint === undefined ? {} : { hint }),
  }
}

/** `checks[2].condition` */
function words(path: PackPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}
