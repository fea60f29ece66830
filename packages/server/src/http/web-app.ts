import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Folder of the built web app. */
export const BUILT_APP = join(import.meta.dirname, '../../../web/dist')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
}

/**
 * Scripts and requests of our own alone, nothing inside a page. The styles of a component stand in its elements, which a
 * policy for style cannot tell apart from others; they can load nothing.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

interface Asset {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly brotli?: Buffer
  readonly gzip?: Buffer
  readonly immutable: boolean
}

/** The built app in memory: some hundred kilobytes, read with the first look at it. */
function readApp(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>()
  if (!existsSync(join(folder, 'index.html'))) return assets
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(file)]
    if (type === undefined) continue
    const path = `/${file.replaceAll('\\', '/')}`
    const read = (ending: string): Buffer | undefined => {
      const copy = join(folder, `${file}${ending}`)
      return existsSync(copy) ? readFileSync(copy) : undefined
    }
    const plain = readFileSync(join(folder, file))
    const [brotli, gzip] = [read('.br'), read('.gz')]
    assets.set(path, {
      type,
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      plain,
      ...(brotli === undefined ? {} : { brotli }),
      ...(gzip === undefined ? {} : { gzip }),
      immutable: path.startsWith('/assets/'),
    })
  }
  return assets
}

function send(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoded =
    asset.brotli !== undefined && /\bbr\b/.test(accepted)
      ? (['br', asset.brotli] as const)
      : asset.gzip !== undefined && /\bgzip\b/.test(accepted)
        ? (['gzip', asset.gzip] as const)
        : undefined
  void reply
    .type(asset.type)
    .header('vary', 'accept-encoding')
    // The name of an asset changes with its content; a page is asked for again each time, and answered with 304.
    .header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('etag', asset.etag)
  if (asset.type.startsWith('text/html')) void reply.header('content-security-policy', POLICY)
  if (request.headers['if-none-match'] === asset.etag) return reply.status(304).send()
  if (encoded === undefined) return reply.send(asset.plain)
  return reply.header('content-encoding', encoded[0]).send(encoded[1])
}

const wantsPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') && String(request.headers.accept ?? '').includes('text/html')

/** Addresses that are never a page of the app. */
const NOT_OURS = /^\/(?:api|docs|assets|openapi\.json|healthz|readyz)(?:[/?]|$)/

/** The web app, as it was built; nothing when it was not. */
export interface WebApp {
  /** Answers a request for a page of the app; undefined when it is not for the app, or the app is not built. */
  readonly page: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined
}

/** Serves the files of the built app, and gives what answers requests for its pages, whatever their address. */
export function serveWebApp(app: FastifyInstance, folder: string = BUILT_APP): WebApp {
  let read: ReadonlyMap<string, Asset> | undefined
  // Looked at again until it is there: it may be built while the server runs.
  const assets = (): ReadonlyMap<string, Asset> => {
    if (read === undefined || read.size === 0) read = readApp(folder)
    return read
  }
  const file = (request: FastifyRequest, reply: FastifyReply): FastifyReply | void => {
    const asset = assets().get(request.url.split('?')[0] ?? '')
    if (asset === undefined) return reply.callNotFound()
    return send(request, reply, asset)
  }
  for (const url of ['/assets/*', '/favicon.svg', '/scheme.js']) app.get(url, file)
  return {
    page: (request, reply) => {
      if (!wantsPage(request) || NOT_OURS.test(request.url)) return undefined
      const index = assets().get('/index.html')
      return index === undefined ? undefined : send(request, reply, index)
    },
  }
}
