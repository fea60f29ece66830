import type { MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { RequestsBenchmark } from './requests.ts'

type Measured = Omit<RequestsBenchmark, 'findings'>

/** How fast and how often; whether each limit is kept, by the interval. */
export function requestFindings(result: Measured, limits: Readonly<Record<string, number>>): Finding[] {
  const known = (name: string): (MeasuredValue & { value: number }) | undefined => {
    const found = result.measures.find((one) => one.name === name && one.slice === undefined)
    return found === undefined || found.value === null ? undefined : { ...found, value: found.value }
  }
  const findings: Finding[] = []
  const [middle] = result.measures.filter(({ name, slice }) => name.startsWith('latency_p') && slice === undefined)
  const tail = result.measures.findLast(({ name, slice }) => name.startsWith('latency_p') && slice === undefined)
  if (middle !== undefined && tail !== undefined && middle.value !== null && tail.value !== null) {
    const errors = known('error_rate')
    const rate = known('throughput')
    const failing = errors === undefined ? '' : `; ${percent(errors.value)}${ends(errors, percent)} end in an error`
    const often =
      rate === undefined
        ? ''
        : `, at ${brief(rate.value)} ${brief(rate.value) === '1' ? 'request' : 'requests'} a second`
    findings.push({
      title: `Requests take ${brief(middle.value)} ms, and ${brief(tail.value)} ms where they are slow`,
      sentence:
        `Of ${counted(tail.n, 'request')} that succeeded, ${middle.name.replace('latency_p', '')} % took at most ` +
        `${brief(middle.value)} ms${ends(middle, brief)} and ${tail.name.replace('latency_p', '')} % at most ` +
        `${brief(tail.value)} ms${ends(tail, brief)}${failing}${often}.`,
      caveats: result.caveats,
      next: 'Measure under the load and on the machine that production has.',
    })
  }
  for (const [name, limit] of Object.entries(limits)) {
    const measure = known(name)
    if (measure !== undefined) findings.push(limitFinding(measure, limit))
  }
  return findings
}

function limitFinding(measure: MeasuredValue & { value: number }, limit: number): Finding {
  const { name, value, low, high, n } = measure
  const isFloor = name === 'throughput'
  const kept = isFloor ? low !== null && low >= limit : high !== null && high <= limit
  const broken = isFloor ? high !== null && high < limit : low !== null && low > limit
  return {
    subject: name,
    title: kept
      ? `${name} keeps its limit`
      : broken
        ? `${name} breaks its limit`
        : `Whether ${name} keeps its limit was not shown`,
    sentence: `It is ${brief(value)}${ends(measure, brief)} over ${counted(n, 'request')}; the limit is ${isFloor ? 'at least' : 'at most'} ${brief(limit)}.`,
    caveats: [],
    next: kept
      ? 'Watch it in production.'
      : broken
        ? 'Find what is slow before promoting it.'
        : 'Measure with more requests.',
  }
}
