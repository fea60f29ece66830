import { expect, test } from 'vitest'
import type { GateAnswer } from './gate-report.ts'
import { gateReport, gateVerdict } from './gate-report.ts'

const screen = { color: false, width: Number.POSITIVE_INFINITY, interactive: false }
const ada = 'per_01ARZ3NDEKTSV4RRFFQ69G5FAV'
const blocked: GateAnswer = {
  version: 'ver_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  gate: 'Gate to production',
  basis: 'sha256:ab',
  basisChanged: false,
  round: { id: 'rnd_1', number: 2, state: 'open', submittedAt: '2026-05-01T00:00:00.000Z' },
  checks: [{ title: 'Safety', state: 'failed', sentence: 'It did not pass.' }],
  reviews: [{ duty: 'ethics', title: 'Ethics review', state: 'missing', eligible: [ada] }],
  approvals: [
    { duty: 'security', title: 'Approval of security', state: 'given', person: ada, comment: 'fine', eligible: [] },
  ],
  consultations: [],
  passed: false,
  blockers: ['Safety: failed. It did not pass.', 'Ethics review is missing.'],
  warnings: ['Nobody watches it.'],
  next: [
    { who: [ada], what: 'Give "Ethics review".', act: 'review.give', duty: 'ethics' },
    { who: [], what: 'Assign somebody.', act: 'assignment.assign' },
  ],
  model: 'churn',
  versionNumber: 3,
  names: { [ada]: 'Ada' },
}

test('a gate is explained in words: marks, names, what is next and the basis', () => {
  const lines = gateReport(blocked, screen, Date.parse('2026-05-01T02:00:00Z'))
  expect(lines[0]).toBe('churn version 3 at the Gate to production: blocked')
  expect(lines[1]).toBe('Round 2 (rnd_1) is open, submitted 2 hours ago.')
  expect(lines).toContain('  ✗ Safety: failed. It did not pass.')
  expect(lines).toContain('  ✗ Ethics review: missing; Ada can give it')
  expect(lines).toContain('  ✓ Approval of security: given by Ada: “fine”')
  expect(lines).toContain('  1. Ada: Give "Ethics review".')
  expect(lines).toContain(
    '     muster review give --round rnd_1 --duty ethics --verdict approve --comment "…" --basis sha256:ab',
  )
  expect(lines).toContain('  2. Nobody yet: Assign somebody.')
  expect(lines).toContain('Basis sha256:ab')
})

test('for CI the missing set stands alone, one line each', () => {
  expect(gateVerdict(blocked)).toEqual([
    'churn version 3: blocked at the Gate to production. Missing:',
    '  - Safety: failed. It did not pass.',
    '  - Ethics review is missing.',
  ])
  expect(gateVerdict({ ...blocked, passed: true, blockers: [] })).toEqual([
    'churn version 3: passed Gate to production.',
  ])
})
