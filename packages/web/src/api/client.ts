import type { Client } from '@muster/contract'
import { client } from '@muster/contract'

/** The server that these pages came from. The browser sends the session with every request. */
export const server: Client = client({ url: window.location.origin, fetch: (...args) => fetch(...args) })
