// The one entry of web: whether it is built, and what builds it. The app itself runs in a browser and is no library.
import { fileURLToPath } from 'node:url'
import { isBuilt } from '../bin/fingerprint.mjs'

/** Whether dist/ holds the app as its sources are now. */
export const isAppBuilt = (): boolean => isBuilt()

/** The program that builds the app, for any Node. */
export const APP_BUILDER: string = fileURLToPath(new URL('../bin/build.mjs', import.meta.url))
