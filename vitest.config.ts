import { defineConfig } from 'vitest/config'

const everywhere = ['packages/*/src', 'scenarios', 'tidy', 'examples', 'bench']
const exclude = ['**/node_modules/**', '**/dist/**']
const files = (suffix: string): string[] => everywhere.map((folder) => `${folder}/**/*.${suffix}.ts`)

/** The suffix of a file names its level: pure and instant, with a database, through a whole running program. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Instant on a free machine; on a busy one a test is not wrong for being slow.
      {
        test: {
          name: 'pure',
          include: files('test'),
          exclude: [...exclude, '**/*.db.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'db',
          include: files('db.test'),
          exclude,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: 'packages/testkit/src/databases/global-setup.ts',
        },
      },
      {
        test: {
          name: 'e2e',
          include: files('e2e'),
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
