import type { Queries } from '../store/database.ts'
import type { Companion } from '../store/perform.ts'
import { invite } from './invitations.ts'
import { hashSecret, newFeedSecret, newTokenSecret } from './secrets.ts'

/** What happens beside the ledger when people and tokens come and go: names, links, secrets, sessions. */
export function identityCompanions(link: (path: string) => string): Record<string, Companion> {
  return { ...LEAVING, ...TOKENS, ...APPLICANTS, ...entering(link), ...feeds(link) }
}

/** Whoever comes gets a name beside the ledger, and a link to choose a password. */
function entering(link: (path: string) => string): Record<string, Companion> {
  return {
    'person.register': {
      run: async ({ tx, now, decided }) => {
        const [personal] = decided.personal ?? []
        if (personal === undefined) return {}
        await tx.query('insert into person_profile (person, name, email) values ($1, $2, $3)', [
          personal.person,
          personal.name,
          personal.email?.toLowerCase() ?? null,
        ])
        const code = await invite(tx, 'password', personal.person, now)
        return { passwordLink: link(`/welcome?code=${code}`) }
      },
    },
    'person.invite': {
      run: async ({ tx, now, command }) => {
        const code = await invite(tx, 'password', String(command['person']), now)
        return { passwordLink: link(`/welcome?code=${code}`) }
      },
    },
    'service.register': {
      run: async ({ tx, decided }) => {
        for (const { person, name } of decided.personal ?? [])
          await tx.query('insert into person_profile (person, name) values ($1, $2)', [person, name])
        return {}
      },
    },
    'workspace.open': {
      run: async ({ tx, decided }) => {
        for (const { person, name, email } of decided.personal ?? []) {
          await tx.query('insert into person_profile (person, name, email) values ($1, $2, $3)', [
            person,
            name,
            email?.toLowerCase() ?? null,
          ])
        }
        return {}
      },
    },
  }
}

/** Links that were not used must not outlive the right to use them. */
async function forgetLinks(queries: Queries, person: unknown): Promise<void> {
  await queries.query('delete from invitation where person = $1', [person])
}

const LEAVING: Record<string, Companion> = {
  'person.deactivate': {
    run: async ({ tx, command }) => {
      await tx.query('delete from auth_session where "userId" = $1', [command['person']])
      await forgetLinks(tx, command['person'])
      return {}
    },
  },
  'person.erase': {
    run: async ({ tx, command }) => {
      await tx.query('delete from person_profile where person = $1', [command['person']])
      await tx.query('delete from auth_user where id = $1', [command['person']])
      await forgetLinks(tx, command['person'])
      return {}
    },
  },
}

/** A calendar feed gets a secret address; only its hash is kept. */
function feeds(link: (path: string) => string): Record<string, Companion> {
  return {
    'feed.issue': {
      run: async ({ tx, events }) => {
        const secret = newFeedSecret()
        await tx.query('insert into feed_secret (feed, hash) values ($1, $2)', [events[0]?.subject, hashSecret(secret)])
        return { address: link(`/api/v1/calendar/${secret}.ics`), shown: 'once' }
      },
    },
    'feed.revoke': {
      run: async ({ tx, command }) => {
        await tx.query('delete from feed_secret where feed = $1', [command['feed']])
        return {}
      },
    },
  }
}

const TOKENS: Record<string, Companion> = {
  'token.issue': {
    run: async ({ tx, events }) => {
      const secret = newTokenSecret()
      await tx.query('insert into token_secret (token, hash) values ($1, $2)', [events[0]?.subject, hashSecret(secret)])
      return { secret, shown: 'once' }
    },
  },
  'token.revoke': {
    run: async ({ tx, command }) => {
      await tx.query('delete from token_secret where token = $1', [command['token']])
      return {}
    },
  },
}

/** An applicant's name and address stand beside the ledger, and go when they are erased. */
const APPLICANTS: Record<string, Companion> = {
  'applicant.add': {
    run: async ({ tx, events, command }) => {
      await tx.query('insert into applicant_profile (applicant, name, contact) values ($1, $2, $3)', [
        events[0]?.subject,
        command['name'],
        command['contact'] ?? null,
      ])
      return {}
    },
  },
  'applicant.erase': {
    run: async ({ tx, command }) => {
      await tx.query('delete from applicant_profile where applicant = $1', [command['applicant']])
      return {}
    },
  },
}
