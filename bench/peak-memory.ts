import { readFileSync } from 'node:fs'

/**
 * The largest memory of this process so far, in megabytes. Where the system tells it, of this program alone: the figure of
 * getrusage is at least that of whoever started it.
 */
export function peakMemoryMb(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kilobytes !== undefined) return Number(kilobytes) / 1024
  } catch {
    // Only Linux has this file.
  }
  return process.resourceUsage().maxRSS / 1024
}
