import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// What a newcomer does: the README's first command, then its tour, block by block, as it is printed there.
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'muster-tour-'))

/** The fenced blocks of the README that follow a `<!-- tour -->`, in order. */
function tourBlocks(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  return [...readme.matchAll(/<!-- tour -->\n```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

let told = ''
let server: ReturnType<typeof spawn> | undefined
let port = 0

beforeAll(async () => {
  port = await freePort()
  const started = spawn(
    'npm',
    ['start', '--silent', '--', '--example', '--data', join(folder, 'data'), '--port', String(port)],
    { cwd: root, detached: true },
  )
  server = started
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      told += chunk.toString()
      if (told.includes('Stop it with')) resolve()
    }
    started.stdout.on('data', hear)
    started.stderr.on('data', hear)
    started.on('exit', () => reject(new Error(`the server ended:\n${told}`)))
  })
}, 170_000)

afterAll(() => {
  // npm starts the launcher, which starts Node 24: the whole group was made for this test alone.
  if (server?.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

describe('the README', () => {
  test('its first command tells a real model’s way to production, refusals included', () => {
    const story = told.replaceAll(/\s+/g, ' ')
    expect(story).toContain('It is blocked:')
    expect(story).toContain('nobody judges their own work')
    expect(story).toContain('missing approvals: Approval of the technical lead, Approval of the product owner')
    expect(story).toMatch(/The ledger verifies: \d+ entries/)
  })

  test('its tour runs as it is printed, and shows what it says', () => {
    const blocks = tourBlocks()
    expect(blocks.length).toBeGreaterThanOrEqual(7)
    const password = /password "([^"]+)"/.exec(told)?.[1]
    const env = {
      ...process.env,
      MUSTER_SERVER: `http://127.0.0.1:${port}`,
      TOUR_PASSWORD: password,
      MUSTER_CONFIG: join(folder, 'config'),
      NO_COLOR: '1',
    }
    const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', blocks.join('\n')], {
      cwd: root,
      env,
      encoding: 'utf8',
    })
    const seen = `${stdout}\n${stderr}`
    expect(status, seen).toBe(0)
    expect(seen).toContain('Otto Brandt')
    expect(seen).toMatch(/tumour-order version 2 at the Gate to production/)
    expect(seen).toMatch(/Otto Brandt answers for "Deploy to production"/)
    expect(seen).toMatch(/Runbook: tumour-order version 2/)
    expect(seen).toContain('root-mismatch')
    // Blocked in CI, refused twice, and the forged ledger: each ended with 1, as the README says.
    expect(seen.match(/exit code 1/g)?.length).toBe(4)
  }, 170_000)
})
