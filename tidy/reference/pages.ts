import { QUERIES, actPath, readPack } from '@muster/contract'
import type { AnyAct, GatePack, KpisPack, Pack, RaciPack, RolesPack } from '@muster/core'
import { ACTS, EVENTS, REFUSALS, findingCodes } from '@muster/core'
// Not the whole server, whose database and sign-in are slow to load.
import { settingsReference } from '../../packages/server/src/boot/config.ts'
import { kpisPage } from './kpis.ts'
import { WING_OF, WINGS_IN_WORDS } from './wings.ts'
import type { Page } from './markdown.ts'
import { code, list, page, table } from './markdown.ts'
import { permissionInWords } from './permission.ts'
import { fieldsOf } from './shape.ts'

/** A text of a pack, as it lies in the folder packs/. */
export interface PackText {
  readonly file: string
  readonly text: string
}

/** Every page below docs/reference. */
export function referencePages(packs: readonly PackText[]): Page[] {
  const read = packs.map(({ file, text }): Pack => {
    const result = readPack(text, file)
    if ('pack' in result) return result.pack
    throw new Error(`${file} cannot be read: ${result.problems.map((p) => p.message).join('; ')}`)
  })
  const roles = read.find((p): p is RolesPack => p.pack === 'roles')
  const gate = read.find((p): p is GatePack => p.pack === 'gate')
  const matrices = read
    .filter((p): p is RaciPack => p.pack === 'raci')
    .toSorted((a, b) => b.activities.length - a.activities.length)
  const [matrix] = matrices
  if (roles === undefined || gate === undefined || matrix === undefined)
    throw new Error('The shipped packs need a role catalogue, a gate and a RACI matrix.')
  const titles = new Map(roles.roles.map((role) => [role.id, role.title]))
  const role = (id: string): string => titles.get(id) ?? id
  return [
    whoMayDoWhat(matrix, gate, role),
    events(),
    errorCodes(),
    routes(),
    settings(),
    roleCatalogue(roles),
    raci(matrices, role),
    ledgerFindings(),
    kpisPage(
      read.filter((p): p is KpisPack => p.pack === 'kpis'),
      role,
    ),
  ]
}

const anchor = (act: AnyAct): string =>
  `[${String(act.name)}](who-may-do-what.md#${String(act.name).split('.')[0] ?? ''})`

function whoMayDoWhat(matrix: RaciPack, gate: GatePack, role: (id: string) => string): Page {
  const nouns = [...new Set(ACTS.map((act) => String(act.name).split('.')[0] ?? ''))]
  const rows = (noun: string): string[][] =>
    ACTS.filter((act) => String(act.name).startsWith(`${noun}.`)).map((act) => [
      code(String(act.name)),
      `${act.title}. ${act.help}`,
      permissionInWords(act, matrix, gate, role),
      act.events.map((e) => e.type).join(', '),
      act.permission.kind === 'setup' ? 'the setup page' : code(`POST ${actPath(act)}`),
      act.permission.kind === 'setup' ? '–' : code(`muster ${String(act.name).replace('.', ' ')}`),
    ])
  const blocks = WINGS_IN_WORDS.flatMap(({ wing, title }) => {
    const here = nouns.filter((noun) => WING_OF[noun] === wing)
    if (here.length === 0) return []
    return [
      `## ${title}`,
      ...here.flatMap((noun) => [
        `### ${noun}`,
        table(['act', 'what it does', 'who may', 'events', 'HTTP', 'terminal'], rows(noun)),
      ]),
    ]
  })
  const lost = nouns.filter((noun) => WING_OF[noun] === undefined)
  if (lost.length > 0) throw new Error(`Say in tidy/reference/wings.ts which wing ${lost.join(', ')} belongs to.`)
  return page(
    'who-may-do-what.md',
    'Who may do what',
    `Every act of Muster: ${ACTS.length} of them. Activities are those of the matrix “${matrix.title}”, duties those of “${gate.title}”; a project that follows other packs has its own. A may do what R may. An act of a token needs the token’s scope beside what stands here, and nobody acts once deactivated. Administering the workspace gives no right to approve.`,
    ...blocks,
  )
}

function events(): Page {
  const blocks = [...EVENTS.values()].flatMap(({ type, meaning, data }) => {
    const makers = ACTS.filter((act) => act.events.some((e) => e.type === type)).map(anchor)
    const fields = fieldsOf(data).map((f) => [code(f.name), f.kind, f.isOptional ? 'may be absent' : 'always'])
    return [
      `## ${type}`,
      `${meaning} Made by ${makers.join(', ')}.`,
      fields.length === 0 ? 'No data beside the subject.' : table(['field', 'holds', 'there'], fields),
    ]
  })
  return page(
    'events.md',
    'Events',
    `What an act can make true: ${EVENTS.size} types. Each is an entry of the ledger, whose \`data\` has the fields named here. The shape of a type never changes; a new meaning is a new type.`,
    ...blocks,
  )
}

const errorCodes = (): Page =>
  page(
    'error-codes.md',
    'Error codes',
    'Every reason for which Muster says no, as the `code` of the problem details (RFC 9457) that it answers with. Codes are stable; messages may change. One answer can hold several refusals, each with what would help.',
    table(
      ['code', 'status', 'meaning'],
      Object.entries(REFUSALS).map(([name, { status, meaning }]) => [code(name), String(status), meaning]),
    ),
  )

const READERS = {
  public: 'everybody, signed in or not',
  member: 'everybody who is signed in',
  project: 'people on the project, auditors, administrators',
  file: 'who uploaded the file, who may read a project it is used in, auditors',
  administrator: 'administrators',
} as const

function routes(): Page {
  const blocks = QUERIES.flatMap((query) => {
    const parameters = [
      ...fieldsOf(query.params).map((f) => ({ ...f, where: 'path' })),
      ...fieldsOf(query.query).map((f) => ({ ...f, where: 'query' })),
      ...(query.body === undefined ? [] : fieldsOf(query.body).map((f) => ({ ...f, where: 'body' }))),
    ].map((f) => [code(f.name), f.where, f.kind, f.isOptional ? (f.fallback ?? 'optional') : 'required', f.meaning])
    return [
      `## ${query.name}`,
      `\`${query.method} ${query.path}\` – ${query.help} For ${READERS[query.permission]}. Answers ${query.media ?? 'JSON'}${query.paged === true ? ', in pages' : ''}.${query.keyed === true ? ' Takes an `Idempotency-Key`, as acts do.' : ''}`,
      ...(parameters.length === 0 ? [] : [table(['parameter', 'in', 'holds', 'default', 'meaning'], parameters)]),
    ]
  })
  return page(
    'routes.md',
    'Routes',
    `The ${QUERIES.length} queries, and what is done without changing a governed fact. Acts have one address each, which [who may do what](who-may-do-what.md) names; a running server describes both at \`/openapi.json\` and \`/docs\`.`,
    ...blocks,
  )
}

const settings = (): Page =>
  page(
    'settings.md',
    'Settings',
    'Environment variables that the server reads at its start. An unknown variable that begins with `MUSTER_` is refused, and so is a value that is not valid.',
    table(
      ['variable', 'default', 'meaning'],
      settingsReference().map((s) => [code(s.variable), s.default === '–' ? '–' : code(s.default), s.meaning]),
    ),
  )

function roleCatalogue(pack: RolesPack): Page {
  const blocks = pack.roles.flatMap((role) => [
    `## ${role.title}`,
    `\`${role.id}\`, ${role.discipline}${role.aliases === undefined ? '' : `; also called ${role.aliases.join(', ')}`}. ${role.summary}`,
    ...(role.responsibilities.length === 0 ? [] : ['What they do:', list(role.responsibilities.map((r) => r.text))]),
    [
      `- Skills: ${role.skills.join(', ')}`,
      ...(role.kpis.length === 0 ? [] : [`- KPIs: ${role.kpis.map((kpi) => kpi.title).join('; ')}`]),
      ...(role.deliverable === undefined ? [] : [`- Deliverable: ${role.deliverable.text}`]),
      `- When to involve: ${role.whenToInvolve.text} Before stage *${role.whenToInvolve.stage}*.`,
    ].join('\n'),
  ])
  return page(
    'roles.md',
    'Roles',
    `${pack.description.trim()} This is the pack \`roles/${pack.id}\`, version ${pack.version}.`,
    ...blocks,
  )
}

function raci(matrices: readonly RaciPack[], role: (id: string) => string): Page {
  const blocks = matrices.flatMap((matrix) => {
    const held = new Set(Object.values(matrix.cells).flatMap((cells) => Object.keys(cells)))
    const stakes = ['A', 'R', 'C', 'I'] as const
    const rows = matrix.activities.map((activity) => {
      const cells = Object.entries(matrix.cells[activity.id] ?? {})
      return [
        activity.title,
        ...stakes.map((s) =>
          cells
            .filter(([, stake]) => stake === s)
            .map(([id]) => role(id))
            .join(', '),
        ),
      ]
    })
    return [
      `## ${matrix.title}`,
      `${matrix.description.trim()} This is the pack \`raci/${matrix.id}\`, version ${matrix.version}: ${matrix.activities.length} activities, ${held.size} roles.`,
      table(['activity', 'A: decides', 'R: does', 'C: is asked', 'I: is told'], rows),
    ]
  })
  return page(
    'raci.md',
    'RACI matrices',
    'A decides and may do what R may; R performs and submits; C is asked when R submits, and the decision waits for the answers; I is told when it is done. A project starts with a copy of one of these, and amends it.',
    ...blocks,
  )
}

const ledgerFindings = (): Page =>
  page(
    'ledger-findings.md',
    'Ledger findings',
    'What verifying a ledger can find, by stable code. `muster ledger verify` gives them for a store or an export.',
    table(
      ['code', 'meaning'],
      Object.entries(findingCodes).map(([name, meaning]) => [code(name), meaning]),
    ),
  )
