import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileTooLarge, fileStoreIn } from './file-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const drafts = (): string[] => readdirSync(join(folder, 'incoming'))
const everyFile = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())

describe('the file store', () => {
  test('keeps a file under its digest and gives it back byte for byte', async () => {
    const store = fileStoreIn(folder, 1e9)
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31) % 256))
    const digest = digestOf(bytes)
    const chunks = [bytes.subarray(0, 70_000), bytes.subarray(70_000, 70_001), bytes.subarray(70_001)]
    expect(await store.put(Readable.from(chunks))).toEqual({ digest, bytes: 200_000 })
    expect(store.path(digest)).toContain(digest.slice(7))
    expect(Buffer.concat(await store.read(digest).toArray())).toEqual(bytes)
    expect(drafts()).toEqual([])
  })

  test('keeps the same content once, and an empty file too', async () => {
    const store = fileStoreIn(folder, 1e9)
    const first = await store.put(Readable.from([Buffer.from('same')]))
    const second = await store.put(Readable.from([Buffer.from('sa'), Buffer.from('me')]))
    expect(second).toEqual(first)
    expect(everyFile()).toHaveLength(1)
    expect(await store.put(Readable.from([]))).toEqual({ digest: digestOf(Buffer.alloc(0)), bytes: 0 })
  })

  test('keeps the same content once when twenty send it at the same time', async () => {
    const store = fileStoreIn(folder, 1e9)
    const puts = Array.from({ length: 20 }, () => store.put(Readable.from([Buffer.alloc(300_000, 'x')])))
    expect(new Set((await Promise.all(puts)).map((p) => p.digest)).size).toBe(1)
    expect(everyFile()).toHaveLength(1)
  })

  test('takes a file of exactly the limit, and refuses one byte more without leaving anything', async () => {
    const store = fileStoreIn(folder, 1_000)
    expect((await store.put(Readable.from([Buffer.alloc(1_000)]))).bytes).toBe(1_000)
    await expect(store.put(Readable.from([Buffer.alloc(600), Buffer.alloc(401)]))).rejects.toBeInstanceOf(FileTooLarge)
    expect(everyFile()).toHaveLength(1)
  })

  test('leaves nothing of an upload that is broken off', async () => {
    const store = fileStoreIn(folder, 1e9)
    const stream = new Readable({ read() {} })
    const put = store.put(stream)
    stream.push(Buffer.alloc(100_000))
    setTimeout(() => stream.destroy(new Error('the client went away')), 30)
    await expect(put).rejects.toThrow('the client went away')
    expect(everyFile()).toEqual([])
  })

  test('leaves nothing of an upload whose connection closes without an error', async () => {
    const store = fileStoreIn(folder, 1e9)
    const stream = new Readable({ read() {} })
    const put = store.put(stream)
    stream.push(Buffer.alloc(100_000))
    setTimeout(() => stream.destroy(), 30)
    await expect(put).rejects.toThrow()
    expect(everyFile()).toEqual([])
  })

  test('does not know what was never stored, nor names that are no digests', () => {
    const store = fileStoreIn(folder, 1e9)
    for (const name of [digestOf(Buffer.from('?')), 'sha256:../../etc/passwd', 'sha256:', '', 'x', '../'.repeat(9)])
      expect([name, store.path(name)]).toEqual([name, undefined])
    expect(() => store.read('sha256:../../etc/passwd')).toThrow()
  })

  test('is for its owner alone', async () => {
    const store = fileStoreIn(join(folder, 'inner'), 1e9)
    const { digest } = await store.put(Readable.from([Buffer.from('secret')]))
    expect(statSync(store.path(digest)!).mode & 0o077).toBe(0)
    expect(statSync(join(store.path(digest)!, '..')).mode & 0o077).toBe(0)
  })
})
