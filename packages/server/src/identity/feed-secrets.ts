import type { Feed } from '@muster/core'
import type { Queries } from '../store/database.ts'
import { hashSecret } from './secrets.ts'

/** The feed that a secret belongs to; none for one that was never given out or is revoked, or whose person is deactivated. */
export async function feedOfSecret(queries: Queries, secret: string): Promise<Feed | undefined> {
  const [row] = await queries.query<{ doc: Feed }>(
    `select f.doc from feed_secret s join feed f on f.id = s.feed join person p on p.id = f.doc->>'person'
     where s.hash = $1 and (p.doc->>'active')::boolean and not f.doc ? 'revokedAt'`,
    [hashSecret(secret)],
  )
  return row?.doc
}
