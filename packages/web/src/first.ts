import { prepareAt } from './app/prepare.ts'

// Runs before the app: this file is small, and what the page needs is on its way while the rest is still read.
prepareAt(window.location.pathname)
