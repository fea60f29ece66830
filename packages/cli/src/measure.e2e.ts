import { spawn } from 'node:child_process'
import type { Report } from '@muster/statistics'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

const BIN = join(import.meta.dirname, '../bin/muster.mjs')
const folder = mkdtempSync(join(tmpdir(), 'muster-measure-cli-'))
const at = (name: string): string => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Without a server anywhere: a command that asked for one would say so. */
function evidence(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, MUSTER_CONFIG: at('config'), MUSTER_SERVER: 'http://127.0.0.1:9' }
    const child = spawn(process.execPath, [BIN, 'evidence', ...args], { cwd: folder, env })
    let out = ''
    let err = ''
    child.stdout.on('data', (part: Buffer) => (out += part.toString()))
    child.stderr.on('data', (part: Buffer) => (err += part.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end()
  })
}

const rows = (shift: number): string =>
  Array.from({ length: 900 }, (_, i) => {
    const score = ((i * 37) % 101) / 101
    return `${i % 2 === 0 ? 'F' : 'M'},${(i % 50) + shift},${(i * 13) % 7 < 3 ? 'yes' : 'no'},${score > 0.5 ? 'yes' : 'no'},${score.toFixed(3)}`
  }).join('\n')
writeFileSync(at('may.csv'), `sex,age,paid,granted,score\n${rows(0)}\n`)
writeFileSync(at('june.csv'), `sex,age,paid,granted,score\n${rows(30)}\n`)
writeFileSync(at('runs.csv'), 'id,score\na,0.5\nb,0.25\n')
writeFileSync(
  at('tests.xml'),
  '<testsuite><testcase name="a"/><testcase name="b"><failure message="no"/></testcase></testsuite>',
)
const BOTH = ['--reference', 'may.csv', '--current', 'june.csv']

test('drift is told in words first, then as a table, and written to files as their endings say', async () => {
  const outputs = ['d.html', 'd.md', 'd.json'].flatMap((file) => ['--output', file])
  const { code, out, err } = await evidence('drift', ...BOTH, ...outputs)
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^The data have drifted\n {2}1 of 5 columns drifted/)
  expect(out.indexOf('age has drifted')).toBeLessThan(out.indexOf('Columns\n'))
  expect(out).toMatch(/age +numeric +drift +ks_distance +0\.6/)
  expect(readFileSync(at('d.html'), 'utf8')).toContain('<svg')
  expect(readFileSync(at('d.md'), 'utf8')).toMatch(/^# Drift of data\n/)
  expect(JSON.parse(readFileSync(at('d.json'), 'utf8'))).toMatchObject({ schema: 'muster-report/1', analysis: 'drift' })
})

test('every other analysis answers without a server', async () => {
  const predictions = ['--predictions', 'may.csv', '--label', 'paid', '--prediction', 'granted']
  const asked: [string, readonly string[], RegExp][] = [
    ['evaluate', [...predictions, '--score', 'score', '--positive', 'yes', '--slice', 'sex'], /sex = F +450/],
    ['fairness', [...predictions, '--positive', 'yes', '--attribute', 'sex'], /Groups of sex against/],
    ['estimate', [...BOTH, '--label', 'paid', '--score', 'score', '--positive', 'yes'], /estimated_accuracy +0\./],
    [
      'compare',
      ['--predictions', 'may.csv', '--label', 'paid', '--first', 'granted', '--second', 'paid'],
      /is better than/,
    ],
    ['profile', ['--file', 'may.csv', '--output', 'may.mspf'], /900 rows in 5 columns/],
    ['rerun', ['--outputs', 'runs.csv', '--rerun-outputs', 'runs.csv', '--key', 'id'], /gave the same values/],
    ['schema', BOTH, /columns/i],
    ['test', ['--file', 'may.csv', '--group', 'sex', '--value', 'age', '--value', 'paid'], /Holm/],
    ['import', ['--file', 'tests.xml', '--format', 'junit'], /1 test failed/],
  ]
  for (const [analysis, args, says] of asked) {
    const { code, out, err } = await evidence(analysis, ...args)
    expect([analysis, code, err]).toEqual([analysis, 0, ''])
    expect(out, analysis).toMatch(says)
  }
  const compared = await evidence('compare-profiles', '--reference', 'may.mspf', '--current', 'june.csv')
  expect(compared.out).toMatch(/^The data have moved\n/)
})

test('a model is asked as a command or an endpoint, and its kept answers stand for it', async () => {
  writeFileSync(
    at('score.mjs'),
    `let t = ''
process.stdin.on('data', (d) => (t += d)).on('end', () => {
  for (const line of t.trim().split('\\n').slice(1)) console.log(Number(line.split(',')[0]) / 100)
})`,
  )
  const about = ['explain', '--file', 'may.csv', '--label', 'paid', '--feature', 'age', '--positive', 'yes']
  const few = [...about, '--rows', '100', '--curves', '1']
  const command = ['--command', process.execPath, '--arg', 'score.mjs']
  const first = await evidence(...few, ...command, '--keep-scores', 'answers.jsonl', '--output', 'e.html')
  expect([first.code, first.err]).toEqual([0, ''])
  expect(first.out).toMatch(/Importance of features/)
  expect(readFileSync(at('e.html'), 'utf8')).toContain('class="spread"')

  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    let text = ''
    asked.push(request.headers.authorization)
    request.on('data', (piece: Buffer) => (text += piece.toString()))
    request.on('end', () => {
      const { rows: given } = JSON.parse(text) as { rows: string[][] }
      response.end(JSON.stringify({ scores: given.map(([age]) => Number(age) / 100) }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env['MUSTER_SCORER_AUTHORIZATION'] = 'Bearer x'
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`
  const second = await evidence(...few, '--endpoint', url, '--json')
  delete process.env['MUSTER_SCORER_AUTHORIZATION']
  server.close()
  expect([second.code, second.err, asked[0]]).toEqual([0, '', 'Bearer x'])
  const third = await evidence(...few, '--scores', 'answers.jsonl', '--json')
  const [byEndpoint, byAnswers] = [second, third].map(({ out }) => JSON.parse(out) as Report)
  expect(byAnswers?.measures).toEqual(byEndpoint?.measures)
  // Of the endpoint nothing is in the report: it may hold what is secret.
  expect(second.out).not.toContain('127.0.0.1')

  const wrong: [readonly string[], number, string][] = [
    [[], 2, 'How shall the model be asked?'],
    [['--arg', 'x'], 2, 'How shall the model be asked?'],
    [[...command, '--scores', 'answers.jsonl'], 2, 'The model is asked in two ways.'],
    [['--endpoint', 'ftp://x'], 2, '--endpoint ftp://x is no address.'],
    [['--endpoint', 'http://u:p@x/'], 2, '--endpoint has a password in it.'],
    [[...command, '--timeout', 'soon'], 2, '--timeout must be a number of seconds'],
    [[...command, '--keep-scores', 'a.txt'], 2, 'end the name in .jsonl'],
    [['--command', './no-such-program'], 1, '(scorer_failed)'],
    [['--scores', 'answers.jsonl', '--seed', '2'], 1, 'answers.jsonl: the model was not asked this'],
    [[...command, '--group', 'age+zip'], 1, 'may.csv: the group names "zip", which is no feature. (option_invalid)'],
  ]
  for (const [args, code, text] of wrong) {
    const ended = await evidence(...few, ...args)
    expect(ended.err, args.join(' ')).toContain(text)
    expect([args.join(' '), ended.code, ended.out]).toEqual([args.join(' '), code, ''])
  }
})

test('what a program reads is JSON alone', async () => {
  const { out } = await evidence('profile', '--file', 'may.csv', '--json')
  expect(JSON.parse(out)).toMatchObject({ analysis: 'profile', facts: { rows: 900 }, sources: [{ name: 'may.csv' }] })
})

test('an error says what, where, and what to do', async () => {
  const asked: [readonly string[], number, string][] = [
    [
      ['drift', ...BOTH, '--column', 'agee'],
      1,
      'may.csv: the file has no column "agee". (column_missing)\n  Did you mean "age"?',
    ],
    [
      ['drift', '--reference', 'may.csv', '--current', 'no.csv'],
      1,
      'no.csv: there is no file at this path. (file_not_found)',
    ],
    [['drift', '--reference', 'may.csv'], 2, 'Missing: --current.'],
    [['drift', ...BOTH, '--margin', '7'], 2, '--margin: '],
    [['drift', ...BOTH, '--mode', 'evidentyl'], 2, '--mode must be one of recommended, evidently, nannyml'],
    [['drift', ...BOTH, '--output', 'x.pdf'], 2, '--output x.pdf: the end of the name says how the report is written.'],
    [['drift', ...BOTH, '--output', 'nowhere/x.md'], 2, 'nowhere/x.md cannot be written: its folder does not exist.'],
    [['drift', ...BOTH, '--note', 'x'], 2, 'Which version shall it be sealed about?'],
    [['drift', ...BOTH, '--model', 'm'], 2, 'Missing: --number.'],
    [
      ['evaluate', '--predictions', 'may.csv', '--label', 'paid', '--prediction', 'granted', '--score', 'age'],
      1,
      '(score_out_of_range)',
    ],
  ]
  for (const [args, code, text] of asked) {
    const ended = await evidence(...args)
    expect(ended.err, args.join(' ')).toContain(text)
    expect([args.join(' '), ended.code, ended.out]).toEqual([args.join(' '), code, ''])
  }
  expect(existsSync(at('x.pdf'))).toBe(false)
})

test('Ctrl+C stops a measurement and the command it waits for, and leaves no temporary file', async () => {
  const scratch = at('scratch')
  mkdirSync(scratch)
  writeFileSync(
    at('slow.mjs'),
    `import { writeFileSync } from 'node:fs'\nwriteFileSync('pid', String(process.pid))\nsetInterval(() => {}, 1000)`,
  )
  const args = ['explain', '--file', 'may.csv', '--label', 'paid', '--feature', 'age', '--positive', 'yes']
  const env = { ...process.env, MUSTER_CONFIG: at('config'), TMPDIR: scratch }
  const command = [...args, '--command', process.execPath, '--arg', 'slow.mjs']
  const child = spawn(process.execPath, [BIN, 'evidence', ...command], { cwd: folder, env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await vi.waitFor(() => expect(existsSync(at('pid'))).toBe(true), { timeout: 30_000 })
  expect(readdirSync(scratch).length).toBeGreaterThan(0)
  child.kill('SIGINT')
  expect(await ended).toEqual([null, 'SIGINT'])
  expect(readdirSync(scratch)).toEqual([])
  const pid = Number(readFileSync(at('pid'), 'utf8'))
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 5_000 })
})

test('with a version it is for the server, and says so when none answers', async () => {
  const { code, err } = await evidence('drift', ...BOTH, '--version', 'churn@1')
  expect(code).toBe(2)
  expect(err).toContain('No Muster server answers')
})
