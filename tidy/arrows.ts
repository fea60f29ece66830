/** Who may import whom. What is absent from these tables is forbidden; what nobody uses is taken out of them. */

/** Package → packages it may import. */
export const PACKAGE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  contract: ['core'],
  statistics: [],
  server: ['core', 'contract', 'statistics'],
  web: ['core', 'contract'],
  // It measures without a server, and `muster start` builds the web app when it is missing.
  cli: ['core', 'contract', 'statistics', 'web'],
  testkit: ['core', 'contract', 'statistics', 'server'],
}

/** The one place where the terminal program reaches the server: `muster start` runs one. */
export const DYNAMIC_ARROWS: Readonly<Record<string, string>> = { 'packages/cli/src/start-server.ts': 'server' }

/** Files that may name types of a package which their own package may not import: types are gone at run time. */
export const TYPE_ARROWS: Readonly<Record<string, string>> = {
  'packages/cli/src/start-server.ts': 'server',
  'packages/cli/src/start.ts': 'server',
}

/** Files outside packages that may import every package: they stand above the house. */
export const ABOVE_PACKAGES = /^(?:tidy|scenarios|examples|bench|fixtures)\/|^[^/]+$/

/** What tests and their surroundings are called; only these may import the testkit. */
export const TEST_FILE = /\.(?:test|e2e)\.tsx?$|^(?:scenarios|examples|bench|fixtures|tidy)\/|^packages\/testkit\//

/**
 * Rooms of core → rooms they may import. A room that needs another's facts without an arrow gets them as a value.
 * `acts` is the grammar that all acts are written in; `packs` is what the shipped data must look like.
 */
export const CORE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  acts: [],
  'record/ledger': [],
  'record/packs': ['acts'],
  'record/registers': ['acts'],
  'team/people': ['acts'],
  'team/responsibility': ['acts', 'team/people'],
  'work/projects': ['acts', 'team/people', 'team/responsibility'],
  'team/staffing': ['acts', 'packs', 'team/people', 'team/responsibility', 'work/projects'],
  'team/learning': ['acts', 'packs', 'team/people', 'team/responsibility'],
  'work/updates': ['acts', 'work/projects'],
  'team/ceremonies': ['acts', 'work/projects'],
  'making/experiments': ['acts', 'work/projects'],
  'making/registry': ['acts', 'making/experiments', 'work/projects'],
  'judging/evidence': ['acts', 'making/experiments', 'making/registry', 'work/projects'],
  'judging/gates': [
    'acts',
    'judging/evidence',
    'making/experiments',
    'making/registry',
    'team/responsibility',
    'work/projects',
  ],
  'judging/reviews': ['acts', 'judging/gates', 'making/experiments'],
  'running/deployments': [
    'acts',
    'judging/evidence',
    'judging/gates',
    'making/experiments',
    'making/registry',
    'work/projects',
  ],
  packs: ['acts', 'record/registers', 'record/scorecards', 'team/ceremonies', 'team/responsibility', 'work/projects'],
  'record/scorecards': ['acts', 'work/projects'],
}

/** Files of core that see every room: the table of all acts, and the one entry. */
export const CORE_TABLES = ['acts.ts', 'index.ts']

/**
 * Technical rooms of the server → what they may import. Rooms in wings may import `http`, `identity`, `store`, and a neighbour's
 * queries.ts. `boot` puts everything together, so it may import everything.
 */
export const SERVER_ARROWS: Readonly<Record<string, readonly string[]>> = {
  store: ['files', 'record/ledger'],
  identity: ['store'],
  files: ['http'],
  measuring: [],
  http: ['boot', 'files', 'identity', 'measuring', 'record/ledger', 'store'],
}
export const SERVER_ROOM_ARROWS: readonly string[] = ['http', 'identity', 'measuring', 'store']
export const SERVER_TABLES = ['boot', 'index.ts']

export const WINGS: readonly string[] = ['team', 'work', 'making', 'judging', 'running', 'record']

/**
 * Technical rooms of the web app → what they may import. A room in a wing may import those of `WEB_ROOM_ARROWS` and no
 * neighbour but `team/people`, whose tabs lead to the other pages of a team: what two rooms show goes to `records`. `app` puts everything together.
 */
export const WEB_ARROWS: Readonly<Record<string, readonly string[]>> = {
  words: [],
  routing: [],
  ui: ['words'],
  api: [],
  acts: ['api', 'routing', 'ui', 'words'],
  records: ['api', 'routing', 'ui', 'words'],
}
export const WEB_ROOM_ARROWS: readonly string[] = ['acts', 'api', 'records', 'routing', 'team/people', 'ui', 'words']
/** `index.ts` is the package's entry and runs in Node; `first.ts` runs before the app, which `main.tsx` starts. */
export const WEB_TABLES = ['app', 'first.ts', 'main.tsx', 'index.ts']
