import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The production build. `npm run dev -w packages/web` serves it while it is written, beside a running Muster. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2024',
    outDir: 'dist',
    // Every file is asked for by itself: nothing is written into a page, where the policy would forbid it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
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
