import type { AnalysisFile } from '@muster/contract'
import { ANALYSES as DECLARED, bodyOf, kindOf, shownAnalysis } from '@muster/contract'
import type { AnalysisName, OptionsOf } from '@muster/statistics'
import { ANALYSES as MEASURED } from '@muster/statistics'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'

/** What the schema of each analysis lets through is what the analysis takes: checked by the compiler. */
type Fits<Name extends AnalysisName> =
  z.output<(typeof DECLARED)[Name]['options']> extends OptionsOf<Name> ? true : Name
const FIT: { readonly [Name in AnalysisName]: Fits<Name> } = {
  evaluate: true,
  multilabel: true,
  regression: true,
  ranking: true,
  compare: true,
  rerun: true,
  fairness: true,
  explain: true,
  shap: true,
  drift: true,
  estimate: true,
  agreement: true,
  profile: true,
  'compare-profiles': true,
  quality: true,
  schema: true,
  requests: true,
  test: true,
  import: true,
}

test('the contract declares exactly the analyses that the statistics have', () => {
  expect(Object.keys(DECLARED).toSorted()).toEqual(Object.keys(MEASURED).toSorted())
  expect(Object.keys(FIT).toSorted()).toEqual(Object.keys(MEASURED).toSorted())
})

test('both know an analysis by its own name, and by the same files', () => {
  for (const [name, declared] of Object.entries(DECLARED)) {
    const measured = MEASURED[name as AnalysisName]
    expect([declared.name, measured.name]).toEqual([name, name])
    const roles = [...declared.files].map((file: AnalysisFile) =>
      file.optional === true ? `${file.role}?` : file.role,
    )
    expect(roles, name).toEqual(measured.files)
    expect(
      declared.files.map(({ role }) => role),
      name,
    ).toContain(declared.about)
  }
})

test('no option is called like what the seal asks for', () => {
  for (const declared of Object.values(DECLARED)) {
    const taken = new Set(['version', 'split', 'note', 'kind', ...declared.files.map(({ role }) => role)])
    expect(Object.keys(declared.options.shape).filter((option) => taken.has(option))).toEqual([])
    expect(Object.keys(bodyOf(declared).shape)).toEqual(expect.arrayContaining(['version', 'split', 'note']))
  }
})

test('the shipped pack has every kind that an analysis is sealed as', () => {
  const pack = readFileSync('packs/evidence/kinds.yaml', 'utf8')
  for (const declared of Object.values(DECLARED)) {
    const kinds = 'kinds' in declared ? declared.kinds : [declared.kind]
    for (const kind of kinds) expect(pack).toContain(`  - id: ${kind}\n`)
  }
  expect(kindOf(DECLARED.import, { format: 'evidently' })).toBe('drift')
  expect(kindOf(DECLARED.import, { format: 'evidently', kind: 'data-tests' })).toBe('data-tests')
  expect(kindOf(DECLARED.drift, { kind: 'safety' })).toBe('drift')
})

test('an option whose help begins with "column" is marked as one, so that forms can offer those of the file', () => {
  const isColumn = (help = ''): boolean => /^(?:\w+: )?columns?\b/i.test(help)
  for (const declared of Object.values(DECLARED)) {
    const { properties = {} } = shownAnalysis(declared).options as {
      properties?: Record<string, { description?: string; 'x-column'?: string }>
    }
    const unmarked = Object.entries(properties).filter(([, one]) => isColumn(one.description) && !('x-column' in one))
    expect([declared.name, unmarked.map(([option]) => option)]).toEqual([declared.name, []])
  }
})
