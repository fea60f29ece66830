import type { StakeholderUpdate, UpdateLine } from './update.ts'
import { SECTION_TITLES, UPDATE_SECTIONS } from './update.ts'

/** What a page says beside the update. */
export interface PageHead {
  readonly projectName: string
  readonly publishedByName?: string
  /** Address of this Muster, for links to the pages of the entries: people sign in there, and the API answers nobody without a token. */
  readonly url: string
}

/** The lines that are shown, by section; sections without any are shown as empty, so that silence is not mistaken for a gap. */
export function sectionsOf(update: Pick<StakeholderUpdate, 'lines'>) {
  return UPDATE_SECTIONS.map((section) => ({
    section,
    title: SECTION_TITLES[section],
    lines: update.lines.filter((l) => l.section === section && l.struck !== true),
  }))
}

const NOTHING = 'Nothing to report.'
const entryUrl = (head: PageHead, entry: number): string => `${head.url}/ledger/${entry}`

function standing(update: StakeholderUpdate, head: PageHead): string {
  const period = `${update.from.slice(0, 10)} to ${update.until.slice(0, 10)}`
  if (update.state !== 'published') return `${period} · ${update.state}`
  const by = head.publishedByName === undefined ? '' : ` by ${head.publishedByName}`
  return `${period} · published ${(update.publishedAt ?? '').slice(0, 10)}${by}`
}

/** Text of people on one line in which nothing is Markdown or HTML, in the middle of it or at its start. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>#|~&]/g, (character) => `\\${character}`)
    .replaceAll(/^([+-])/g, '\\$1')
    .replaceAll(/^(\d+)([.)])/g, '$1\\$2')
    // Bare addresses become links in some readers: one that a person typed stays text.
    .replaceAll(/:(?=\/\/)|(?<=www)\./gi, (found) => `\\${found}`)

/** An update as Markdown. */
export function updateMarkdown(update: StakeholderUpdate, head: PageHead): string {
  const line = (l: UpdateLine): string => {
    const links = l.entries.map((entry) => `[${entry}](${entryUrl(head, entry)})`)
    return `- ${plain(l.text)}${links.length === 0 ? '' : ` (${links.join(', ')})`}`
  }
  const parts = sectionsOf(update).flatMap(({ title, lines }) => [
    `## ${title}`,
    '',
    ...(lines.length === 0 ? [NOTHING] : lines.map(line)),
    '',
  ])
  return [`# ${plain(update.title)}`, '', plain(`${head.projectName} · ${standing(update, head)}`), '', ...parts].join(
    '\n',
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}' +
  'h1{font-size:1.5rem;line-height:1.25;margin:0}h2{font-size:1.1rem;margin:1.75rem 0 .25rem}p{margin:.25rem 0;color:#57606a}' +
  'ul{margin:.25rem 0;padding-left:1.25rem}li{margin:.25rem 0;overflow-wrap:anywhere;white-space:pre-line}a{color:#0550ae}small{white-space:nowrap}'

/** An update as a page that needs nothing else: no script, no file, no network. */
export function updatePage(update: StakeholderUpdate, head: PageHead): string {
  const line = (l: UpdateLine): string => {
    const links = l.entries.map((e) => `<a href="${escaped(entryUrl(head, e))}">entry ${e}</a>`)
    return `<li>${escaped(l.text)}${links.length === 0 ? '' : ` <small>(${links.join(', ')})</small>`}</li>`
  }
  const parts = sectionsOf(update).map(
    ({ title, lines }) =>
      `<h2>${escaped(title)}</h2>\n${lines.length === 0 ? `<p>${NOTHING}</p>` : `<ul>\n${lines.map(line).join('\n')}\n</ul>`}`,
  )
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(update.title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<main>\n<h1>${escaped(update.title)}</h1>\n<p>${escaped(`${head.projectName} · ${standing(update, head)}`)}</p>`,
    ...parts,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}
