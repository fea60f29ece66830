import type { Task } from '../../api/answers.ts'
import { at } from '../../routing/addresses.ts'

const GATE_ACTS: ReadonlySet<string> = new Set(['review.give', 'approval.give', 'promotion.promote', 'gate.submit'])

/** The page on which a task can be looked at. */
export function placeOf(task: Task): string {
  const version = task['version']
  if (task.kind === 'check') return `${at.version(task.project, task.subject)}?seal=any`
  if (GATE_ACTS.has(task.act) && typeof version === 'string') return at.gate(task.project, version)
  if (task.act === 'consultation.answer' || task.kind === 'consultation') return at.gates(task.project)
  return placeOfOthers(task)
}

/** What stands on a page of its kind: deliverables with the team, actions and polls with the ceremonies. */
function placeOfOthers({ kind, act, project, subject, ...task }: Task): string {
  if (kind === 'handover' || kind === 'deliverable') return at.team(project)
  if (kind === 'action' || kind === 'poll') return at.ceremonies(project)
  if (act === 'update.draft') return at.updates(project)
  if (act === 'update.publish') return at.update(project, subject)
  const register = task['register']
  if (act === 'item.change' && typeof register === 'string')
    return `${at.register(register, project === '' ? undefined : project)}?item=${subject}`
  return project === '' ? at.registers() : at.project(project)
}
