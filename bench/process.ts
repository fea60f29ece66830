import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { temporaryFolder } from './world.ts'

/** How long a program took from start to exit, and what its last line of output says. */
export interface ProcessRun {
  readonly seconds: number
  readonly peakMb: number
  readonly told: Readonly<Record<string, unknown>>
}

export const PYTHON = '/usr/bin/python3'

let cacheFolder: string | undefined

/** Node keeps compiled modules here, as Python does beside its own: the runs after the first find them. */
function environment(): NodeJS.ProcessEnv {
  cacheFolder ??= join(temporaryFolder(), 'compiled')
  return { ...process.env, NODE_COMPILE_CACHE: cacheFolder }
}

/** Runs a program to its end. Its last line of output is a JSON object with `peakMb`. */
export async function runProcess(program: string, args: readonly string[]): Promise<ProcessRun> {
  const from = performance.now()
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'inherit'], env: environment() })
  const ended = once(child, 'exit') as Promise<[number | null]>
  let last = '{}'
  for await (const line of createInterface({ input: child.stdout })) last = line
  const [code] = await ended
  const seconds = (performance.now() - from) / 1000
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  const told = JSON.parse(last) as Record<string, unknown>
  return { seconds, peakMb: Math.round(Number(told['peakMb'] ?? 0)), told }
}

/** The same, or undefined when the program or a package of it is not installed. */
export async function tryProcess(program: string, args: readonly string[]): Promise<ProcessRun | undefined> {
  try {
    return await runProcess(program, args)
  } catch {
    return undefined
  }
}

/** Numerical Recipes' linear congruential generator: the same numbers every time. */
export function congruential(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

/** Writes lines to a file, piece by piece. */
export async function writeLines(file: string, header: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(file)
  let text = `${header}\n`
  for (const line of lines) {
    text += `${line}\n`
    if (text.length < 1 << 18) continue
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'close')
}
