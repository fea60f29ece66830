// Builds the web app into dist/, with a brotli and a gzip copy beside each file. `--if-needed`: only when its sources changed.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { MARK, fingerprint, isBuilt } from './fingerprint.ts'

const here = import.meta.dirname
const dist = join(here, 'dist')

if (process.argv.includes('--if-needed') && isBuilt()) process.exit(0)

const { build } = await import('vite')
await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })
const COMPRESSED = /\.(?:js|css|html|svg|json)$/
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((f) => COMPRESSED.test(f))) {
  const path = join(dist, file)
  const content = readFileSync(path)
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }))
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
}
writeFileSync(MARK, fingerprint())
