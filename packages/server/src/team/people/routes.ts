import type { Assignment, Person, Token } from '@muster/core'
import { refusal } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { namesOf } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, pageOf } from '../../http/reading.ts'
import type { InboxOrder } from './inbox.ts'
import { inboxOf, markRead } from './inbox.ts'

interface PersonRow extends Record<string, unknown> {
  doc: Person
  name: string | null
  email: string | null
}

/** A person as others see them; the address only for administrators and the person. */
function seen(call: Call, row: PersonRow) {
  const { registeredAt: _at, ...person } = row.doc
  const mayKnow = call.administrator || call.caller.person === person.id
  return { ...person, name: row.name, ...(mayKnow ? { email: row.email } : {}) }
}

async function personWithAssignments(call: Call, id: string) {
  const { database } = call.context
  const [row] = await database.query<PersonRow>(
    'select p.doc, f.name, f.email from person p left join person_profile f on f.person = p.id where p.id = $1',
    [id],
  )
  if (row === undefined) throw notFound(`person ${id}`)
  const assignments = await database.query<{ doc: Assignment; name: string }>(
    `select a.doc, p.doc->>'name' as name from assignment a join project p on p.id = a.project
     where a.doc->>'person' = $1 and ($2 or exists (select 1 from assignment m where m.project = a.project and m.doc->>'person' = $3)) order by a.id`,
    [id, call.administrator || call.auditor, call.caller.person],
  )
  return { person: seen(call, row), assignments: assignments.map((a) => ({ ...a.doc, projectName: a.name })) }
}

export const peopleHandlers: Handlers = {
  'me.show': (call) => personWithAssignments(call, call.caller.person),
  'person.show': (call) => personWithAssignments(call, call.params['person'] ?? ''),
  'person.list': async (call) => {
    const page = await pageOf<PersonRow>(call, {
      columns: 'p.doc, f.name, f.email',
      from: 'person p left join person_profile f on f.person = p.id',
      where: 'true',
      values: [],
      key: 'p.id',
    })
    return { ...page, items: page.items.map((row) => seen(call, row)) }
  },
  'token.list': async (call) => {
    const page = await pageOf<{ doc: Token }>(call, {
      columns: 'doc',
      from: 'token',
      where: `doc->>'issuedBy' = $3 or doc->>'person' = $3`,
      values: [call.caller.person],
    })
    return { ...page, items: page.items.map((row) => row.doc) }
  },
  'inbox.list': async (call) => {
    const inbox = await inboxOf(call.context, call.caller.person, call.now, call.query['order'] as InboxOrder)
    const names = await namesOf(
      call.context.database,
      inbox.tasks.flatMap((t) => (t.from === undefined ? [] : [t.from])),
    )
    return {
      ...inbox,
      tasks: inbox.tasks.map((t) => (t.from === undefined ? t : { ...t, fromName: names.get(t.from) ?? null })),
    }
  },
  'inbox.read': async (call) => {
    const { upTo } = call.body as { upTo: number }
    if (call.caller.scopes !== undefined && !call.caller.scopes.includes('*')) {
      throw new RequestRefused(refusal('scope-missing', 'This token may not mark notices as read.'))
    }
    return { read: await markRead(call.context.database, call.caller.person, upTo) }
  },
}
