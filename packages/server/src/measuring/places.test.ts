import { expect, test } from 'vitest'
import { places } from './places.ts'

const refusing = { busy: (n: number) => new Error(`busy ${n}`), left: () => new Error('left') }
const patient = new AbortController().signal
const nobody = (): void => undefined

test('as many as there are places go on at once, and the others in the order in which they came', async () => {
  const line = places(2, 5, refusing)
  const first = await line.take(patient, nobody)
  await line.take(patient, nobody)
  const order: string[] = []
  const third = line.take(patient, (ahead) => order.push(`third waits, ${ahead}`)).then(() => order.push('third'))
  const fourth = line
    .take(patient, (ahead) => order.push(`fourth waits, ${ahead}`))
    .then((free) => {
      order.push('fourth')
      return free
    })
  first()
  first()
  await third
  expect(order).toEqual(['third waits, 1', 'fourth waits, 2', 'fourth waits, 1', 'third'])
  line.close()
  await expect(fourth).rejects.toThrow('left')
})

test('who finds the line full is refused, and a place that is given back twice is one place', async () => {
  const line = places(1, 1, refusing)
  const free = await line.take(patient, nobody)
  const second = line.take(patient, nobody)
  await expect(line.take(patient, nobody)).rejects.toThrow('busy 1')
  free()
  free()
  const next = await second
  const third = line.take(patient, nobody)
  next()
  await third
})

test('who goes away leaves the line to the others', async () => {
  const line = places(1, 3, refusing)
  const free = await line.take(patient, nobody)
  const gone = new AbortController()
  const left = line.take(gone.signal, nobody)
  const stays = line.take(patient, nobody)
  gone.abort()
  await expect(left).rejects.toThrow('left')
  free()
  await stays
  await expect(line.take(gone.signal, nobody)).rejects.toThrow('left')
})
