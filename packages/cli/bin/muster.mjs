#!/usr/bin/env node
// The terminal program's entry. Plain JavaScript that an old Node can read: it runs src/main.ts on Node 24.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOnNode24 } from './on-node-24.mjs'

const run = join(dirname(fileURLToPath(import.meta.url)), 'run.mjs')
await runOnNode24([run, ...process.argv.slice(2)])
