import type { Found } from './found.ts'
import { named, repeated } from './found.ts'
import type { LearningPack, PackPath, ResponsibilitiesPack, StaffingPack } from './pack.ts'

/** What is wrong within a staffing pack: ids given twice, stages claimed by two patterns, answers and risks that are not there. */
export function inStaffing(pack: StaffingPack): Found[] {
  const lines = [
    ...repeated(named('composition', pack.composition), 'line'),
    ...pack.patterns.flatMap(({ lines: own }, i) =>
      repeated(
        own.map(({ id }, j) => ({ id, path: ['patterns', i, 'lines', j, 'id'] })),
        'line',
      ),
    ),
  ]
  const stages = pack.patterns.flatMap((pattern, i) =>
    pattern.stages.map((id, j) => ({ id, path: ['patterns', i, 'stages', j] })),
  )
  const risks = new Set(pack.risks.map((r) => r.id))
  const hires = pack.questions.flatMap((question, i) =>
    question.hires.flatMap(({ when, risk }, j): Found[] => {
      const path: PackPath = ['questions', i, 'hires', j]
      return [
        ...(question.answers.includes(when)
          ? []
          : [
              {
                code: 'answer-unknown',
                message: `"${when}" is no answer of this question; these are: ${question.answers.join(', ')}.`,
                path: [...path, 'when'],
              },
            ]),
        ...(risk === undefined || risks.has(risk)
          ? []
          : [{ code: 'risk-unknown', message: `There is no risk "${risk}" in this pack.`, path: [...path, 'risk'] }]),
      ]
    }),
  )
  return [
    ...lines,
    ...repeated(named('patterns', pack.patterns), 'pattern'),
    ...repeated(named('risks', pack.risks), 'risk'),
    ...repeated(named('questions', pack.questions), 'question'),
    ...repeated(stages, 'stage of a pattern').map((found) => ({ ...found, code: 'stage-claimed-twice' })),
    ...hires,
  ]
}

/** What is wrong within a responsibilities pack: a responsibility or a deliverable that stands in it twice. */
export function inResponsibilities(pack: ResponsibilitiesPack): Found[] {
  const shown = pack.shows.flatMap(({ responsibilities }, i) =>
    responsibilities.map((id, j) => ({ id, path: ['shows', i, 'responsibilities', j] })),
  )
  return [...repeated(shown, 'responsibility'), ...repeated(named('deliverables', pack.deliverables), 'deliverable')]
}

/** What is wrong within a learning pack: ids given twice. */
export function inLearning(pack: LearningPack): Found[] {
  return [
    ...repeated(named('requirements', pack.requirements), 'requirement'),
    ...repeated(named('departments', pack.departments), 'department'),
  ]
}
