import { describe, expect, test } from 'vitest'
import type { Task } from '../../api/answers.ts'
import { at } from '../../routing/addresses.ts'
import { placeOf } from './places.ts'

const task = (given: Partial<Task>): Task => ({
  kind: 'reminder',
  act: '',
  project: 'prj_1',
  projectName: 'Reading order',
  subject: 'sub_1',
  what: '…',
  since: '2026-01-01T00:00:00.000Z',
  blocks: 0,
  sole: true,
  ...given,
})

describe('the page of a task', () => {
  test.each<[Partial<Task>, string]>([
    [{ kind: 'check', act: 'evidence.seal' }, `${at.version('prj_1', 'sub_1')}?seal=any`],
    [{ kind: 'review', act: 'review.give', version: 'ver_1' }, at.gate('prj_1', 'ver_1')],
    [{ kind: 'consultation', act: 'consultation.answer' }, at.gates('prj_1')],
    [{ kind: 'deliverable', act: 'handover.submit' }, at.team('prj_1')],
    [{ kind: 'handover', act: 'handover.accept' }, at.team('prj_1')],
    [{ kind: 'action', act: 'action.complete' }, at.ceremonies('prj_1')],
    [{ kind: 'poll', act: 'poll.answer' }, at.ceremonies('prj_1')],
    [{ act: 'update.draft' }, at.updates('prj_1')],
    [{ act: 'update.publish' }, at.update('prj_1', 'sub_1')],
    [{ act: 'item.change', register: 'risks' }, `${at.register('risks', 'prj_1')}?item=sub_1`],
    [{ act: 'item.change', register: 'vendors', project: '' }, `${at.register('vendors')}?item=sub_1`],
  ])('%j is %s', (given, place) => {
    expect(placeOf(task(given))).toBe(place)
  })
})
