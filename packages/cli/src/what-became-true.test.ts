import { ACT_ROUTES } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import type { ActAnswer } from './known.ts'
import { SAYINGS, actReport } from './act-report.ts'
import { widthOf } from './terminal.ts'

const screen = { color: false, width: 80, interactive: true }
const id = (prefix: string, n = 1): string => `${prefix}_${String(n).padStart(26, '0')}`
const answer = (act: string, subject: string, ...types: string[]): ActAnswer => ({
  act,
  subject,
  project: id('prj'),
  entries: types.map((type, i) => ({ seq: 7 + i, type, subject })),
})

/** A server that knows a project with a model, and a person. */
const RECORDS: Readonly<Record<string, unknown>> = {
  [`/api/v1/projects/${id('prj')}`]: { id: id('prj'), name: 'Churn', milestones: [{ id: id('mil'), title: 'Ready' }] },
  [`/api/v1/people/${id('per')}`]: { person: { id: id('per'), name: 'Ada Okafor' } },
  [`/api/v1/models/${id('mdl')}`]: { id: id('mdl'), name: 'churn' },
  [`/api/v1/versions/${id('ver')}`]: { id: id('ver'), model: id('mdl'), number: 2 },
  [`/api/v1/rounds/${id('rnd')}`]: { id: id('rnd'), version: id('ver'), number: 3, basis: `sha256:${'a'.repeat(64)}` },
  [`/api/v1/experiments/${id('exp')}`]: { id: id('exp'), title: 'Boosted trees' },
}
const knowing = (path: string): Promise<unknown> =>
  path in RECORDS ? Promise.resolve(RECORDS[path]) : Promise.reject(new Error('not found'))
const knowsNothing = (): Promise<unknown> => Promise.reject(new Error('away'))
const said = async (a: ActAnswer, command: Record<string, unknown>, ask = knowing): Promise<string> =>
  (await actReport(a, command, { screen, ask })).join('\n')

describe('what an act says when it is done', () => {
  test('every act has words of its own, and no words are without an act', () => {
    expect(Object.keys(SAYINGS).toSorted()).toEqual([...ACT_ROUTES.keys()].toSorted())
  })

  test('names people by name and records by title, and gives the command that is sensible next', async () => {
    const assigned = answer('assignment.assign', id('asg'), 'PersonAssigned')
    const text = await said(assigned, { person: id('per'), role: 'ml-engineer', project: id('prj'), allocation: 50 })
    expect(text).toContain('Ada Okafor is ml-engineer on "Churn" from today, with 50 % of')
    expect(text).toContain('Next: muster project team Churn')
    expect(text).toContain(`Ledger entry 7: PersonAssigned`)
    const approved = answer('approval.give', id('rnd'), 'ApprovalGiven')
    expect(await said(approved, { round: id('rnd'), duty: 'security' })).toMatch(
      /^✓ You approved churn version 2 as security, for exactly this basis\.\n[^]*Next: muster gate status churn@2$/,
    )
    const reached = answer('milestone.complete', id('prj'), 'MilestoneCompleted')
    expect(await said(reached, { milestone: id('mil'), project: id('prj') })).toContain(
      '"Ready" of "Churn" is reached.',
    )
  })

  test('an act is done whatever can be read afterwards: records that cannot be read keep their ids', async () => {
    const filled = { changes: [{ activity: 'train-model', role: 'x', stake: null }], scopes: ['*'] }
    const names = ['person', 'project', 'experiment', 'model', 'version', 'round', 'lead', 'title', 'name', 'milestone']
    const command = { ...filled, ...Object.fromEntries(names.map((name) => [name, 'x'])) }
    for (const act of ACT_ROUTES.keys()) {
      for (const given of [command, {}]) {
        const lines = await actReport(answer(act, id('rnd'), 'Done'), given, { screen, ask: knowsNothing })
        expect([act, lines[0]?.slice(0, 2)]).toEqual([act, '✓ '])
        expect(lines.join('\n')).not.toMatch(/undefined|null|\[object/)
      }
    }
  })

  test('fits 80 columns but for commands and secrets, and shows a secret once, after what is true', async () => {
    const issued = { ...answer('token.issue', id('tok'), 'TokenIssued'), result: { secret: 'muster_x', shown: 'once' } }
    const command = {
      person: id('per'),
      label: 'a rather long label for a pipeline',
      scopes: ['evidence.seal', 'gate.submit'],
    }
    const lines = await actReport(issued, command, { screen, ask: knowing })
    expect(lines.at(-1)).toBe('  muster_x')
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([])
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('may do evidence.seal and gate.submit')
  })

  test('text of others cannot move the cursor, and names are quoted for the shell', async () => {
    const hostile = answer('project.create', id('prj'), 'ProjectCreated')
    const text = await said(hostile, { name: `It's $HOME\u001B[2J`, lead: id('per') })
    expect(text).not.toContain('\u001B')
    expect(text).toContain(`--project 'It'\\''s $HOME\uFFFD[2J'`)
  })
})
