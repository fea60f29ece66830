import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** Somebody in the story: what they are called and which role they hold on the project. */
export interface Member {
  readonly key: string
  readonly name: string
  readonly email: string
  /** Role on the project; the administrator has none. */
  readonly role?: string
}

/** The people of the story. Nobody plays two parts: reviews and approvals need independent people. */
export const CAST = [
  { key: 'mara', name: 'Mara Lindqvist', email: 'mara@example.org' },
  { key: 'ada', name: 'Ada Okafor', email: 'ada@example.org', role: 'product-manager' },
  { key: 'deniz', name: 'Deniz Kaya', email: 'deniz@example.org', role: 'data-engineer' },
  { key: 'milo', name: 'Milo Hartmann', email: 'milo@example.org', role: 'ml-engineer' },
  { key: 'ines', name: 'Ines Ferreira', email: 'ines@example.org', role: 'ml-engineer' },
  { key: 'otto', name: 'Otto Brandt', email: 'otto@example.org', role: 'mlops-engineer' },
  { key: 'sana', name: 'Sana Iqbal', email: 'sana@example.org', role: 'software-engineer' },
  { key: 'uma', name: 'Uma Nilsson', email: 'uma@example.org', role: 'ux-designer' },
  { key: 'elena', name: 'Elena Rossi', email: 'elena@example.org', role: 'domain-expert' },
  { key: 'yusuf', name: 'Yusuf Demir', email: 'yusuf@example.org', role: 'ethics-officer' },
  { key: 'lena', name: 'Lena Vogt', email: 'lena@example.org', role: 'security-privacy-legal' },
  { key: 'noor', name: 'Noor Haddad', email: 'noor@example.org', role: 'risk-governance-specialist' },
  { key: 'ravi', name: 'Ravi Menon', email: 'ravi@example.org', role: 'monitoring-specialist' },
] as const satisfies readonly Member[]
export type Who = (typeof CAST)[number]['key']

export interface Answer {
  readonly subject: string
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly subject: string }[]
  readonly result?: Readonly<Record<string, unknown>>
}

interface Problem {
  readonly code: string
  readonly detail: string
}

/** The server refused something that the story expects to happen. */
export class StoryStopped extends Error {
  override readonly name = 'StoryStopped'
}

/** Everybody of the cast signed in over HTTP, as they would be in real life: the story has no other way in than they have. */
export class Stage {
  readonly #url: string
  /** The headers by which the server knows who sends a request. */
  readonly #known = new Map<Who, Readonly<Record<string, string>>>()
  readonly #ids = new Map<Who, string>()

  constructor(url: string) {
    this.#url = url
  }

  id(who: Who): string {
    const id = this.#ids.get(who)
    if (id === undefined) throw new StoryStopped(`${who} has not entered yet`)
    return id
  }

  async #send(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  /** Somebody who is signed in already takes a part. */
  adopt(who: Who, id: string, headers: Readonly<Record<string, string>>): void {
    this.#known.set(who, headers)
    this.#ids.set(who, id)
  }

  #headersOf(who: Who): Readonly<Record<string, string>> {
    return this.#known.get(who) ?? {}
  }

  /** Opens the workspace through the one-time link, as its first administrator. */
  async open(who: Who, code: string, member: Member, password: string): Promise<void> {
    await expectDone(
      await this.#send('/setup', { code, name: member.name, email: member.email, password }),
      'open the workspace',
    )
    await this.#signIn(who, member.email, password)
  }

  /** The administrator registers somebody, who then chooses a password through their link and signs in. */
  async enter(by: Who, who: Who, member: Member, password: string): Promise<void> {
    const registered = await this.act(by, 'person.register', { name: member.name, email: member.email })
    const link = new URL(String(registered.result?.['passwordLink']))
    await expectDone(
      await this.#send('/welcome', { code: link.searchParams.get('code'), password }),
      `let ${member.name} choose a password`,
    )
    await this.#signIn(who, member.email, password)
  }

  async #signIn(who: Who, email: string, password: string): Promise<void> {
    const answer = await this.#send('/api/auth/sign-in/email', { email, password })
    await expectDone(answer, `sign ${who} in`)
    const cookies = answer.headers.getSetCookie().map((c) => c.split(';')[0])
    this.#known.set(who, { cookie: cookies.join('; ') })
    const { person } = (await this.get(who, '/me')) as { person: { id: string } }
    this.#ids.set(who, person.id)
  }

  /** Does an act that must succeed. */
  async act(who: Who, name: string, command: unknown): Promise<Answer> {
    const answer = await this.#send(`/api/v1/acts/${name}`, command, this.#headersOf(who))
    await expectDone(answer.clone(), `${name} by ${who}`)
    return (await answer.json()) as Answer
  }

  /** Tries an act that must be refused with this code; gives the reason. */
  async refused(who: Who, name: string, command: unknown, code: string): Promise<string> {
    const answer = await this.#send(`/api/v1/acts/${name}`, command, this.#headersOf(who))
    const problem = (await answer.json()) as Problem
    if (answer.ok || problem.code !== code)
      throw new StoryStopped(
        `${name} by ${who} should have been refused as ${code}; it was ${answer.ok ? 'done' : problem.code}`,
      )
    return problem.detail
  }

  async get(who: Who, path: string): Promise<unknown> {
    const answer = await fetch(`${this.#url}/api/v1${path}`, { headers: this.#headersOf(who) })
    await expectDone(answer.clone(), `${path} for ${who}`)
    return answer.headers.get('content-type')?.includes('json') === true ? answer.json() : answer.text()
  }

  /** Uploads a file of predictions and lets Muster evaluate it and seal the result. */
  evaluate(who: Who, file: StoryFile, question: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.measure(who, 'evaluate', { file }, question)
  }

  /** Uploads files and lets Muster measure them and seal the result. */
  async measure(
    who: Who,
    analysis: string,
    files: Readonly<Record<string, StoryFile>>,
    question: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const digests: Record<string, string> = {}
    for (const [role, file] of Object.entries(files)) digests[role] = await this.#upload(who, file)
    const known = this.#headersOf(who)
    const answer = await this.#send(`/api/v1/evidence/${analysis}`, { ...question, ...digests }, known)
    await expectDone(answer.clone(), `${analysis} for ${who}`)
    return (await answer.json()) as Answer
  }

  async #upload(who: Who, { path, name }: StoryFile): Promise<string> {
    const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
    const uploaded = await fetch(`${this.#url}/api/v1/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...this.#headersOf(who) },
      body,
      duplex: 'half',
    } as RequestInit)
    await expectDone(uploaded.clone(), `upload ${name}`)
    return ((await uploaded.json()) as { digest: string }).digest
  }
}

/** A file of the story, and what it is called when it is uploaded. */
interface StoryFile {
  readonly path: string
  readonly name: string
}

async function expectDone(answer: Response, what: string): Promise<void> {
  if (answer.ok) return
  const text = await answer.text()
  const detail =
    answer.headers.get('content-type')?.includes('json') === true
      ? (JSON.parse(text) as Problem).detail
      : text.slice(0, 200)
  throw new StoryStopped(`The example could not ${what}: ${detail}`)
}
