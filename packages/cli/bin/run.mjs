// What runs on Node 24: keeps compiled modules from one start to the next, then hands over to the program. The cache is
// the user's own: in a folder that others can write to, they could put code.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'muster'))
await import('../src/main.ts')
