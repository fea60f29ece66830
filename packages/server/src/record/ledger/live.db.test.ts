import type { LiveMessage, LiveStream, ServedWorld, TestStore } from '@muster/testkit'
import { eachDatabase, liveStream, served } from '@muster/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LedgerTail, MOST_STREAMS } from './live.ts'
import { subscribe } from './subscription.ts'

eachDatabase((open) => {
  let here: ServedWorld
  let store: TestStore
  const opened: LiveStream[] = []
  beforeAll(async () => {
    store = await open()
    here = await served(store)
  })
  afterEach(() => Promise.all(opened.splice(0).map((stream) => stream.leave())))
  afterAll(() => here.stop())

  const listen = async (
    who: string,
    more: { query?: string; headers?: Record<string, string>; token?: string } = {},
  ) => {
    const token = more.token ?? (await here.token(who))
    const headers = { authorization: `Bearer ${token}`, ...more.headers }
    const stream = await liveStream(`${here.running.url}/api/v1/live${more.query ?? ''}`, headers)
    opened.push(stream)
    return stream
  }
  const ready = async (stream: LiveStream) => {
    const message = await stream.next()
    expect(message).toMatchObject({ event: 'ready' })
    return message?.data as { head: number; complete: boolean }
  }
  const told = (message: LiveMessage | undefined) => message?.data as { seq: number; type: string; project?: string }
  const propose = () => here.as('ml-engineer').act('experiment.propose', { title: 'Trees', hypothesis: 'They do.' })

  test('an entry is told to those who may read it, by its number and without personal data', async () => {
    const stream = await listen('product-manager')
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(stream.headers.get('cache-control')).toBe('no-store')
    const { complete } = await ready(stream)
    expect(complete).toBe(true)
    const { entries, subject } = await propose()
    const message = await stream.next()
    expect(message?.id).toBe(String(entries[0]?.seq))
    expect(message?.data).toEqual({
      seq: entries[0]?.seq,
      type: 'ExperimentProposed',
      act: 'experiment.propose',
      subject,
      project: here.project,
    })
  })

  test('what belongs to another project or to none is told to administrators and auditors alone', async () => {
    const streams = await Promise.all(['outsider', 'product-manager', 'auditor'].map((who) => listen(who)))
    for (const stream of streams) await ready(stream)
    const [outsider, lead, auditor] = streams as [LiveStream, LiveStream, LiveStream]
    const register = { name: 'Nina Novak', email: `nina-${open.kind}@example.org` }
    const of = await here.as('administrator').act('person.register', register)
    const { entries } = await propose()
    expect(told(await auditor.next()).seq).toBe(of.entries[0]?.seq)
    expect(told(await auditor.next()).seq).toBe(entries[0]?.seq)
    expect(told(await lead.next()).seq).toBe(entries[0]?.seq)
    // Whoever comes to the project hears of it from then on.
    const assign = { person: here.who('outsider'), role: 'data-engineer', allocation: 20 }
    const { entries: joined } = await here.as('product-manager').act('assignment.assign', assign)
    expect(told(await outsider.next()).seq).toBe(joined[0]?.seq)
  })

  test('after a break a stream goes on with the next entry, and says when it passes over some', async () => {
    const first = await listen('ml-engineer')
    const { head } = await ready(first)
    const missed = [await propose(), await propose()].flatMap((a) => a.entries.map((e) => e.seq))
    await first.leave()
    for (const resuming of [{ headers: { 'last-event-id': String(head - 1) } }, { query: `?after=${head - 1}` }]) {
      const again = await listen('ml-engineer', resuming)
      expect((await ready(again)).complete).toBe(true)
      for (const seq of missed) expect(told(await again.next()).seq).toBe(seq)
    }
    const future = await listen('ml-engineer', { query: '?after=999999999' })
    expect((await ready(future)).complete).toBe(false)
    const { entries } = await propose()
    expect(told(await future.next()).seq).toBe(entries[0]?.seq)
    for (const broken of ['x', '-2', '1.5', '1e999']) {
      const headers = { 'last-event-id': broken }
      const answer = await here.send('ml-engineer', '/api/v1/live', { headers })
      expect([broken, answer.status]).toEqual([broken, 422])
    }
  })

  test('ends as soon as its token is revoked', async () => {
    const hand = here.as('data-engineer')
    const person = here.who('data-engineer')
    const issued = await hand.act('token.issue', { person, label: 'live', scopes: ['*'] })
    const stream = await listen('data-engineer', { token: String(issued.result?.['secret']) })
    await ready(stream)
    await hand.act('token.revoke', { token: issued.subject })
    expect(await stream.next()).toBeUndefined()
    expect((await listen('data-engineer', { token: String(issued.result?.['secret']) })).status).toBe(401)
  })

  test('ends when the session has ended, without an entry that says so', async () => {
    const tail = here.running.context.tail
    let isSignedIn = true
    const standing = () => Promise.resolve(isSignedIn ? { all: false } : undefined)
    const pace = { heartbeatMs: 40, standingMs: 10 }
    const of = subscribe(tail, { person: 'per_somebody', standing }, pace)
    const read: string[] = []
    const ended = (async () => {
      for await (const text of of!.stream) {
        read.push(String(text))
        if (read.length === 3) isSignedIn = false
      }
    })()
    await ended
    expect(read[0]).toContain('event: ready')
    // Signs of life carry the position and tell nothing.
    expect(read[1]).toMatch(/^: here\nid: \d+\n\n$/)
  })

  test('a person has so many streams, and others have theirs', async () => {
    const token = await here.token('auditor')
    const streams: LiveStream[] = []
    for (let i = 0; i < MOST_STREAMS; i += 1) streams.push(await listen('auditor', { token }))
    expect(streams.map((s) => s.status)).toEqual(streams.map(() => 200))
    expect((await listen('auditor', { token })).status).toBe(429)
    const other = await listen('ml-engineer')
    expect(other.status).toBe(200)
    await ready(streams[0]!)
    await streams[0]!.leave()
    await expect.poll(async () => (await listen('auditor', { token })).status).toBe(200)
  })

  test('a reader that takes nothing makes nothing pile up, and reads everything when it goes on', async () => {
    const tail = here.running.context.tail
    const standing = () => Promise.resolve({ all: true })
    const of = subscribe(tail, { person: 'per_slow', standing, lastSeen: -1 })
    const pieces = of!.stream.iterator({ destroyOnReturn: true })
    expect(String((await pieces.next()).value)).toContain('event: ready')
    const { entries } = await propose()
    await propose()
    expect(of!.stream.readableLength).toBeLessThanOrEqual(1)
    const seen: number[] = []
    for await (const piece of pieces) {
      seen.push(...[...String(piece).matchAll(/"seq":(\d+)/g)].map((m) => Number(m[1])))
      if (seen.length > entries[0]!.seq) break
    }
    expect(seen.slice(0, entries[0]!.seq)).toEqual(Array.from({ length: entries[0]!.seq }, (_, i) => i))
  })

  test('nothing is lost between the head that was read and the first look at what follows', async () => {
    const tail = new LedgerTail(store.database, { failed: (error) => expect.unreachable(String(error)) })
    const unlisten = tail.listen('per_x', () => undefined)
    const head = await tail.head()
    const { entries } = await propose()
    tail.poke()
    await tail.wait(head, 5_000, new AbortController().signal)
    expect((await tail.from(head))[0]?.seq).toBe(entries[0]?.seq)
    unlisten?.()
  })

  test.runIf(open.kind === 'postgres')('what another server process commits is told as well', async () => {
    const stream = await listen('ml-engineer')
    await ready(stream)
    const there = here.through(store.anotherNode())
    const { entries } = await there.as('ml-engineer').act('experiment.propose', { title: 'B', hypothesis: 'So.' })
    expect(told(await stream.next()).seq).toBe(entries[0]?.seq)
  })

  test('a server that stops ends its streams and does not wait for them', async () => {
    const other = await served(await open())
    const headers = { authorization: `Bearer ${await other.token('ml-engineer')}` }
    const stream = await liveStream(`${other.running.url}/api/v1/live`, headers)
    await ready(stream)
    const ended = stream.next()
    await other.stop()
    expect(await ended).toBeUndefined()
  })
})
