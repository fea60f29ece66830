// The one entry of web. It is a program, not a library: others need no more than where its build lies.

/** Folder of the built app, from the folder of this package. */
export const BUILT = 'dist'
