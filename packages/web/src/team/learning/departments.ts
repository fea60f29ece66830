import type { Answers } from '../../api/answers.ts'
import { words } from '../../words/learning.ts'
import type { Choice } from '../people/choice-act-button.tsx'

/** The choice among the departments that the learning packs name. */
export const departmentsOf = (departments: readonly Answers['adoption.trend']['departments'][number][]): Choice => ({
  name: 'department',
  label: words.department,
  required: true,
  options: departments.map((d) => ({ value: d.department, label: d.title })),
})
