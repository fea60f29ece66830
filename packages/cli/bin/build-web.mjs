#!/usr/bin/env node
// Builds the web app when it is not built, on Node 24. After an installation a failure is told and fails nothing else:
// Muster tries again when it starts, and its terminal program and API work without pages.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './on-node-24.mjs'

const builder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'web', 'build.ts')
const isAfterInstall = process.argv.includes('--after-install')

function attempt() {
  const node = findNode()
  if (node === undefined) {
    process.stderr.write('The web app is not built: Node 24 is not there. "npm start" says what helps.\n')
    return 70
  }
  const { status } = spawnSync(node, ['--disable-warning=ExperimentalWarning', builder, '--if-needed'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.stderr.write('The web app could not be built; "npm run build" tries again.\n')
  return status ?? 1
}

const code = attempt()
process.exit(isAfterInstall ? 0 : code)
