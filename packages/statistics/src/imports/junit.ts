import sax from 'sax'
import type { Tag } from 'sax'
import { ScanError } from '../scan/scan-error.ts'

export type TestState = 'passed' | 'failed' | 'error' | 'skipped'

/** One test case as its runner reported it. */
export type TestCase = {
  readonly suite: string
  readonly name: string
  readonly state: TestState
  readonly seconds: number | null
  /** What the runner said of a test that did not pass, in short. */
  readonly message: string
}

const MOST_TESTS = 200_000
const MOST_DEPTH = 50
const MOST_LETTERS = 300
/** Of text in one piece, such as an attribute: runners put whole stack traces there. */
const MOST_PIECE = 4 * 1024 * 1024

/**
 * The test cases of a JUnit XML report, in their order: `testsuites`, nested `testsuite` and `testcase` with `failure`,
 * `error` and `skipped`, as pytest, Jest, Maven, Gradle and Great Expectations' runners write them. What tests printed is
 * left out. A test case counts as failed when it has a failure, whatever the sums in the attributes of its suite say.
 *
 * Nothing is expanded: a document with a DOCTYPE is refused. Throws a ScanError (`report_broken`) for what is not such
 * a report, with the line.
 *
 * @example
 * readJUnit('<testsuite name="data"><testcase name="no nulls" time="0.1"/></testsuite>')[0].state // 'passed'
 */
export function readJUnit(xml: string): TestCase[] {
  const parser = new sax.SAXParser(true, { trim: true })
  const found: TestCase[] = []
  const suites: string[] = []
  let open: Open | undefined
  let depth = 0
  let root: string | undefined
  const refuse = (what: string, hint = 'give the JUnit XML report of a test runner'): never => {
    throw new ScanError('report_broken', `${what} (line ${parser.line + 1})`, hint)
  }
  parser.ondoctype = () => refuse('the XML has a DOCTYPE', 'write it without: a report needs none, and it can harm')
  parser.onerror = (error) => refuse(`this is not well-formed XML: ${reasonOf(error)}`)
  parser.onopentag = (tag) => {
    const { name, attributes } = tag as Tag
    root ??= name
    if (root !== 'testsuites' && root !== 'testsuite') refuse(`the root is <${short(root, 40)}>, not <testsuites>`)
    depth += 1
    if (depth > MOST_DEPTH) refuse('the elements are nested too deeply')
    if (name === 'testsuite') suites.push(short(attributes['name'] ?? '', 200))
    else if (name === 'testcase') {
      if (open !== undefined) refuse('a test case stands within another one')
      if (found.length >= MOST_TESTS) refuse(`there are more than ${MOST_TESTS} tests`, 'give a part of them')
      open = openCase(attributes, suites)
    } else if (open !== undefined) note(open, name, attributes)
  }
  parser.ontext = (text) => {
    if (open?.listens === true) open.message ||= short(text, MOST_LETTERS)
  }
  parser.oncdata = parser.ontext
  parser.onclosetag = (name) => {
    depth -= 1
    if (name === 'testsuite') suites.pop()
    else if (name === 'testcase' && open !== undefined) {
      const { listens: _listens, ...test } = open
      found.push(test)
      open = undefined
    } else if (open !== undefined) open.listens = false
  }
  for (let at = 0; at < xml.length; at += MOST_PIECE) parser.write(xml.slice(at, at + MOST_PIECE))
  parser.close()
  if (root === undefined) refuse('there is no XML in it')
  return found
}

type Open = { -readonly [Key in keyof TestCase]: TestCase[Key] } & { listens: boolean }

function openCase(attributes: Readonly<Record<string, string>>, suites: readonly string[]): Open {
  const seconds = Number(attributes['time']?.replaceAll(',', '') || Number.NaN)
  return {
    suite: short(attributes['classname'] ?? suites.at(-1) ?? '', 200),
    name: short(attributes['name'] ?? '', 200),
    state: 'passed',
    seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    message: '',
    listens: false,
  }
}

const STATES: Readonly<Record<string, TestState>> = { failure: 'failed', error: 'error', skipped: 'skipped' }
/** A test with both failed: the worse counts. */
const WORSE: readonly TestState[] = ['passed', 'skipped', 'failed', 'error']

function note(test: Open, element: string, attributes: Readonly<Record<string, string>>): void {
  const state = Object.hasOwn(STATES, element) ? STATES[element] : undefined
  if (state === undefined) return
  if (WORSE.indexOf(state) > WORSE.indexOf(test.state)) test.state = state
  test.message ||= short(attributes['message'] ?? '', MOST_LETTERS)
  test.listens = true
}

/** The parser's reason without the place, which is told apart. */
function reasonOf({ message }: Error): string {
  return short((message.split('\n')[0] ?? '').toLowerCase(), 120)
}

/** Text of others on one line, not too long. */
function short(text: string, most: number): string {
  const line = text
    .slice(0, 4 * most)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > most ? `${line.slice(0, most - 1)}…`.toWellFormed() : line.toWellFormed()
}
