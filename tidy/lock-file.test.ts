import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LockFile } from './lock-file.ts'
import { completed, developmentPeers, gaps, withoutDevelopmentPeers } from './lock-file.ts'

const broken: LockFile = {
  packages: {
    'node_modules/fast': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: {
        '@fast/binding-linux-x64-musl': '2.0.0',
        '@fast/darwin-arm64': '2.0.0',
        '@fast/odd': '1.0.0',
      },
    },
    'node_modules/@fast/darwin-arm64': { version: '2.0.0' },
  },
}

describe('the lock file', () => {
  test('leaves nothing out that a fresh installation asks for ("npm run lock" fills the gaps)', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile
    expect(gaps(lock).map(({ name }) => name)).toEqual([])
  })

  test('is completed with what the names tell, and what they do not tell is named', () => {
    const { lock, filled, unclear } = completed(broken)
    expect(filled).toEqual(['@fast/binding-linux-x64-musl@2.0.0'])
    expect(unclear).toEqual(['@fast/odd'])
    expect(lock.packages['node_modules/@fast/binding-linux-x64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    })
  })

  test('brings nothing into a production install that is there for development alone', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile
    expect(developmentPeers(lock)).toEqual([])
  })

  test('keeps the wishes of libraries for what is shipped', () => {
    const library = {
      peerDependencies: { shipped: '1', tests: '1', other: '1' },
      peerDependenciesMeta: { shipped: { optional: true }, tests: { optional: true } },
    }
    const lock: LockFile = {
      packages: {
        '': { devDependencies: { tests: '1', shipped: '1', other: '1' } },
        'packages/a': { dependencies: { shipped: '1' } },
        'node_modules/library': library,
      },
    }
    expect(withoutDevelopmentPeers(lock).packages['node_modules/library']).toEqual({
      peerDependencies: { shipped: '1', other: '1' },
      peerDependenciesMeta: { shipped: { optional: true } },
    })
  })
})
