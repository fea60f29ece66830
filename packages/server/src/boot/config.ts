import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

/** Settings of the server: few, each with a reason, a default and a unit. docs/reference/settings.md is made from this. */
const settings = z.strictObject({
  data: z
    .string()
    .min(1)
    .default('muster-data')
    .describe('Folder for the embedded database, files and the ledger’s signing key'),
  port: z.coerce.number().int().min(0).max(65_535).default(7_300).describe('TCP port to listen on; 0 picks a free one'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 for all. Only this machine by default'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional()
    .describe('A PostgreSQL server instead of the embedded database'),
  url: z.url().optional().describe('Address under which people reach Muster, for links; http://host:port by default'),
  name: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9./-]{0,99}$/, 'must be letters, digits, dots, dashes and slashes')
    .default('muster.local')
    .describe('Name of the ledger, as checkpoints carry it. It cannot change once entries exist'),
  bodyLimitKb: z.coerce.number().int().min(16).max(65_536).default(1_024).describe('Largest JSON body in KiB'),
  uploadLimitMb: z.coerce.number().int().min(1).max(1_048_576).default(4_096).describe('Largest uploaded file in MiB'),
  measureAtOnce: z.coerce.number().int().min(1).max(64).default(2).describe('How many files are measured at once'),
  measureMinutes: z.coerce
    .number()
    .min(0.01)
    .max(1_440)
    .default(30)
    .describe('How long one measurement may take, in minutes'),
  measureMemoryMb: z.coerce
    .number()
    .int()
    .min(128)
    .max(1_048_576)
    .default(4_096)
    .describe('How much memory one measurement may take, in MiB'),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('How much is logged'),
})
export type Config = z.output<typeof settings> & { readonly dataFolder: string }

/** Environment variable of each setting. */
export const VARIABLES: Readonly<Record<string, keyof z.output<typeof settings>>> = {
  MUSTER_DATA: 'data',
  MUSTER_PORT: 'port',
  MUSTER_HOST: 'host',
  DATABASE_URL: 'databaseUrl',
  MUSTER_URL: 'url',
  MUSTER_NAME: 'name',
  MUSTER_BODY_LIMIT_KB: 'bodyLimitKb',
  MUSTER_UPLOAD_LIMIT_MB: 'uploadLimitMb',
  MUSTER_MEASURE_AT_ONCE: 'measureAtOnce',
  MUSTER_MEASURE_MINUTES: 'measureMinutes',
  MUSTER_MEASURE_MEMORY_MB: 'measureMemoryMb',
  MUSTER_LOG_LEVEL: 'logLevel',
}
/** Variables that others of Muster's programs read; they are no unknown settings here. */
const NOT_OURS = new Set(['MUSTER_TOKEN', 'MUSTER_SERVER', 'MUSTER_CONFIG'])

/** A setting is unknown or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the configuration from the environment and from given values (command line), which win. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, unknown>> = {},
): Config {
  const unknown = Object.keys(environment).filter(
    (key) => key.startsWith('MUSTER_') && !(key in VARIABLES) && !NOT_OURS.has(key),
  )
  if (unknown.length > 0) {
    throw new ConfigError(`Unknown setting ${unknown.join(', ')}. Known ones are ${Object.keys(VARIABLES).join(', ')}.`)
  }
  const values: Record<string, unknown> = {}
  for (const [variable, key] of Object.entries(VARIABLES)) {
    const value = environment[variable]
    if (value !== undefined && value !== '') values[key] = value
  }
  for (const [key, value] of Object.entries(given)) if (value !== undefined) values[key] = value
  const parsed = settings.safeParse(values)
  if (!parsed.success) {
    const variableOf = (key: string): string => Object.entries(VARIABLES).find(([, k]) => k === key)?.[0] ?? key
    const wrong = parsed.error.issues.map((issue) => `${variableOf(String(issue.path[0] ?? ''))}: ${issue.message}`)
    throw new ConfigError(`The settings are not valid. ${wrong.join('; ')}.`)
  }
  const { data } = parsed.data
  return { ...parsed.data, dataFolder: isAbsolute(data) ? data : resolve(data) }
}

/** The settings for the reference: variable, default, meaning. */
export function settingsReference(): { variable: string; default: string; meaning: string }[] {
  return Object.entries(VARIABLES).map(([variable, key]) => {
    const field: z.ZodType = settings.shape[key]
    const fallback = field.safeParse(undefined)
    return {
      variable,
      default: typeof fallback.data === 'string' || typeof fallback.data === 'number' ? `${fallback.data}` : '–',
      meaning: field.description ?? '',
    }
  })
}
