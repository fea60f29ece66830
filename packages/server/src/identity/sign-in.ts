import { betterAuth } from 'better-auth'
import type { Database } from '../store/database.ts'
import { MAX_LENGTH } from './passwords.ts'

const DAY_SECONDS = 86_400
/** Header in which our HTTP layer passes the address of the caller on; a client's own value never reaches the library. */
export const ADDRESS_HEADER = 'x-muster-address'

/** Sign-in with password and sessions. People are made by acts and invitations alone: signing up is off. */
export function signIn(database: Database, options: { readonly url: string; readonly secret: string }) {
  return betterAuth({
    appName: 'muster',
    baseURL: options.url,
    basePath: '/api/auth',
    secret: options.secret,
    database: { dialect: database.dialect, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: 14 * DAY_SECONDS, updateAge: DAY_SECONDS },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength: MAX_LENGTH },
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 600,
      customRules: { '/sign-in/email': { window: 60, max: 30 } },
    },
    // People change their password by a route of ours with its own rules, and nothing else of theirs here.
    disabledPaths: [
      '/sign-up/email',
      '/change-password',
      '/change-email',
      '/update-user',
      '/delete-user',
      '/reset-password',
      '/request-password-reset',
    ],
    advanced: {
      cookiePrefix: 'muster',
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
  })
}
export type SignIn = ReturnType<typeof signIn>
