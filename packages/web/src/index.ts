// The one entry of web: whether it is built, and what builds it. The app itself runs in a browser and is no library.
import { fileURLToPath } from 'node:url'
import { isBuilt } from '../fingerprint.ts'

/** Whether dist/ holds the app as its sources are now. */
export const isAppBuilt = (): boolean => isBuilt()

/** The program that builds the app, on Node 24; `--if-needed`: only when its sources changed. */
export const APP_BUILDER: string = fileURLToPath(new URL('../build.ts', import.meta.url))
