import { createHash, randomBytes } from 'node:crypto'

/** Hash under which a secret is stored: the secret itself is nowhere. It has 256 random bits, so a plain hash suffices. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const TOKEN_PREFIX = 'muster_'

/** A new API token secret; the prefix lets secret scanners find it. */
export const newTokenSecret = (): string => `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`
/** A new code for a one-time link. */
export const newCode = (): string => randomBytes(24).toString('base64url')
export const looksLikeToken = (text: string): boolean => text.startsWith(TOKEN_PREFIX)
/** A new secret of a calendar feed: part of an address, so that calendar programs can read without signing in. */
export const newFeedSecret = (): string => randomBytes(32).toString('base64url')
