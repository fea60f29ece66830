import { projectFacts, staffed } from '@muster/testkit'
import { expect, test } from 'vitest'
import { informs, notices } from './notices.ts'

const { world, project, who } = staffed('source-5x8')
const told = (type: string, data: Record<string, unknown>, actor: string) =>
  notices({ type, subject: 'x', data, actor }, projectFacts(world, project), world.clock.now())

test('the Informed are told, each but the person who did it themselves', () => {
  const rejected = (actor: string) => told('RoundRejected', { reason: 'Risky.' }, actor).map((n) => n.person)
  const informed = ['product-manager', 'ux-designer', 'domain-expert'].map(who)
  expect(rejected(who('mlops-engineer'))).toEqual(informed)
  expect(rejected(who('ux-designer'))).toEqual(informed.filter((person) => person !== who('ux-designer')))
})

test('events that end no piece of an activity tell nobody', () => {
  expect(told('ExperimentStarted', {}, who('ml-engineer'))).toEqual([])
  expect([informs({ type: 'constructor' }), informs({ type: 'ModelPromoted' })]).toEqual([false, true])
})
