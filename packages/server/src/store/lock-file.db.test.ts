import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DataFolderInUse, lockDataFolder } from './lock-file.ts'

const MODULE = join(import.meta.dirname, 'lock-file.ts')
/** Takes the lock and holds it, or says that it is taken; `go` on standard input starts it. */
const TAKER = `
  const { lockDataFolder } = await import(${JSON.stringify(MODULE)})
  process.stdout.write('waiting\\n')
  process.stdin.once('data', () => {
    try { lockDataFolder(process.argv[1]); process.stdout.write('locked\\n') }
    catch (error) { process.stdout.write(error.name + ': ' + error.message + '\\n') }
  })
  setTimeout(() => process.exit(), 60_000)
`
let folder: string
const children: ReturnType<typeof taker>[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-lock-'))
})
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()))
  rmSync(folder, { recursive: true, force: true })
})

function taker() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', TAKER, folder])
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  let output = ''
  let wake = (): void => {}
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
    wake()
  })
  const line = async (n: number): Promise<string> => {
    while (output.split('\n').length <= n + 1) await new Promise<void>((resolve) => (wake = resolve))
    return output.split('\n')[n] ?? ''
  }
  return {
    pid: child.pid ?? 0,
    ready: () => line(0),
    go: () => child.stdin.write('go\n'),
    answer: () => line(1),
    kill: async () => {
      child.kill('SIGKILL')
      await closed
    },
  }
}
function started() {
  const child = taker()
  children.push(child)
  return child
}
async function holder() {
  const child = started()
  await child.ready()
  child.go()
  expect(await child.answer()).toBe('locked')
  return child
}

describe('the lock of a data folder', () => {
  test('is refused to a second process, which is told who has it and what to do', async () => {
    const first = await holder()
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse)
    expect(() => lockDataFolder(folder)).toThrow(`is in use by process ${first.pid} on ${hostname()}`)
    expect(() => lockDataFolder(folder)).toThrow('Stop that process, or give another folder with --data.')
  })

  test('is refused to a second opening in the same process', () => {
    const lock = lockDataFolder(folder)
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse)
    lock.release()
    lockDataFolder(folder).release()
  })

  test('of a process that was killed is taken over', async () => {
    const first = await holder()
    await first.kill()
    const lock = lockDataFolder(folder)
    expect(JSON.parse(readFileSync(join(folder, 'muster.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('of a process id that another program has by now is taken over', async () => {
    const stranger = started()
    await stranger.ready()
    const stale = { pid: stranger.pid, host: hostname(), token: 'old', started: '1' }
    writeFileSync(join(folder, 'muster.lock'), JSON.stringify(stale))
    lockDataFolder(folder).release()
  })

  test('of another machine is believed, for nobody can look there', () => {
    writeFileSync(join(folder, 'muster.lock'), JSON.stringify({ pid: 1, host: 'elsewhere', token: 'x', started: '' }))
    expect(() => lockDataFolder(folder)).toThrow('on elsewhere')
  })

  test('that cannot be read is taken over', () => {
    writeFileSync(join(folder, 'muster.lock'), 'half a lo')
    lockDataFolder(folder).release()
  })

  test('is released by its owner alone', () => {
    const lock = lockDataFolder(folder)
    writeFileSync(
      join(folder, 'muster.lock'),
      JSON.stringify({ pid: 1, host: 'elsewhere', token: 'other', started: '' }),
    )
    lock.release()
    expect(existsSync(join(folder, 'muster.lock'))).toBe(true)
  })

  test('goes to exactly one of twenty processes that race for one left behind', { timeout: 120_000 }, async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    const racers = Array.from({ length: 20 }, started)
    await Promise.all(racers.map((racer) => racer.ready()))
    writeFileSync(
      join(folder, 'muster.lock'),
      JSON.stringify({ pid: dead, host: hostname(), token: 'dead', started: '1' }),
    )
    for (const racer of racers) racer.go()
    const answers = await Promise.all(racers.map((racer) => racer.answer()))
    expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1)
    expect(answers.filter((answer) => answer.startsWith('DataFolderInUse'))).toHaveLength(19)
    const owner = JSON.parse(readFileSync(join(folder, 'muster.lock'), 'utf8')) as { pid: number }
    expect(owner.pid).toBe(racers[answers.indexOf('locked')]!.pid)
    expect(readdirSync(folder)).toEqual(['muster.lock'])
  })
})
