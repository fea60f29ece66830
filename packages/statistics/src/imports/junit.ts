import sax from 'sax'
import type { QualifiedTag, Tag } from 'sax'
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
  const reading = new Reading(() => parser.line + 1)
  const handlers: Partial<sax.SAXParser> = {
    ondoctype: () => reading.refuse('the XML has a DOCTYPE', 'write it without: a report needs none, and it can harm'),
    onerror: (error) => reading.refuse(`this is not well-formed XML: ${reasonOf(error)}`),
    onopentag: ({ name, attributes }) => reading.open(name, attributes),
    ontext: (text) => reading.text(text),
    oncdata: (text) => reading.text(text),
    onclosetag: (name) => reading.close(name),
  }
  Object.assign(parser, handlers)
  for (let at = 0; at < xml.length; at += MOST_PIECE) parser.write(xml.slice(at, at + MOST_PIECE))
  parser.close()
  return reading.end()
}

type Attributes = Tag['attributes'] | QualifiedTag['attributes']

/** What was read so far: the suites that are open, the test case that is, and those that are done. */
class Reading {
  private readonly lineNow: () => number
  private readonly found: TestCase[] = []
  private readonly suites: string[] = []
  private test: Open | undefined
  private depth = 0
  private root: string | undefined

  constructor(lineNow: () => number) {
    this.lineNow = lineNow
  }

  refuse(what: string, hint = 'give the JUnit XML report of a test runner'): never {
    throw new ScanError('report_broken', `${what} (line ${this.lineNow()})`, hint)
  }

  open(name: string, attributes: Attributes): void {
    this.root ??= name
    if (this.root !== 'testsuites' && this.root !== 'testsuite') {
      this.refuse(`the root is <${short(this.root, 40)}>, not <testsuites>`)
    }
    this.depth += 1
    if (this.depth > MOST_DEPTH) this.refuse('the elements are nested too deeply')
    if (name === 'testsuite') this.suites.push(short(attribute(attributes, 'name') ?? '', 200))
    else if (name === 'testcase') {
      if (this.test !== undefined) this.refuse('a test case stands within another one')
      if (this.found.length >= MOST_TESTS) this.refuse(`there are more than ${MOST_TESTS} tests`, 'give a part of them')
      this.test = openCase(attributes, this.suites)
    } else if (this.test !== undefined) note(this.test, name, attributes)
  }

  text(text: string): void {
    if (this.test?.listens === true) this.test.message ||= short(text, MOST_LETTERS)
  }

  close(name: string): void {
    this.depth -= 1
    if (name === 'testsuite') this.suites.pop()
    else if (name === 'testcase' && this.test !== undefined) {
      const { listens: _listens, ...test } = this.test
      this.found.push(test)
      this.test = undefined
    } else if (this.test !== undefined) this.test.listens = false
  }

  end(): TestCase[] {
    if (this.root === undefined) this.refuse('there is no XML in it')
    return this.found
  }
}

function attribute(attributes: Attributes, name: string): string | undefined {
  const found = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  return typeof found === 'string' ? found : found?.value
}

type Open = { -readonly [Key in keyof TestCase]: TestCase[Key] } & { listens: boolean }

function openCase(attributes: Attributes, suites: readonly string[]): Open {
  const seconds = Number(attribute(attributes, 'time')?.replaceAll(',', '') || Number.NaN)
  return {
    suite: short(attribute(attributes, 'classname') ?? suites.at(-1) ?? '', 200),
    name: short(attribute(attributes, 'name') ?? '', 200),
    state: 'passed',
    seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    message: '',
    listens: false,
  }
}

const STATES: Readonly<Record<string, TestState>> = { failure: 'failed', error: 'error', skipped: 'skipped' }
/** A test with both failed: the worse counts. */
const WORSE: readonly TestState[] = ['passed', 'skipped', 'failed', 'error']

function note(test: Open, element: string, attributes: Attributes): void {
  const state = Object.hasOwn(STATES, element) ? STATES[element] : undefined
  if (state === undefined) return
  if (WORSE.indexOf(state) > WORSE.indexOf(test.state)) test.state = state
  test.message ||= short(attribute(attributes, 'message') ?? '', MOST_LETTERS)
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
