/**
 * What npm leaves to be done in a lock file.
 *
 * A registry that lags behind lacks some packages that only other systems need. npm then leaves them out of the lock
 * file, and `npm ci` refuses a lock file that leaves anything out. These functions find such gaps and fill them with
 * what the names tell: version, operating system, processor. Without an integrity hash, which only the registry has.
 */
export interface LockedPackage {
  version?: string
  dev?: boolean
  license?: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  engines?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}
export interface LockFile {
  packages: Record<string, LockedPackage>
}

const SYSTEMS = new Set([
  'darwin',
  'linux',
  'win32',
  'android',
  'freebsd',
  'openharmony',
  'sunos',
  'aix',
  'netbsd',
  'openbsd',
])

/** Optional packages that another package of the lock file names, and that the lock file lacks. */
export function gaps({ packages }: LockFile): { name: string; version: string; by: LockedPackage }[] {
  return Object.entries(packages).flatMap(([path, by]) =>
    Object.entries(by.optionalDependencies ?? {})
      .filter(
        ([name]) =>
          packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined,
      )
      .map(([name, version]) => ({ name, version, by })),
  )
}

/** Optional peers that are there for development alone, by the shipped packages that would like them. */
export function developmentPeers({ packages }: LockFile): { path: string; name: string }[] {
  const shipped = new Set(
    Object.entries(packages)
      .filter(([path]) => !path.includes('node_modules/'))
      .flatMap(([, own]) => Object.keys(own.dependencies ?? {})),
  )
  const development = Object.keys(packages['']?.devDependencies ?? {}).filter((name) => !shipped.has(name))
  return Object.entries(packages).flatMap(([path, { dev, peerDependenciesMeta = {} }]) =>
    development
      .filter((name) => dev !== true && peerDependenciesMeta[name]?.optional === true)
      .map((name) => ({ path, name })),
  )
}

/**
 * The lock file without the wish of libraries for what is there for development alone. npm would take it for needed and
 * install it for production too: a library that can be tested with Vitest would bring Vitest.
 */
export function withoutDevelopmentPeers(lock: LockFile): LockFile {
  const packages = { ...lock.packages }
  for (const { path, name } of developmentPeers(lock)) {
    const { peerDependencies = {}, peerDependenciesMeta = {}, ...rest } = packages[path] ?? {}
    const { [name]: _wish, ...peers } = peerDependencies
    const { [name]: _meta, ...meta } = peerDependenciesMeta
    packages[path] = {
      ...rest,
      ...(Object.keys(peers).length === 0 ? {} : { peerDependencies: peers }),
      ...(Object.keys(meta).length === 0 ? {} : { peerDependenciesMeta: meta }),
    }
  }
  return { ...lock, packages }
}

/** The lock file with its gaps filled; `unclear` names what the name of a package does not tell. */
export function completed(lock: LockFile): { lock: LockFile; filled: string[]; unclear: string[] } {
  const filled: string[] = []
  const unclear: string[] = []
  const packages = { ...lock.packages }
  for (const { name, version, by } of gaps(lock)) {
    const parts = (name.split('/').at(-1) ?? '').replace(/^(binding|node-bindings)-/, '').split('-')
    const at = parts.findIndex((part) => SYSTEMS.has(part))
    const [os, cpu, abi] = parts.slice(at === -1 ? parts.length : at)
    if (os === undefined || cpu === undefined) {
      unclear.push(name)
      continue
    }
    packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(by.dev === true ? { dev: true } : {}),
      ...(os === 'linux' && abi !== undefined ? { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] } : {}),
      ...(by.license === undefined ? {} : { license: by.license }),
      optional: true,
      os: [os],
      ...(by.engines === undefined ? {} : { engines: by.engines }),
    }
    filled.push(`${name}@${version}`)
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, filled, unclear }
}
