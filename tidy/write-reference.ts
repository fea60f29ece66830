import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from './reference/markdown.ts'
import { referencePages } from './reference/pages.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** The reference as it should be, made from the code and the shipped packs. */
export function referenceNow(): Page[] {
  const packs = globSync('packs/**/*.yaml', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
  return referencePages(packs.map((file) => ({ file, text: readFileSync(`${ROOT}${file}`, 'utf8') })))
}

/** Writes docs/reference anew. Run by `npm run docs`. */
function writeReference(): void {
  const pages = referenceNow()
  mkdirSync(`${ROOT}docs/reference`, { recursive: true })
  const wanted = new Set(pages.map(({ file }) => file))
  for (const file of globSync('docs/reference/*.md', { cwd: ROOT }))
    if (!wanted.has(file.replaceAll('\\', '/'))) rmSync(`${ROOT}${file}`)
  for (const { file, text } of pages) writeFileSync(`${ROOT}${file}`, text)
  process.stdout.write(`${pages.map(({ file }) => file).join('\n')}\n`)
}

// Started by the launcher, which imports this file when Node is new enough: `import.meta.main` would not tell.
if (process.argv[1] === fileURLToPath(import.meta.url)) writeReference()
