import { normal } from '../distributions/normal.ts'

/**
 * The continuous ranked probability score of a normal forecast (Gneiting et al. 2005): how far the forecast's distribution
 * lies from what happened, in units of the label; 0 is best, and of a certain forecast it is the absolute error.
 *
 * @example
 * normalCrps(1, 0, 1) // 0.6024414
 */
export function normalCrps(actual: number, mean: number, deviation: number): number {
  if (deviation === 0) return Math.abs(actual - mean)
  const z = (actual - mean) / deviation
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return deviation * (z * (2 * normal.cdf(z) - 1) + 2 * density - 1 / Math.sqrt(Math.PI))
}

/**
 * The logarithmic score of a normal forecast: −ln of the density it gave to what happened (Good 1952), in nats. Infinite
 * for a certain forecast that is wrong.
 *
 * @example
 * normalLogScore(1, 0, 1) // 1.4189385
 */
export function normalLogScore(actual: number, mean: number, deviation: number): number {
  const z = (actual - mean) / deviation
  return (z * z) / 2 + Math.log(deviation) + Math.log(2 * Math.PI) / 2
}
