// The one entry of contract: what travels between server, web and terminal.
export * from './client.ts'
export * from './openapi.ts'
export * from './problem.ts'
export * as records from './records.ts'
export type { ReadPermission, Route } from './route.ts'
export { pageOf } from './route.ts'
export * from './routes.ts'
export * from './packs/read-pack.ts'
