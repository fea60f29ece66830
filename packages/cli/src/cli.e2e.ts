import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const BIN = join(import.meta.dirname, '../bin/muster.mjs')
const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'))
const at = (...parts: string[]): string => join(folder, ...parts)
const PASSWORD = 'seven quiet lanterns at sea'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let server: ChildProcess
let url = ''
let setupLink = ''

const environment = (): NodeJS.ProcessEnv => {
  const { MUSTER_TOKEN: _token, MUSTER_SERVER: _server, ...rest } = process.env
  return {
    ...rest,
    MUSTER_CONFIG: at('config'),
    MUSTER_LOG_LEVEL: 'error',
    ...(url === '' ? {} : { MUSTER_SERVER: url }),
  }
}

function muster(args: readonly string[], more: { input?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env: { ...environment(), ...more.env } })
    let out = ''
    let err = ''
    child.stdout.on('data', (part: Buffer) => (out += part.toString()))
    child.stderr.on('data', (part: Buffer) => (err += part.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(more.input ?? '')
  })
}
const json = async (...args: string[]): Promise<Record<string, never>> => {
  const ended = await muster([...args, '--json'])
  if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.err}`)
  return JSON.parse(ended.out) as Record<string, never>
}

/** Starts a server with the terminal program and waits until it says where it listens. */
function startServer(data: string): Promise<{ child: ChildProcess; text: string }> {
  const child = spawn(process.execPath, [BIN, 'start', '--data', data, '--port', '0'], {
    cwd: folder,
    env: environment(),
  })
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (part: Buffer): void => {
      text += part.toString()
      if (text.includes('Ctrl+C')) resolve({ child, text })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)))
  })
}

function stopServer(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.on('exit', resolve)
    child.kill('SIGTERM')
  })
}

beforeAll(async () => {
  const started = await startServer(at('data'))
  server = started.child
  url = /listens at (\S+)/.exec(started.text)?.[1] ?? ''
  setupLink = /(http\S+\/setup\?code=\S+)/.exec(started.text)?.[1] ?? ''
  expect(started.text).toContain('npm start -- --example')
})
afterAll(async () => {
  await stopServer(server)
  rmSync(folder, { recursive: true, force: true })
})

describe('before anybody is signed in', () => {
  test('gate check cannot tell, and says how to sign in', async () => {
    const { code, err } = await muster(['gate', 'check', 'ver_01ARZ3NDEKTSV4RRFFQ69G5FAV'])
    expect(code).toBe(2)
    expect(err).toContain('npm run muster -- login')
  })

  test('a server that is not there is told apart from a refusal', async () => {
    const away = { env: { MUSTER_SERVER: 'http://127.0.0.1:9' } }
    for (const args of [
      ['gate', 'check', 'x@1'],
      ['project', 'list'],
      ['ledger', 'verify'],
    ]) {
      const { code, err } = await muster(args, away)
      expect(code, args.join(' ')).toBe(2)
      expect(err).toContain('No Muster server answers at http://127.0.0.1:9')
      expect(err).not.toContain('    at ')
    }
  })

  test('a second server on the same data folder is refused in words', async () => {
    const { code, err } = await muster(['start', '--data', at('data'), '--port', '0'])
    expect(code).toBe(2)
    expect(err).toContain('is in use by process')
  })

  test('a port in use and a wrong setting are said in words', async () => {
    const taken = await muster(['start', '--data', at('other'), '--port', new URL(url).port])
    expect([taken.code, taken.err]).toEqual([2, expect.stringContaining('Something already listens at')])
    const wrong = await muster(['start', '--port', 'many'])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('MUSTER_PORT')])
  })

  test('the setup link makes the first administrator, who signs in', async () => {
    const code = new URL(setupLink).searchParams.get('code')
    const answer = await fetch(`${url}/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: 'Ada Lovelace', email: 'ada@example.org', password: PASSWORD }),
    })
    expect(answer.status).toBe(200)
    const wrong = await muster(['login', '--email', 'ada@example.org', '--password-stdin'], { input: 'guess' })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('password is wrong')])
    const right = await muster(['login', '--email', 'ada@example.org', '--password-stdin'], { input: `${PASSWORD}\n` })
    expect(right.err).toBe('')
    expect(right.code).toBe(0)
    expect(statSync(at('config', 'muster', 'credentials.json')).mode & 0o777).toBe(0o600)
    expect((await muster(['whoami'])).out).toContain('Ada Lovelace <ada@example.org>')
  })
})

describe('signed in', () => {
  let version = ''
  let lea = ''

  test('an act prints what became true; --json prints the answer', async () => {
    const registered = await muster(['person', 'register', '--name', 'Grace Hopper', '--email', 'grace@example.org'])
    expect(registered.out).toMatch(/^✓ Grace Hopper is registered[^]*per_\w{26}/)
    expect(registered.out).toMatch(/shown once:\n {2}http\S+\/welcome\?code=/)
    const lead = await json('person', 'register', '--name', 'Lea', '--email', 'lea@example.org')
    lea = await tokenOf('lea@example.org', linkOf(lead))
    expect(await json('project', 'create', '--name', 'Churn', '--lead', 'lea@example.org')).toMatchObject({
      act: 'project.create',
      subject: expect.stringMatching(/^prj_/),
    })
    expect((await muster(['project', 'list'])).out).toMatch(/^name +stage[^\n]*\nChurn +idea/)
  })

  test('what is part of a record is listed by itself, an empty list says what fills it, and a matrix is a grid', async () => {
    const out = async (...args: string[]): Promise<string> => {
      const ended = await muster(args)
      expect([ended.code, ended.err], args.join(' ')).toEqual([0, ''])
      return ended.out
    }
    expect(await out('assignment', 'list', 'churn')).toMatch(/^name +role[^\n]*\nLea +product-manager .* asg_\w{26}\n$/)
    expect(await out('milestone', 'list', '--project', 'churn')).toContain(
      'no milestone yet: npm run muster -- milestone set --help',
    )
    expect(await out('experiment', 'list', 'churn')).toContain('npm run muster -- experiment propose --help')
    expect(JSON.parse(await out('criterion', 'list', 'churn', '--json'))).toEqual({ items: [] })
    for (const verb of ['show', 'list'])
      expect(await out('matrix', verb, 'churn')).toMatch(
        /\nproduct-manager +[ARCI·] +[ARCI·][^]*\n 1 {2}define-success: Define success\n/,
      )
    expect(await out('responsibility', 'who', 'churn', 'define-success')).toMatch(
      /^Lea answers for "Define success" as AI Product Manager\.\n\nA {2}Accountable[^]*\n {3}Lea \(product-manager\)\n/,
    )
    const none = await muster(['matrix', 'show', 'churn', '--activity', 'nope'])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no activity "nope"')])
  })

  test('a file is uploaded, listed, shown with who uploaded it, and downloaded again; nothing is written over', async () => {
    writeFileSync(at('notes.csv'), 'a,b\n1,2\n')
    const { digest } = await json('file', 'upload', at('notes.csv'))
    expect((await muster(['file', 'list'])).out).toMatch(/notes\.csv +8 bytes/)
    expect((await muster(['file', 'show', String(digest)])).out).toMatch(
      /uploaded by +as +when\n +Ada Lovelace +notes\.csv/,
    )
    const over = await muster(['file', 'download', String(digest)])
    expect([over.code, over.err]).toEqual([2, expect.stringContaining('notes.csv is already there')])
    const written = await muster(['file', 'download', String(digest), '--out', at('copy.csv')])
    expect([written.code, readFileSync(at('copy.csv'), 'utf8')]).toEqual([0, 'a,b\n1,2\n'])
    const unknown = await muster(['file', 'download', `sha256:${'0'.repeat(64)}`, '--out', at('none.csv')])
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('not-found')])
  })

  test('a person changes their own password, with the one before', async () => {
    const change = (input: string) => muster(['password', '--password-stdin'], { input })
    const wrong = await change(`not this one at all\n${PASSWORD} again\n`)
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/current password is wrong[^]*administrator/)])
    const weak = await change(`${PASSWORD}\nshort\n`)
    expect([weak.code, weak.err]).toEqual([1, expect.stringMatching(/^The password must have at least 12[^[]*$/)])
    expect([(await change(PASSWORD)).code, (await muster(['password'])).code]).toEqual([2, 2])
    const right = await change(`${PASSWORD}\n${PASSWORD} again\n`)
    expect([right.code, right.err]).toEqual([0, ''])
    expect(right.out).toMatch(/^Your password is changed\.[^]*One API token of yours goes on working/)
    expect((await change(`${PASSWORD} again\n${PASSWORD}\n`)).code).toBe(0)
  })

  test('a refusal says why and ends with 1; wrong usage ends with 2', async () => {
    const refused = await muster(['project', 'advance', '--project', 'churn', '--to', 'scoped'])
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/\((not-on-project|not-entitled)\)/)
    for (const args of [
      ['project', 'create'],
      ['project', 'show', 'Nope'],
      ['project', 'list', '--wrong'],
      ['nonsense'],
    ]) {
      const { code, err } = await muster(args)
      expect([code, err.length > 0], args.join(' ')).toEqual([2, true])
    }
  })

  test('the same idempotency key acts once', async () => {
    const args = ['service', 'register', '--name', 'ci', '--idempotency-key', 'once']
    const [first, second] = [await json(...args), await json(...args)]
    expect(first).toHaveProperty('entries.0.seq')
    expect([second['subject'], second['entries']]).toEqual([first['subject'], first['entries']])
  })

  test('gate check is blocked with the missing set, and cannot tell of a version that is not there', async () => {
    const as = { env: { MUSTER_TOKEN: lea } }
    const run = async (...args: string[]): Promise<Record<string, string>> => {
      const ended = await muster([...args, '--json'], as)
      if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.err}`)
      return JSON.parse(ended.out) as Record<string, string>
    }
    const engineer = await json('person', 'register', '--name', 'Mia', '--email', 'mia@example.org')
    await run('assignment', 'assign', '--project', 'Churn', '--person', 'Mia', '--role', 'ml-engineer')
    const mias = { env: { MUSTER_TOKEN: await tokenOf('mia@example.org', linkOf(engineer)) } }
    const mia = async (...args: string[]): Promise<string> => {
      const ended = await muster([...args, '--json'], mias)
      if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.err}`)
      return String((JSON.parse(ended.out) as Record<string, string>)['subject'])
    }
    await mia('experiment', 'propose', '--project', 'churn', '--title', 'First', '--hypothesis', 'It works.')
    await mia('experiment', 'start', '--experiment', 'First')
    await mia('model', 'register', '--project', 'churn', '--name', 'churn', '--description', 'Who leaves.')
    const digest = `sha256:${'0'.repeat(64)}`
    version = await mia(
      ...['version', 'register', '--model', 'churn', '--experiment', 'First', '--digest', digest],
      ...['--data-digest', digest, '--commit', 'abcdef0', '--description', 'The first.'],
    )
    const blocked = await muster(['gate', 'check', 'churn@1'])
    expect(blocked.code).toBe(1)
    expect(blocked.out).toContain('  - The candidate has not been submitted.')
    expect(JSON.parse((await muster(['gate', 'check', version, '--json'])).out)).toMatchObject({
      version,
      passed: false,
    })
    expect((await muster(['gate', 'status', '--version', 'churn@1'])).code).toBe(0)
    for (const args of [['churn@2'], [], ['a', 'b'], ['--nope'], ['ver_01ARZ3NDEKTSV4RRFFQ69G5FAV']])
      expect((await muster(['gate', 'check', ...args])).code, args.join(' ')).toBe(2)

    const rows = Array.from({ length: 60 }, (_, i) => `${i % 2},${i % 7 === 0 ? 1 - (i % 2) : i % 2},${i % 3}`)
    writeFileSync(at('p.csv'), `label,prediction,part\n${rows.join('\n')}\n`)
    const evaluated = await muster(
      [
        'evidence',
        'evaluate',
        '--model',
        'churn',
        '--number',
        '1',
        '--predictions',
        at('p.csv'),
        '--label',
        'label',
      ].concat(['--prediction', 'prediction', '--positive', '1', '--slice', 'part', '--draws', '100']),
      mias,
    )
    expect(evaluated.err).toBe('')
    expect(evaluated.out).toMatch(/accuracy +0\.\d{4} +0\.\d{4} – /)
    expect(evaluated.out).toMatch(/part = 2 +20/)
    expect((await muster(['evidence', 'list', 'churn@1'])).out).toContain('evaluation')
    const noBasis = await muster(['approval', 'give', '--version', 'churn@1', '--duty', 'security'], mias)
    expect([noBasis.code, noBasis.err]).toEqual([2, expect.stringContaining('Missing: --basis.')])
  })

  const linkOf = (answer: Record<string, unknown>): string =>
    (answer['result'] as { passwordLink: string }).passwordLink
  /** Chooses a password by a one-time link, signs in, and gives the token. */
  async function tokenOf(email: string, link: string): Promise<string> {
    const chosen = await fetch(`${url}/welcome`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: new URL(link).searchParams.get('code'), password: PASSWORD }),
    })
    expect(chosen.status).toBe(200)
    const env = { MUSTER_CONFIG: at(`config-${email}`) }
    const ended = await muster(['login', '--email', email, '--password-stdin'], { input: PASSWORD, env })
    expect(ended.code).toBe(0)
    const saved = readFileSync(at(`config-${email}`, 'muster', 'credentials.json'), 'utf8')
    return (JSON.parse(saved) as { servers: Record<string, { token: string }> }).servers[url]!.token
  }
})

describe('the record', () => {
  test('verifies at the server, offline on an export, and against an older checkpoint', async () => {
    expect((await muster(['ledger', 'checkpoint', '--out', at('old.txt')])).code).toBe(0)
    await json('service', 'register', '--name', 'later')
    expect((await muster(['ledger', 'key', '--out', at('key.txt')])).code).toBe(0)
    const online = await muster(['ledger', 'verify', '--against', at('old.txt'), '--key', at('key.txt')])
    expect([online.code, online.out]).toEqual([0, expect.stringContaining('unchanged')])
    expect((await muster(['ledger', 'replay'])).code).toBe(0)

    expect((await muster(['ledger', 'export', '--out', at('log.jsonl')])).code).toBe(0)
    const key = readFileSync(at('key.txt'), 'utf8').trim()
    const args = ['ledger', 'verify', '--export', at('log.jsonl'), '--key', key, '--against', at('old.txt')]
    const away = { env: { MUSTER_SERVER: 'http://127.0.0.1:9' } }
    expect((await muster(args, away)).code).toBe(0)
    const text = readFileSync(at('log.jsonl'), 'utf8')
    writeFileSync(at('log.jsonl'), text.replace('"later"', '"never"').replace(/"at":"20/, '"at":"19'))
    const tampered = await muster(args, away)
    expect([tampered.code, tampered.out]).toEqual([1, expect.stringContaining('root-mismatch')])
    expect((await muster(['ledger', 'verify', '--export', at('none.jsonl')], away)).code).toBe(2)
  })

  test('one entry is proved offline, and not when a byte differs', async () => {
    expect((await muster(['ledger', 'proof', '3', '--out', at('proof')])).code).toBe(0)
    const check = ['ledger', 'proof', '--check', at('proof', '3.tlog-proof'), '--entry', at('proof', '3.json')]
    const good = await muster([...check, '--key', at('key.txt')])
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('is entry 3')])
    appendFileSync(at('proof', '3.json'), '\n')
    const bad = await muster([...check, '--key', at('key.txt')])
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('proof-not-of-entry')])
  })

  test('a backup is restored into an empty folder, never over something, and the server runs on it', async () => {
    expect((await muster(['backup', '--out', at('all.backup')])).code).toBe(0)
    expect(statSync(at('all.backup')).mode & 0o777).toBe(0o600)
    const restored = await muster(['restore', at('all.backup'), '--data', at('again')])
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('the ledger verifies')])
    const over = await muster(['restore', at('all.backup'), '--data', at('again')])
    expect([over.code, over.err]).toEqual([1, expect.stringContaining('is not empty')])
    writeFileSync(at('broken.backup'), readFileSync(at('all.backup')).subarray(0, 2_000))
    const broken = await muster(['restore', at('broken.backup'), '--data', at('third')])
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('backup')])
    const second = await startServer(at('again'))
    expect(second.text).not.toContain('/setup')
    expect(await stopServer(second.child)).toBe(0)
  })
})

test('packs are made, checked, and their errors are said with line and column', async () => {
  expect((await muster(['init', at('mine')])).code).toBe(0)
  const good = await muster(['check', at('mine')])
  expect([good.code, good.out]).toEqual([0, expect.stringContaining('1 pack checked')])
  const file = at('mine', 'packs', 'gate.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('maxDays: 14', 'maxDays: soon'))
  const bad = await muster(['check', at('mine')])
  expect([bad.code, bad.out]).toEqual([1, expect.stringMatching(/gate\.yaml:\d+:\d+ error /)])
})

test('signing out revokes the token', async () => {
  const saved = readFileSync(at('config', 'muster', 'credentials.json'), 'utf8')
  const { token } = (JSON.parse(saved) as { servers: Record<string, { token: string }> }).servers[url]!
  expect((await muster(['logout', '--everywhere'])).code).toBe(0)
  expect((await muster(['whoami'], { env: { MUSTER_TOKEN: token } })).code).toBe(2)
})

test('a server that is told to stop ends well', async () => {
  const { child } = await startServer(at('short'))
  expect(await stopServer(child)).toBe(0)
})
