#!/usr/bin/env node
// The terminal program's entry. Plain JavaScript that an old Node can read: it runs src/main.ts on Node 24.
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOnNode24 } from './on-node-24.mjs'

// Whoever installed it types its name; in a checkout it is a script of npm.
const here = fileURLToPath(import.meta.url)
const isInstalled =
  here.includes(`${sep}node_modules${sep}`) || /^muster(?:\.cmd|\.exe)?$/.test(basename(process.argv[1] ?? ''))
process.env.CALLED_MUSTER_AS = isInstalled ? 'muster' : 'npm'
const run = join(dirname(here), 'run.mjs')
await runOnNode24([run, ...process.argv.slice(2)])
