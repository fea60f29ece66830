// The one entry of the terminal program as a package: what its exit codes mean. It is run through bin/muster.mjs.
export { EXIT } from './failure.ts'
