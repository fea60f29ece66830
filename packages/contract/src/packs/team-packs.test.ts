import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkPackSet, readPack } from './read-pack.ts'

const shipped = (path: string): string =>
  readFileSync(new URL(`../../../../packs/${path}.yaml`, import.meta.url), 'utf8')
const [STAFFING, SHOWS, LEARNING, ROLES] = [
  shipped('staffing/patterns'),
  shipped('responsibilities/shown-by'),
  shipped('learning/literacy'),
  shipped('roles/catalogue'),
]

/** The problems of a text, as `line code: message (hint)`. */
function problems(text: string): string[] {
  const read = readPack(text, 'x.yaml')
  if ('pack' in read) return []
  return read.problems.map((p) => `${p.code}: ${p.message}${p.hint === undefined ? '' : ` (${p.hint})`}`)
}
const lineOf = (text: string, what: string): number => text.slice(0, text.indexOf(what)).split('\n').length

describe('a staffing pack', () => {
  test('names a line that asks for roles and disciplines at once, and one that asks for neither', () => {
    const both = STAFFING.replace('disciplines: [domain]', 'disciplines: [domain]\n    roles: [domain-expert]')
    expect(problems(both)[0]).toContain('exactly one of roles, disciplines')
    expect(problems(STAFFING.replace('disciplines: [domain]', ''))[0]).toContain('exactly one of roles, disciplines')
  })
  test('names a max below its min', () => {
    expect(
      problems(STAFFING.replace('max: 1', 'max: 1').replace('min: 1\n        max: 1', 'min: 2\n        max: 1'))[0],
    ).toContain('max below its min')
  })
  test('names a stage that two patterns claim, an answer that a question has not, and a risk that is not there', () => {
    expect(problems(STAFFING.replace('stages: [live]', 'stages: [live, idea]'))[0]).toContain('stage-claimed-twice')
    expect(
      problems(STAFFING.replace("when: 'no', roles: [data-engineer]", 'when: perhaps, roles: [data-engineer]'))[0],
    ).toContain('answer-unknown: "perhaps" is no answer of this question; these are: yes, no.')
    expect(problems(STAFFING.replace('risk: operational', 'risk: weather'))[0]).toContain('There is no risk "weather"')
  })
  test('names a fact that the record has no rule for', () => {
    expect(problems(STAFFING.replace('fact: real-time', 'fact: realtime'))[0]).toContain('Did you mean "real-time"?')
  })
  test('naming a role that no catalogue has is found at its line and column', () => {
    const text = STAFFING.replace('review: [mlops-engineer, ', 'review: [mlops-enginer, ')
    const [problem] = checkPackSet([
      { text, file: 'staffing.yaml' },
      { text: ROLES, file: 'roles.yaml' },
    ])
    expect(problem).toMatchObject({ code: 'role-unknown', file: 'staffing.yaml', line: lineOf(text, 'mlops-enginer') })
  })
})

describe('a responsibilities pack', () => {
  test('names an act that this version does not have, with the nearest one, at its line', () => {
    const text = SHOWS.replace('acts: [model.register, version.register, alias.set]', 'acts: [model.registr]')
    const read = readPack(text, 'x.yaml')
    const [problem] = 'problems' in read ? read.problems : []
    expect(problem).toMatchObject({
      code: 'act-unknown',
      line: lineOf(text, 'model.registr]'),
      hint: 'Did you mean "model.register"?',
    })
  })
  test('names what counts as nothing and does not say why', () => {
    expect(problems(SHOWS.replace('    note: Budgets are not on record yet.\n', ''))[0]).toContain(
      'or say in a note why',
    )
  })
  test('names a responsibility that stands twice, and one that no role has', () => {
    expect(problems(SHOWS.replace('[A.R4.2]', '[A.R4.3]'))[0]).toContain('"A.R4.3" is given twice')
    const text = SHOWS.replace('[A.R4.2]', '[A.R4.99]')
    const found = checkPackSet([
      { text, file: 'shows.yaml' },
      { text: ROLES, file: 'roles.yaml' },
      { text: shipped('evidence/kinds'), file: 'kinds.yaml' },
    ])
    expect(found).toMatchObject([{ code: 'responsibility-unknown', line: lineOf(text, 'A.R4.99') }])
  })
})

describe('a learning pack', () => {
  test('names a requirement that is for everybody and for roles, and one that is for nobody', () => {
    expect(problems(LEARNING.replace('everyone: true', 'everyone: true\n    roles: [ml-engineer]'))[0]).toContain(
      'exactly one of roles, everyone',
    )
    expect(problems(LEARNING.replace('    everyone: true\n', ''))[0]).toContain('exactly one of roles, everyone')
  })
  test('names a department that stands twice', () => {
    expect(problems(LEARNING.replace('id: sales', 'id: hr'))[0]).toContain('The department "hr" is given twice')
  })
})
