import { problemLine } from './check-packs.ts'
import type { Common } from './context.ts'
import { readText, sessionOf } from './context.ts'
import type { ExitCode } from './failure.ts'
import { EXIT } from './failure.ts'
import { clean, oneLine, painter } from './terminal.ts'

interface Compared {
  readonly ok: boolean
  readonly applied: boolean
  readonly problems: readonly Parameters<typeof problemLine>[0][]
  readonly pack?: { readonly kind: string; readonly name: string; readonly version: string }
  readonly against?: { readonly version: string }
  readonly changes: readonly {
    readonly path: readonly string[]
    readonly what: 'added' | 'removed' | 'changed' | 'reordered'
    readonly before?: unknown
    readonly after?: unknown
  }[]
  readonly followers: number
}

const SIGNS = { added: '+', removed: '-', changed: '~', reordered: '↕' } as const
const COLORS = { added: 'green', removed: 'red', changed: 'yellow', reordered: 'dim' } as const

/** Says what applying a pack would change; nothing is applied. */
export async function compare(file: string, options: Common): Promise<ExitCode> {
  const session = sessionOf(options)
  const body = { text: readText(file), file }
  const found = (await session.api.call('POST', '/api/v1/packs/compare', { body })) as Compared
  const exit = found.ok ? EXIT.done : EXIT.refused
  if (session.json) {
    session.printJson(found)
    return exit
  }
  const paint = painter(session.screen)
  const changes = found.changes.map(
    (c) => `  ${paint(COLORS[c.what], SIGNS[c.what])} ${clean(c.path.join(' › '))}${valuesOf(c)}`,
  )
  session.print([...found.problems.map((p) => problemLine(p, session.screen.color)), headline(found), ...changes])
  return exit
}

function headline({ ok, applied, pack, against, changes, followers }: Compared): string {
  if (pack === undefined) return 'This cannot be read as a pack.'
  const name = clean(`${pack.kind} ${pack.name} ${pack.version}`)
  if (applied) return `${name} is applied in exactly this content.`
  const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`
  const first =
    against === undefined ? `${name} is new to the workspace.` : `${name}: ${count} against ${against.version}.`
  const more =
    followers === 0
      ? ''
      : ` ${followers} ${followers === 1 ? 'project follows' : 'projects follow'} an applied one and ${followers === 1 ? 'goes' : 'go'} on with it.`
  return `${first}${more}${ok ? '' : ' It cannot be applied like this.'}`
}

function valuesOf({ what, before, after }: Compared['changes'][number]): string {
  const short = (value: unknown): string => oneLine((JSON.stringify(value) ?? '').slice(0, 80))
  return what === 'changed' ? `: ${short(before)} → ${short(after)}` : ''
}
