import type { StakeholderUpdate } from '@muster/core'
import { sectionsOf, updateMarkdown, updatePage } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences, namesOf } from '../../http/naming.ts'
import { notFound, readable, recordsIn } from '../../http/reading.ts'

const SENTENCES = new Set(['text'])

/** The update of a call with names for ids, and what its page says beside it. */
async function updateOf(call: Call) {
  const { database, url } = call.context
  const id = call.params['update'] ?? ''
  const [row] = await database.query<{ doc: StakeholderUpdate; name: string }>(
    `select u.doc, p.doc->>'name' as name from stakeholder_update u join project p on p.id = u.project where u.id = $1`,
    [id],
  )
  if (row === undefined) throw notFound(`update ${id}`)
  await readable(call, row.doc.project, `update ${id}`)
  const update = await nameSentences(database, row.doc, SENTENCES)
  const by = update.publishedBy
  const name = by === undefined ? undefined : (await namesOf(database, [by])).get(by)
  const head = { projectName: row.name, url, ...(typeof name === 'string' ? { publishedByName: name } : {}) }
  return { update, head }
}

export const updateHandlers: Handlers = {
  'update.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    const page = await recordsIn<StakeholderUpdate>(call, 'stakeholder_update', {
      where: 'project = $3',
      values: [project],
    })
    // The lines have pages of their own.
    return { ...page, items: page.items.map(({ lines, ...update }) => ({ ...update, lines: lines.length })) }
  },
  'update.show': async (call) => {
    const { update, head } = await updateOf(call)
    return { ...update, projectName: head.projectName, sections: sectionsOf(update) }
  },
  'update.markdown': async (call) => {
    const { update, head } = await updateOf(call)
    return updateMarkdown(update, head)
  },
  'update.page': async (call) => {
    const { update, head } = await updateOf(call)
    void call.reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
    return updatePage(update, head)
  },
}
