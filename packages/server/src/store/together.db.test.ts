import { NOUNS } from '@muster/core'
import type { ActOutcome, LiveWorld, TestStore } from '@muster/testkit'
import { FIRST, actingOn, eachDatabase, openedWorkspace, stores, world } from '@muster/testkit'
import { ACTS } from '@muster/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { perform } from './perform.ts'
import { replay } from './replay.ts'

/** An act as a test draws it: by whom, what, and sometimes under a key that others use too. */
interface Drawn {
  readonly who: string
  readonly act: string
  readonly input: Readonly<Record<string, unknown>>
  readonly key?: string
}

const actNamed = (name: string) => {
  const act = ACTS.find((a) => a.name === name)
  if (act === undefined) throw new Error(`there is no act ${name}`)
  return act
}

/** Acts that get in each other's way: on the same few records, by people who come and go meanwhile. */
function acts(here: LiveWorld, experiments: readonly string[]): fc.Arbitrary<Drawn> {
  const who = fc.constantFrom('ml-engineer', 'second-ml-engineer', 'product-manager', 'administrator', 'outsider')
  const project = fc.constant(here.project)
  const experiment = fc.constantFrom(...experiments, 'exp_nowhere')
  const person = fc.constantFrom(here.who('ml-engineer'), here.who('outsider'), here.who('second-ml-engineer'))
  const by = (act: string, input: Record<string, fc.Arbitrary<unknown>>, key = false): fc.Arbitrary<Drawn> =>
    fc.record({
      who,
      act: fc.constant(act),
      input: fc.record(input),
      ...(key ? { key: fc.constantFrom('one', 'two') } : {}),
    })
  const text = fc.constantFrom('first', 'second', 'third')
  const admin = (act: string, input: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Drawn> =>
    fc.record({ who: fc.constant('administrator'), act: fc.constant(act), input: fc.record(input) })
  return fc.oneof(
    { weight: 4, arbitrary: by('experiment.note', { experiment, text }) },
    { weight: 2, arbitrary: by('experiment.note', { experiment, text }, true) },
    by('experiment.start', { experiment }),
    by('experiment.abandon', { experiment, reason: text, learnt: text }),
    by('experiment.propose', { project, title: text, hypothesis: text }, true),
    by('model.register', { project, name: text, description: text }),
    { weight: 2, arbitrary: admin('person.deactivate', { person, reason: text }) },
    { weight: 2, arbitrary: admin('person.reactivate', { person }) },
    by('assignment.assign', { project, person, role: fc.constantFrom('ml-engineer', 'product-manager') }),
    by('assignment.end', { assignment: fc.constantFrom(...Object.values(here.assignments)), reason: text }),
    by('service.register', { name: text }),
    by('token.issue', { person, label: text, scopes: fc.constant(['*']) }),
  )
}

const START = ['Boosted trees', 'Fewer trees', 'No trees']

async function twin(store: TestStore): Promise<{ here: LiveWorld; experiments: string[] }> {
  const here = await world(store.database)
  const experiments: string[] = []
  for (const title of START)
    experiments.push(
      (await here.as('ml-engineer').act('experiment.propose', { title, hypothesis: 'It gets better.' })).subject,
    )
  return { here, experiments }
}

const doing = (here: LiveWorld, { who, act, input, key }: Drawn): Promise<ActOutcome> =>
  perform(
    here.powers,
    actNamed(act),
    { person: here.who(who) },
    input,
    key === undefined ? undefined : { key, fingerprint: JSON.stringify([act, input]) },
  )

/** Every row that acts write, in order. */
async function allRows(database: Database): Promise<unknown> {
  const of: Record<string, unknown> = {
    entries: await database.query('select * from ledger_entry order by seq'),
    nodes: await database.query(`select level, index, encode(hash, 'hex') as hash from ledger_node order by 1, 2`),
    head: await database.query('select size, last_at, peaks from ledger_head'),
    notices: await database.query('select * from notice order by person, seq'),
    answers: await database.query('select person, key, fingerprint, body from idempotency order by person, key'),
  }
  for (const { name } of NOUNS) of[name] = await database.query(`select id, project, seq, doc from ${name} order by id`)
  return of
}

eachDatabase((open) => {
  test('acts at once give the ledger, records and answers that they give one by one in the same order', async () => {
    const [one, many] = [await twin(await open()), await twin(await open())]
    const script = fc.array(fc.array(acts(one.here, one.experiments), { minLength: 1, maxLength: 9 }), {
      minLength: 3,
      maxLength: 6,
    })
    let done = 0
    let refused = 0
    const property = fc.asyncProperty(script, async (batches) => {
      for (const batch of batches) {
        const alone: ActOutcome[] = []
        for (const drawn of batch) alone.push(await doing(one.here, drawn))
        const together = await Promise.all(batch.map((drawn) => doing(many.here, drawn)))
        expect(together).toEqual(alone)
        done += together.filter((o) => o.ok).length
        refused += together.filter((o) => !o.ok).length
      }
      expect(await allRows(many.here.database)).toEqual(await allRows(one.here.database))
    })
    await fc.assert(property, { numRuns: 15, endOnFailure: true })
    expect(Math.min(done, refused)).toBeGreaterThan(20)
    expect(await replay(many.here.database)).toMatchObject({ ok: true })
  }, 240_000)

  test('an act sees what those before it in the same transaction did', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject } = await acting.do('service.register', { name: 'ci' })
    const [gone, refused, back, done] = await Promise.all([
      acting.try('person.deactivate', { person: subject, reason: 'done' }),
      acting.try('service.register', { name: 'x' }, subject),
      acting.try('person.reactivate', { person: subject }),
      acting.try('person.deactivate', { person: subject, reason: 'again' }),
    ])
    expect([gone.ok, back.ok, done.ok]).toEqual([true, true, true])
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'person-inactive' }] })
  })

  test('acts that wait at the same time share a transaction, and at most 32 do', async () => {
    const { database } = await open()
    let transactions = 0
    const counted: Database = {
      ...database,
      transaction: (work, first) => {
        transactions += 1
        return database.transaction(work, first)
      },
    }
    const acting = await openedWorkspace(counted)
    transactions = 0
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) => acting.try('service.register', { name: `s${i}` })),
    )
    expect(outcomes.every((o) => o.ok)).toBe(true)
    expect(transactions).toBe(4)
  })

  test('they are served in the order in which they came', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => acting.do('service.register', { name: `s${i}` })),
    )
    expect(outcomes.map((o) => o.entries[0]!.seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 2))
  })

  test.each([
    ['throws', () => Promise.reject(new Error('the companion broke'))],
    ['has a statement that fails', (tx: Tx) => tx.query('select 1 / 0')],
    ['hides that a statement failed', (tx: Tx) => tx.query('select 1 / 0').catch(() => [])],
    [
      'writes what cannot be kept',
      (tx: Tx) => tx.query(`insert into person (id, seq, doc) values ('x', 1, 'no json')`),
    ],
  ])('an act that %s fails alone: those beside it are done once and answered truly', async (_how, fault) => {
    const { database } = await open()
    await openedWorkspace(database)
    const told: number[] = []
    const acting = actingOn(database, {
      companions: { 'person.register': { run: async ({ tx }) => ({ broke: await fault(tx) }) } },
      recorded: (events) => told.push(...events.map((e) => e.seq)),
    })
    const before = await acting.do('service.register', { name: 'before' })
    const outcomes = await Promise.allSettled([
      acting.try('service.register', { name: 'a' }),
      acting.try('person.register', { name: 'X', email: 'x@example.org' }),
      acting.try('service.register', { name: 'b' }),
      acting.try('service.register', { name: 'c' }, 'per_stranger'),
      acting.try('service.register', { name: 'd' }),
    ])
    expect(outcomes.map((o) => (o.status === 'rejected' ? 'broke' : o.value.ok))).toEqual([
      ...[true, 'broke', true, false, true],
    ])
    const first = before.entries[0]!.seq
    expect(told).toEqual([first, first + 1, first + 2, first + 3])
    expect(await database.query(`select seq, type from ledger_entry where seq > $1 order by seq`, [first])).toEqual(
      [1, 2, 3].map((n) => ({ seq: first + n, type: 'PersonRegistered' })),
    )
    expect(await replay(database)).toMatchObject({ ok: true })
    // What the undone transaction believed is forgotten.
    expect((await acting.do('service.register', { name: 'after' })).entries[0]!.seq).toBe(first + 4)
  })

  test('when it is not known whether a commit was kept, all are told so and none is done twice', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const unheard: Database = {
      ...database,
      transaction: async (work, first) => {
        await database.transaction(work, first)
        throw new Error('the connection broke')
      },
    }
    const acting = actingOn(unheard)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => acting.try('service.register', { name: `s${i}` })),
    )
    expect(outcomes.map((o) => o.status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
    expect(await database.query('select count(*)::int as n from ledger_entry')).toEqual([{ n: 7 }])
  })

  test('the same request sent twice at once acts once and is answered twice', async () => {
    const { database } = await open()
    const { powers } = await openedWorkspace(database)
    const send = (name: string) =>
      perform(powers, actNamed('service.register'), { person: FIRST }, { name }, { key: 'k', fingerprint: name })
    const [first, again, other] = await Promise.all([send('ci'), send('ci'), send('cd')])
    expect(first.ok).toBe(true)
    expect(again.ok && again.answer).toEqual(first.ok && first.answer)
    expect(other).toMatchObject({ ok: false, refusals: [{ code: 'idempotency-conflict' }] })
    expect(await database.query('select count(*)::int as n from ledger_entry')).toEqual([{ n: 3 }])
  })
})

type Tx = Pick<Database, 'query'>

describe('two nodes on one PostgreSQL server', () => {
  const open = stores('postgres')
  test('each sees what the other did, whatever it remembers of the records', async () => {
    const store = await open()
    const here = await openedWorkspace(store.database)
    const there = actingOn(store.anotherNode())
    const { subject } = await here.do('service.register', { name: 'ci' })
    for (let i = 0; i < 3; i += 1) {
      await there.do('person.deactivate', { person: subject, reason: 'done' })
      expect(await here.try('service.register', { name: 'x' }, subject)).toMatchObject({ ok: false })
      await here.do('person.reactivate', { person: subject })
      await there.do('person.deactivate', { person: subject, reason: 'again' })
      await there.do('person.reactivate', { person: subject })
    }
    expect(await replay(store.database)).toMatchObject({ ok: true })
  })
})
