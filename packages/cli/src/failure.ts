/** How the program ends: done; refused, blocked or wrong; not able to tell (no server, not signed in, bad usage). */
export const EXIT = { done: 0, refused: 1, unable: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with a message for people. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure'
  readonly help: string | undefined
  readonly exit: ExitCode
  constructor(message: string, more: { readonly help?: string; readonly exit?: ExitCode } = {}) {
    super(message)
    this.help = more.help
    this.exit = more.exit ?? EXIT.unable
  }
}

/** The part of problem details that is printed. */
export interface ProblemShape {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance?: string
  readonly refusals?: readonly {
    readonly code: string
    readonly message: string
    readonly subject?: string
    readonly help?: string
  }[]
}

/**
 * The problem details that an error carries, if it is a refusal by the server. Looked at by shape: the fast path has no
 * contract loaded.
 */
export function problemOfError(error: unknown): ProblemShape | undefined {
  if (!(error instanceof Error) || error.name !== 'ApiProblem' || !('problem' in error)) return undefined
  return error.problem as ProblemShape
}

/** What an error means to the person at the terminal: lines for standard error, and the exit code. */
export function explain(error: unknown): { readonly lines: readonly string[]; readonly exit: ExitCode } {
  const problem = problemOfError(error)
  if (problem !== undefined) return { lines: problemLines(problem), exit: exitOf(problem) }
  if (error instanceof CliFailure) {
    return { lines: [error.message, ...(error.help === undefined ? [] : [error.help])], exit: error.exit }
  }
  if (error instanceof Error && error.name === 'Unreachable') {
    return {
      lines: [error.message, 'Start one with "muster start", or name another with --server or MUSTER_SERVER.'],
      exit: EXIT.unable,
    }
  }
  const text = error instanceof Error ? error.message : String(error)
  return {
    lines: [`Something went wrong in the terminal program: ${text}`, 'Set MUSTER_DEBUG=1 to see where.'],
    exit: EXIT.unable,
  }
}

function exitOf(problem: ProblemShape): ExitCode {
  return problem.status === 401 || problem.status >= 500 ? EXIT.unable : EXIT.refused
}

/** Server help speaks of JSON and of tokens; what a person types is said with it. */
const HERE: Readonly<Record<string, string>> = {
  'not-signed-in': 'Sign in with "muster login", or set MUSTER_TOKEN.',
  'token-outlives': 'Ask for fewer days, or sign in for longer: muster login --days 366.',
  'stage-unconfirmed': 'Give --confirm if you have read this.',
  'name-unconfirmed': 'Choose another name, or give --confirm if you mean a second one.',
}

/** A refusal as lines: what was refused, what helps, the code. */
export function problemLines(problem: ProblemShape): string[] {
  const refusals = problem.refusals ?? []
  if (refusals.length === 0) return [`${problem.detail} (${problem.code})`]
  const lines = refusals.flatMap((r) => {
    const field = r.subject !== undefined && /^\/[A-Za-z]/.test(r.subject) ? ` [${flagOfPointer(r.subject)}]` : ''
    const message = field === '' ? r.message : r.message.replace(/^[\w/-]+: /, '')
    const help = HERE[r.code] ?? r.help
    return [`${message}${field} (${r.code})`, ...(help === undefined || help === '' ? [] : [`  ${help}`])]
  })
  return problem.instance === undefined ? lines : [...lines, `  Id of the fault: ${problem.instance}`]
}

/** `/dataDigest` is the option `--data-digest`; what lies deeper is said after it. */
function flagOfPointer(pointer: string): string {
  const [first = '', ...rest] = pointer.slice(1).split('/')
  return [`--${kebab(first)}`, ...rest].join(' › ')
}

/** `dataDigest` → `data-digest`. */
export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
