// Made-up applications for loans: enough rows for every kind of measurement, the same each time.

interface Loan {
  readonly sex: string
  readonly region: string
  readonly age: number
  readonly income: number
  readonly score: number
  readonly paid: boolean
}

const REGIONS = ['north', 'south', 'east', 'west', 'islands']

/** A sequence of numbers from 0 to 1 that is the same each time (Park and Miller's generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function loans(count: number, seed: number, older = 0): readonly Loan[] {
  const next = numbers(seed)
  return Array.from({ length: count }, () => {
    const sex = next() < 0.55 ? 'F' : 'M'
    const region = REGIONS[Math.min(4, Math.floor(next() * 4.05))] ?? 'north'
    const income = Math.round(18_000 + 40_000 * next() * next() + (sex === 'M' ? 3_000 : 0))
    const chance = Math.min(0.97, 0.15 + income / 60_000 + 0.1 * (next() - 0.5))
    return {
      sex,
      region,
      age: Math.round(20 + 45 * next() + older),
      income,
      score: Math.min(0.999, Math.max(0.001, chance + 0.2 * (next() - 0.5))),
      paid: next() < chance,
    }
  })
}

const yes = (is: boolean): string => (is ? 'yes' : 'no')

/** Applications with the truth, the decisions of two versions, and the score of the second. */
export function predictions(count: number, seed = 7): string {
  const next = numbers(seed + 1)
  const lines = loans(count, seed).map(({ sex, region, age, income, score, paid }) =>
    [
      sex,
      region,
      age,
      income,
      yes(paid),
      yes(score + 0.5 * (next() - 0.5) > (sex === 'M' ? 0.55 : 0.68)),
      yes(score > (sex === 'M' ? 0.5 : 0.6)),
      score.toFixed(4),
    ].join(','),
  )
  return `sex,region,age,income,paid,granted_before,granted,score\n${lines.join('\n')}\n`
}

/** Applications without decisions; `older` moves one column, and a value is missing here and there. */
export function applications(count: number, seed: number, older = 0): string {
  const lines = loans(count, seed, older).map(({ sex, region, age, income, score }, i) =>
    [sex, region, i % 17 === 0 ? '' : age, income, score.toFixed(4)].join(','),
  )
  return `sex,region,age,income,score\n${lines.join('\n')}\n`
}

/** What three people said of ninety items. */
export function labels(): string {
  const next = numbers(5)
  const lines = Array.from({ length: 90 }, (_, item) => {
    const truth = item % 3 === 0 ? 'spam' : item % 3 === 1 ? 'news' : 'other'
    return ['ann', 'bob', 'cleo'].map((who) => {
      const label = next() < (who === 'cleo' ? 0.45 : 0.1) ? 'other' : truth
      return `item-${item},${who},${label},${item % 5 === 0 ? truth : ''}`
    })
  })
  return `item,rater,label,gold\n${lines.flat().join('\n')}\n`
}

/** Requests of a model, with their latency, their outcome and their cost. */
export function requests(): string {
  const next = numbers(9)
  const lines = Array.from({ length: 3_000 }, (_, i) => {
    const latency = 20 + 30 * next() + (next() < 0.04 ? 400 * next() : 0)
    return `${latency.toFixed(2)},${next() < 0.01 ? 500 : 200},${(0.0004 + 0.0002 * next()).toFixed(6)},${1_767_225_600 + i},${i % 3 === 0 ? 'batch' : 'single'}`
  })
  return `latency,status,cost,start,route\n${lines.join('\n')}\n`
}

/** Lists of ten with how relevant each entry was. */
export function lists(): string {
  const next = numbers(11)
  const lines = Array.from({ length: 60 }, (_, query) =>
    Array.from({ length: 10 }, () => {
      const score = next()
      return `q${query},${next() < score * 0.6 ? 1 + Math.floor(next() * 3) : 0},${score.toFixed(4)}`
    }),
  )
  return `query,relevance,score\n${lines.flat().join('\n')}\n`
}

/** Amounts with what was predicted, and quantile forecasts. */
export function amounts(): string {
  const next = numbers(13)
  const lines = Array.from({ length: 800 }, () => {
    const actual = 100 + 900 * next()
    const error = 120 * (next() - 0.5)
    return [actual, actual + error, actual + error - 60, actual + error + 60, next() < 0.5 ? 'card' : 'cash']
      .map((v) => (typeof v === 'number' ? v.toFixed(2) : v))
      .join(',')
  })
  return `amount,predicted,p10,p90,method\n${lines.join('\n')}\n`
}

/** What the applications must look like; some rules are not met. */
export const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
schema:
  - name: loans
    properties:
      - name: sex
        quality:
          - { metric: invalidValues, arguments: { validValues: [F, M] }, mustBe: 0 }
      - name: region
        quality:
          - { metric: invalidValues, arguments: { validValues: [north, south, east, west] }, mustBe: 0 }
      - name: age
        quality:
          - { metric: missingValues, mustBeLessThan: 1, unit: percent }
          - { metric: missingValues, mustBeLessThan: 10, unit: percent }
      - name: income
        quality:
          - { metric: missingValues, mustBe: 0 }
`

export const JUNIT = `<testsuite name="pytest"><testcase classname="model" name="answers in time" time="0.12"/><testcase classname="model" name="ignores the name of the applicant"/><testcase classname="model" name="keeps its answer when the order of columns changes"><failure message="3 of 100 answers changed"/></testcase></testsuite>`
