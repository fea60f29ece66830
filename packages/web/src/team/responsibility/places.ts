import type { Task } from '../../api/answers.ts'
import { at } from '../../routing/addresses.ts'

const GATE_ACTS: ReadonlySet<string> = new Set(['review.give', 'approval.give', 'promotion.promote', 'gate.submit'])

/** The page on which a task can be looked at. */
export function placeOf(task: Task): string {
  const version = task['version']
  if (task.kind === 'check') return `${at.version(task.project, task.subject)}?seal=any`
  if (GATE_ACTS.has(task.act) && typeof version === 'string') return at.gate(task.project, version)
  if (task.act === 'consultation.answer' || task.kind === 'consultation') return at.gates(task.project)
  return at.project(task.project)
}
