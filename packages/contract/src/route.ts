import { input } from '@muster/core'
import { z } from 'zod'

/**
 * Who may call a route: nobody need be signed in; anybody signed in; those who may read the project; those who may read
 * the file; administrators.
 */
export type ReadPermission = 'public' | 'member' | 'project' | 'file' | 'administrator'

/** The declaration of a query, or of something that is done without changing a governed fact. */
export interface Route {
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Path with `:parameters`. */
  readonly path: string
  readonly title: string
  readonly help: string
  readonly permission: ReadPermission
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  readonly answer: z.ZodType
  /** JSON unless said otherwise. */
  readonly media?: string
  /** The answer is one page of a list. */
  readonly paged?: boolean
  /** Takes an idempotency key, as acts do: it ends in one. */
  readonly keyed?: boolean
}

const none = z.strictObject({})
const cursor = {
  cursor: z.string().max(200).optional().describe('Where the page starts: `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most, 1 to 200'),
}
/** The query of a list: where the page starts, and how long it is. */
export const paged = z.strictObject(cursor)
/** One page of a list; `next` is there when more follow. */
export const pageOf = (item: z.ZodType) => z.looseObject({ items: z.array(item), next: z.string().optional() })

type Options = Partial<Omit<Route, 'name' | 'path' | 'title' | 'help' | 'answer'>>

/** Declares a query. */
export function get(
  name: string,
  path: string,
  title: string,
  help: string,
  answer: z.ZodType,
  options: Options = {},
): Route {
  return {
    method: 'GET',
    permission: 'member',
    params: none,
    query: none,
    ...options,
    name,
    path: `/api/v1${path}`,
    title,
    help,
    answer,
  }
}
/** Declares a query that answers in pages. */
export function list(
  name: string,
  path: string,
  title: string,
  help: string,
  item: z.ZodType,
  options: Options = {},
): Route {
  return get(name, path, title, help, pageOf(item), { query: paged, paged: true, ...options })
}

/** A query about one project, named in the path. */
export const inProject = {
  params: z.strictObject({ project: input.project.describe('The project') }),
  permission: 'project',
} as const
/** A query about one record, named in the path; whoever may read its project may read it. */
export const byId = (key: string, prefix: string, what: string) =>
  ({ params: z.strictObject({ [key]: input.id(prefix).describe(what) }), permission: 'project' }) as const
