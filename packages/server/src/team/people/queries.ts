import type { Skill, Token } from '@muster/core'
import { personNoun, tokenNoun } from '@muster/core'
import { workspaceRoles } from '../../record/packs/queries.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'

/** Facts about people that acts need. */
export const peopleLoaders: Record<string, Loader> = {
  person: (reading) => must(reading, personNoun, reading.command['person']),
  lead: (reading) => must(reading, personNoun, reading.command['lead']),
  administrators: async ({ work }) => {
    const rows = await work.query<{ id: string }>(
      `select id from person where (doc->>'administrator')::boolean and (doc->>'active')::boolean`,
    )
    return rows.map((row) => row.id)
  },
  workspace: async ({ work }) => {
    const [row] = await work.query<{ open: boolean }>(
      `select exists (select 1 from ledger_entry where subject = 'workspace' and type = 'WorkspaceOpened') as open`,
    )
    return { open: row?.open ?? false }
  },
  ownTokens: async ({ work, actor }) => {
    const rows = await work.query<{ doc: Token }>(
      `select doc from token where doc->>'person' = $1 and not doc ? 'revokedAt'`,
      [actor],
    )
    return rows.map((row) => row.doc)
  },
  catalogueSkills: async ({ work }) => {
    const roles = await workspaceRoles(work)
    return [...new Map(roles.flatMap((r) => r.skills.map((s) => [s.toLowerCase(), s] as const))).values()].toSorted()
  },
  skillHeld: async ({ work, command }) => {
    const [row] = await work.query<{ doc: Skill }>(
      `select doc from skill where doc->>'person' = $1 and lower(doc->>'skill') = lower($2)`,
      [command['person'], command['skill']],
    )
    return row?.doc
  },
  token: (reading) => must(reading, tokenNoun, reading.command['token']),
}
