import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { refusal } from '@muster/core'
import type { Context } from '../../http/context.ts'
import { RequestRefused } from '../../http/problem.ts'
import type { StoredFile } from '../../http/readable-file.ts'
import { MeasurementEnded } from '../../measuring/measuring.ts'
import type { Unmeasured } from '../../measuring/measuring.ts'

/** What a stored file is to a measurement → the file. */
export type FilesByRole = ReadonlyMap<string, StoredFile>

/**
 * Does something with stored files where they can be measured. A stored file has no ending, which tells the format: it is
 * read under a second name that has one. A measurement that gave nothing is refused in words.
 */
export async function withPaths<Result>(
  store: Context['files'],
  files: FilesByRole,
  work: (paths: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-measure-'))
  try {
    const paths: Record<string, string> = {}
    for (const [role, { digest, name }] of files) {
      const path = join(folder, `${role}${endingOf(name)}`)
      await symlink(resolve(store.path(digest) ?? ''), path)
      paths[role] = path
    }
    return await work(paths)
  } catch (error) {
    if (error instanceof MeasurementEnded) throw new RequestRefused(refusalOf(error.because, files))
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const endingOf = (name: string): string => /(?:\.[a-z0-9]{1,8})?\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? ''

/** Why a measurement gave nothing, as a refusal. */
export function refusalOf(because: Unmeasured, files: FilesByRole): ReturnType<typeof refusal> {
  const names = [...files.values()].map(({ name }) => name).join(' and ')
  switch (because.why) {
    case 'scan-error': {
      const { code, message, hint, role = '' } = because
      const which = files.get(role)?.name
      const where = which === undefined || files.size === 1 ? names : `${which} (${role})`
      return refusal('measurement-failed', `${where}: ${message}.`, { subject: code, help: sentence(hint) })
    }
    case 'too-long':
      return refusal('measurement-too-large', `Measuring ${names} took longer than ${because.minutes} minutes.`, {
        help: 'Measure it on your own machine (muster evidence … without --version), take a sample, or raise MUSTER_MEASURE_MINUTES.',
      })
    case 'too-large':
      return refusal('measurement-too-large', `Measuring ${names} needs more than ${because.memoryMb} MiB of memory.`, {
        help: 'Give fewer columns or rows, or raise MUSTER_MEASURE_MEMORY_MB.',
      })
    case 'crashed':
      return refusal(
        'measurement-failed',
        `Reading ${names} made the reader crash (${because.signal}). Nothing was sealed.`,
        {
          help: 'The file is probably damaged: write it again, or as CSV.',
        },
      )
    case 'busy':
      return refusal('measuring-busy', `${because.waiting} measurements wait already.`, {
        help: 'Try again in a while, or raise MUSTER_MEASURE_AT_ONCE.',
      })
    case 'stopped':
      return refusal('measurement-stopped', 'The measurement was stopped. Nothing was sealed.', {
        help: 'Send it again.',
      })
    default:
      return because satisfies never
  }
}

/** A hint of the statistics as a sentence of its own. */
const sentence = (hint: string): string =>
  `${hint.charAt(0).toUpperCase()}${hint.slice(1)}${/[.?!]$/.test(hint) ? '' : '.'}`
