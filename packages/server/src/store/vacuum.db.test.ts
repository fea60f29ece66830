import { eachDatabase } from '@muster/testkit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { vacuumFrom } from './vacuum.ts'

eachDatabase((open) => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  test('tables are cleaned by Muster where the database does not clean itself, after enough acts', async () => {
    const { database } = await open()
    const scripts = vi.spyOn(database, 'script')
    const problems: unknown[] = []
    const vacuum = vacuumFrom(database, (error) => problems.push(error))
    vacuum.count(10)
    vi.advanceTimersByTime(60_000)
    expect(scripts).not.toHaveBeenCalled()
    vacuum.count(2_000)
    vi.advanceTimersByTime(60_000)
    if (open.kind === 'postgres') expect(scripts).not.toHaveBeenCalled()
    else await vi.waitFor(() => expect(scripts).toHaveBeenCalledWith('vacuum (analyze)'))
    vacuum.stop()
    expect(problems).toEqual([])
  })
})
