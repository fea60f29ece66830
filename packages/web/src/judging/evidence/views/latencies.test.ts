import { expect, test } from 'vitest'
import { latencies } from './latencies.ts'

test('quantiles of the latency stand in the order of their shares, without slices and other measures', () => {
  const rows = latencies([
    { name: 'latency_p99', value: 9 },
    { name: 'error_rate', value: 0 },
    { name: 'latency_p50', value: 1, low: 0.5, high: 2 },
    { name: 'latency_p99', value: 10, slice: 'route=a' },
    { name: 'latency_p99.9', value: 12 },
  ])
  expect(rows.map((r) => [r.name, r.value, r.low])).toEqual([
    ['latency_p50', 1, 0.5],
    ['latency_p99', 9, null],
    ['latency_p99.9', 12, null],
  ])
})
