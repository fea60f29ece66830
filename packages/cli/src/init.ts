import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { print } from './context.ts'
import { CliFailure } from './failure.ts'
import { word } from './known.ts'
import { typed } from './typed.ts'

/** A gate pack to begin with; "muster check" finds nothing wrong with it. */
export const FIRST_GATE = `# A gate of your own: what a model version must show before it goes live.
# Check it with "muster check", apply it with "muster pack apply packs/gate.yaml", and let a project follow it with
# "muster project adopt-pack --project <name> --kind gate --pack our-gate --reason …".
pack: gate
id: our-gate
version: 1.0.0
title: Our gate to production
description: What we ask of a version before it goes live.
sources:
  - Decided by our team

# Conditions are CEL. "evidence.<kind>" holds the facts of the evidence, "criteria" the success criteria of the project.
checks:
  - id: performance
    title: The technical criteria are met
    needs: [evaluation]
    condition: >-
      criteria.exists(c, c.kind == "technical") &&
      criteria.filter(c, c.kind == "technical").all(c, c.known && c.met)
    help: Evaluate the version with "muster evidence evaluate".
  - id: rollback
    title: The way back is rehearsed
    needs: [rollback]
    condition: evidence.rollback.rehearsed
    help: Rehearse the rollback once and seal rollback evidence.

# Reviews are given on the submission, approvals on the promotion; each by people in these roles, never by the authors.
reviews:
  - duty: technical
    title: Technical review
    roles: [ml-engineer, mlops-engineer]
approvals:
  - duty: product_owner
    title: Approval of the product owner
    roles: [product-manager]

# Everybody who is C for this activity is asked and has this long to answer.
consult:
  activity: deploy-to-production
  windowWorkingDays: 2
oneDutyPerPerson: true

# Who may grant a reasoned, expiring exception to one check, and for how long at most.
waiver:
  roles: [chief-ai-officer]
  maxDays: 14

# How a promoted version goes out: shares of live traffic in percent, then all of it.
rollout:
  shadowMinutes: 1440
  steps:
    - weight: 10
      minutes: 60
    - weight: 50
      minutes: 240
  errorRateMax: 0.01
  latencyP95MaxMs: 500
monitoring:
  windowMinutes: 60
  driftThreshold: 0.2
  performanceMargin: 0.02
  latencyP95MaxMs: 500
  errorRateMax: 0.01
  costRatioMax: 1.2
`

/** Makes a folder with a pack to begin with; overwrites nothing. */
export async function init(folder = '.'): Promise<void> {
  const file = join(folder, 'packs', 'gate.yaml')
  if (existsSync(file)) throw new CliFailure(`${file} is there already.`, { help: 'Name another folder.' })
  try {
    mkdirSync(join(folder, 'packs'), { recursive: true })
    writeFileSync(file, typed(FIRST_GATE), { flag: 'wx' })
  } catch (error) {
    throw new CliFailure(`${file} could not be written: ${(error as Error).message}.`)
  }
  print([
    `${file} is a gate of your own, with comments. What to do next:`,
    '  1. Change it to what your team asks for.',
    `  2. Check it:  muster check ${word(join(folder, 'packs'))}`,
    `  3. Apply it:  muster pack apply ${word(file)}`,
    '  4. Follow it: muster project adopt-pack --project <name> --kind gate --pack our-gate --reason "…"',
  ])
}
