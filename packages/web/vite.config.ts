import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

/** The questions that pages ask, and which page an address has. */
const ASKING =
  /@tanstack[\\/]query-core|packages[\\/](?:contract|core)|web[\\/]src[\\/](?:words[\\/]|api[\\/](?:asking|client|paths)|routing[\\/]match)|[\\/]pages\.ts$|app[\\/]prepare/

/**
 * Puts `src/first.ts` into the page as a script of its own, ahead of the app: it does not wait for the app's code, and what
 * the opened page needs is asked for meanwhile.
 */
function ahead(): Plugin {
  const source = 'src/first.ts'
  let isBuild = false
  return {
    name: 'ahead',
    configResolved: ({ command }) => {
      isBuild = command === 'build'
    },
    buildStart() {
      if (isBuild) this.emitFile({ type: 'chunk', id: `${import.meta.dirname}/${source}`, name: 'first' })
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const file =
          Object.values(bundle ?? {}).find((f) => f.type === 'chunk' && f.name === 'first')?.fileName ?? source
        const attrs = { type: 'module', crossorigin: true, src: `/${file}` }
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
      },
    },
  }
}

/** The production build. `npm run dev -w packages/web` serves it while it is written, beside a running Muster. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), ahead()],
  build: {
    target: 'es2024',
    outDir: 'dist',
    // Every file is asked for by itself: nothing is written into a page, where the policy would forbid it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What `src/first.ts` takes, so that it waits for nothing else; then the app itself; then what pages share.
            { name: 'asking', test: ASKING, tags: ['$initial'], priority: 3 },
            { name: 'app', test: /^(?!.*web[\\/]src[\\/]first\.ts$)/, tags: ['$initial'], priority: 2 },
            { name: 'shared', minShareCount: 4, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/openapi.json', '/docs', '/readyz', '/healthz'].map((path) => [
        path,
        process.env['MUSTER_SERVER'] ?? 'http://127.0.0.1:7300',
      ]),
    ),
  },
})
