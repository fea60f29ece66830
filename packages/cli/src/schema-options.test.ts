import { ACT_ROUTES } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import type { Schema } from './schema-options.ts'
import { optionsOf, valueOf } from './schema-options.ts'

const schemaOf = (act: string): Schema =>
  ACT_ROUTES.get(act)!.input.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Schema
const optionOf = (act: string, field: string) => optionsOf(schemaOf(act)).find((o) => o.field === field)!
const noFile = (): string => {
  throw new Error('no file is read here')
}

describe('the options of an act', () => {
  test('are one for each field of its input, for every act', () => {
    for (const [name, act] of ACT_ROUTES) {
      const fields = Object.keys(act.input.shape as object)
      expect(new Set(optionsOf(schemaOf(name)).map((o) => o.field)), name).toEqual(new Set(fields))
    }
  })

  test('have an explanation each, for every act', () => {
    for (const [name] of ACT_ROUTES)
      for (const o of optionsOf(schemaOf(name))) expect(o.description, `${name} ${o.flag}`).toMatch(/\w{2,}/)
  })

  test('name required fields first and say so', () => {
    const options = optionsOf(schemaOf('version.register'))
    expect(options.map((o) => o.required)).toEqual([true, true, true, true, true, true, false, false])
    expect(optionOf('version.register', 'dataDigest')).toMatchObject({ flag: '--data-digest', required: true })
    expect(optionOf('version.register', 'dataDigest').description).toContain('required')
  })

  test('show the choices and the default', () => {
    expect(optionOf('criterion.set', 'judgedBy').value).toBe('<point|interval>')
    expect(optionOf('criterion.set', 'judgedBy').description).toContain('default point')
  })

  test('make a switch of what is off unless said', () => {
    expect(optionOf('project.advance', 'confirm').value).toBeUndefined()
  })

  test('know which record an id names, and what may be written instead', () => {
    expect(optionOf('experiment.propose', 'owner')).toMatchObject({ idPrefix: 'per', value: '<per>' })
    expect(optionOf('gate.submit', 'version').description).toContain('model@number')
  })
})

describe('the value of an option', () => {
  const value = (act: string, field: string, ...typed: string[]): unknown =>
    valueOf(optionOf(act, field), typed, noFile)

  test('is a number where a number is asked for', () => {
    expect(value('criterion.set', 'threshold', '0.95')).toBe(0.95)
    expect(() => value('criterion.set', 'threshold', 'high')).toThrow('--threshold must be a number, not "high".')
    expect(() => value('criterion.set', 'threshold', '')).toThrow('must be a number')
    expect(() => value('waiver.grant', 'days', '1.5')).toThrow('must be a whole number')
  })

  test('is one of the choices', () => {
    expect(() => value('review.give', 'verdict', 'ok')).toThrow('one of approve, request-changes, reject')
  })

  test('may be null where null means something', () => {
    expect(value('assignment.amend', 'until', 'null')).toBeNull()
    expect(value('assignment.amend', 'until', '2027-01-31')).toBe('2027-01-31')
  })

  test('of a list repeats, and takes commas where its items hold none', () => {
    expect(value('token.issue', 'scopes', 'read,evidence.*', 'gate.submit')).toEqual([
      'read',
      'evidence.*',
      'gate.submit',
    ])
    expect(value('evidence.seal', 'caveats', 'few rows, old rows')).toEqual(['few rows, old rows'])
  })

  test('of a long text may be read from a file, and a file without text is said to be empty', () => {
    const csv = optionOf('item.import', 'csv')
    expect(csv.description).toContain('@file')
    expect(optionOf('item.add', 'title').description).not.toContain('@file')
    expect(valueOf(csv, ['@risks.csv'], (path) => `read ${path}`)).toBe('read risks.csv')
    expect(valueOf(csv, ['@@home'], noFile)).toBe('@home')
    expect(valueOf(csv, ['title\nDrift'], noFile)).toBe('title\nDrift')
    expect(() => valueOf(csv, ['@risks.csv'], () => '\uFEFF \n')).toThrow('--csv: the file risks.csv is empty.')
    expect(() => valueOf(csv, ['@'], noFile)).toThrow('names no file')
  })

  test('of an object is name=value pairs, JSON or a file', () => {
    const tool = { name: 'train.py', version: '1.2' }
    expect(value('evidence.seal', 'tool', 'name=train.py,version=1.2')).toEqual(tool)
    expect(value('evidence.seal', 'tool', JSON.stringify(tool))).toEqual(tool)
    expect(valueOf(optionOf('evidence.seal', 'tool'), ['@tool.json'], () => JSON.stringify(tool))).toEqual(tool)
    expect(() => value('evidence.seal', 'tool', 'nmae=x')).toThrow('--tool has no "nmae".')
    expect(() => value('evidence.seal', 'tool', '{"name":')).toThrow('--tool is not valid JSON')
    expect(() => value('evidence.seal', 'tool', '=x')).toThrow('takes name=value')
  })

  test('of a record with free names is read as JSON where it is JSON, one pair each time', () => {
    expect(value('evidence.seal', 'facts', 'passed=true', 'unresolved=[]', 'note=a, b')).toEqual({
      passed: true,
      unresolved: [],
      note: 'a, b',
    })
  })

  test('of a list of objects is one object each time, with null and numbers as their fields ask', () => {
    expect(value('matrix.amend', 'changes', 'activity=train-model,role=ml-engineer,stake=null')).toEqual([
      { activity: 'train-model', role: 'ml-engineer', stake: null },
    ])
    expect(value('evidence.seal', 'measures', 'name=recall,value=0.9,n=10', '[{"name":"f1","value":null}]')).toEqual([
      { name: 'recall', value: 0.9, n: 10 },
      { name: 'f1', value: null },
    ])
  })
})
