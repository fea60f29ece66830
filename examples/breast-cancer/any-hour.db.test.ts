import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, start } from '@muster/server'
import { expect, test } from 'vitest'
import { CAST, Stage } from './cast.ts'
import { foundProject } from './project-story.ts'
import { meet } from './team-story.ts'

const silent = { step: (): void => {} }

test('the stand-up of the example can be held at every hour of the day', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-any-hour-'))
  let hours = 0
  const clock = (): string => new Date(Date.now() + hours * 3_600_000).toISOString()
  const running = await start(readConfig({}, { data: folder, port: 0, logLevel: 'error' }), { clock })
  try {
    const stage = new Stage(running.url)
    const [administrator, ...others] = CAST
    const code = new URL(String(running.setupLink)).searchParams.get('code')
    await stage.open(administrator.key, String(code), administrator, 'a-password-of-the-test')
    for (const member of others) await stage.enter('mara', member.key, member, 'a-password-of-the-test')
    for (; hours < 24; hours += 5) {
      const project = await foundProject(stage, silent, `Tumour reading order, ${hours} hours later`)
      await meet(stage, project, silent)
    }
    const verdict = (await stage.get('mara', '/ledger/verify')) as { ok: boolean }
    expect(verdict.ok).toBe(true)
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
