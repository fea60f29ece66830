import { nearest } from '@muster/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPackSet, readPack } from './read-pack.ts'

const sound = `pack: experiment-kinds
id: kinds
version: 1.0.0
title: Kinds
description: Some kinds
kinds:
  - id: tuning
    title: Tuning
    priorP50Days: 5
    priorP85Days: 10
    reviews: [technical]
`
/** `line:column code` of every problem. */
const placed = (text: string): string[] => {
  const read = readPack(text, 'p.yaml')
  return 'pack' in read ? ['read'] : read.problems.map((p) => `${p.line}:${p.column} ${p.code}`)
}
const hints = (text: string): (string | undefined)[] => {
  const read = readPack(text, 'p.yaml')
  return 'pack' in read ? [] : read.problems.map((p) => p.hint)
}

describe('a sound pack', () => {
  test('is read as the value it says', () => {
    expect(readPack(sound, 'p.yaml')).toEqual({
      pack: {
        pack: 'experiment-kinds',
        id: 'kinds',
        version: '1.0.0',
        title: 'Kinds',
        description: 'Some kinds',
        kinds: [{ id: 'tuning', title: 'Tuning', priorP50Days: 5, priorP85Days: 10, reviews: ['technical'] }],
      },
    })
  })

  test('may begin with a byte order mark and may end its lines with CRLF', () => {
    expect(placed(`\uFEFF${sound}`)).toEqual(['read'])
    expect(placed(sound.replaceAll('\n', '\r\n'))).toEqual(['read'])
  })

  test('may be JSON, which is YAML as well', () => {
    const read = readPack(sound, 'p.yaml')
    expect(placed(JSON.stringify('pack' in read ? read.pack : undefined))).toEqual(['read'])
  })
})

describe('a schema error is placed at its node', () => {
  test('an unknown field at its key, with the nearest field as hint', () => {
    const text = sound.replace('    title: Tuning', '    titel: Tuning')
    expect(placed(text)).toEqual(['7:5 field-missing', '8:5 field-unknown'])
    expect(hints(text)).toEqual([undefined, 'Did you mean "title"?'])
  })

  test('an unknown field at the top, and with nothing near all fields are named', () => {
    const text = `${sound}banana: 1\n`
    expect(placed(text)).toEqual(['12:1 field-unknown'])
    expect(hints(text)).toEqual(['Fields here: pack, id, version, title, description, sources, kinds.'])
  })

  test('a wrong value at the value', () => {
    expect(placed(sound.replace('priorP50Days: 5', 'priorP50Days:   five'))).toEqual(['9:21 value-invalid'])
    expect(placed(sound.replace('1.0.0', '1.0'))).toEqual(['3:10 value-invalid'])
    expect(placed(sound.replace('[technical]', '[technical, 7]'))).toEqual(['11:26 value-invalid'])
  })

  test('a value that is empty at its key or where it would stand, on its line', () => {
    expect(placed(sound.replace('title: Tuning', 'title:'))[0]).toMatch(/^8:\d+ value-invalid$/)
  })

  test('infinity and not-a-number are no numbers', () => {
    expect(placed(sound.replace('priorP50Days: 5', 'priorP50Days: .inf'))).toEqual(['9:19 value-invalid'])
    expect(placed(sound.replace('priorP50Days: 5', 'priorP50Days: .nan'))).toEqual(['9:19 value-invalid'])
  })

  test('a field that is missing at the mapping that lacks it', () => {
    expect(placed(sound.replace('title: Kinds\n', ''))).toEqual(['1:1 field-missing'])
  })

  test('a value behind an anchor at the value, and behind an alias at the alias', () => {
    const text = sound.replace('title: Kinds', 'title: &t [5]').replace('title: Tuning', 'title: *t')
    expect(placed(text)).toEqual(['4:11 value-invalid', '8:12 value-invalid'])
  })

  test('an enumeration gives the nearest of its values', () => {
    const text =
      'pack: lifecycle\nid: a\nversion: 1.0.0\ntitle: T\ndescription: D\nstages:\n  - id: scopd\n    title: T\n    description: D\n    involve: []\n    require: []\n'
    expect(placed(text)).toEqual(['7:9 value-invalid'])
    expect(hints(text)).toEqual(['Did you mean "scoped"?'])
  })

  test('a name that may not be one at the key', () => {
    const text =
      'pack: raci\nid: a\nversion: 1.0.0\ntitle: T\ndescription: D\nactivities:\n  - {id: a, title: A, covers: []}\ncells:\n  Not A Slug: {x: R}\n'
    expect(placed(text)).toEqual(['9:3 name-invalid'])
  })

  test('a wrong letter of a matrix at the letter', () => {
    const text =
      'pack: raci\nid: a\nversion: 1.0.0\ntitle: T\ndescription: D\nactivities:\n  - {id: a, title: A, covers: []}\ncells:\n  a: {x: R, y: X}\n'
    expect(placed(text)).toEqual(['9:16 value-invalid'])
  })
})

describe('the kind of a pack', () => {
  test('must be there and known, and a near one is named', () => {
    expect(placed('id: a\n')).toEqual(['1:1 field-missing'])
    expect(placed('id: a\npack: gaet\n')).toEqual(['2:7 pack-kind-unknown'])
    expect(hints('id: a\npack: gaet\n')).toEqual(['Did you mean "gate"?'])
    expect(placed('pack: constructor\n')).toEqual(['1:7 pack-kind-unknown'])
  })

  test.each(['', '# only a comment\n', '- a\n', 'words', '5', 'null'])('needs a mapping: %j', (text) => {
    expect(placed(text)).toEqual([expect.stringMatching(/ pack-not-a-mapping$/)])
  })
})

describe('YAML that is wrong', () => {
  test('is placed where it is', () => {
    expect(placed('pack: gate\nid: [a, b\ntitle: T\n')[0]).toMatch(/^3:\d+ yaml-invalid$/)
    expect(placed('pack: gate\n\tid: a\n')[0]).toMatch(/^2:1 yaml-invalid$/)
  })

  test('a key given twice is placed at the second one', () => {
    expect(placed(`${sound}id: other\n`)).toEqual(['12:1 key-repeated'])
    expect(placed(sound.replace('    title: Tuning', '    id: tuning'))).toEqual(['8:5 key-repeated'])
  })

  test('keys are text, tags that are not understood are refused, and so is a second document', () => {
    expect(placed('pack: gate\n? [a]\n: b\n')[0]).toMatch(/^2:\d+ yaml-invalid$/)
    expect(placed('pack: !secret gate\n')).toEqual(['1:7 yaml-invalid'])
    expect(placed(`${sound}---\npack: gate\n`)).toEqual([expect.stringMatching(/ yaml-invalid$/)])
  })

  test('a field named __proto__ is refused at its key instead of being dropped', () => {
    expect(placed(`${sound}__proto__: {a: 1}\n`)).toEqual(['12:1 field-unknown'])
  })
})

describe('hostile text', () => {
  test('over a million characters is refused unread', () => {
    expect(placed(`${sound}# ${'x'.repeat(250_000)}`)).toEqual(['1:1 pack-too-large'])
  })

  test('aliases that stand for a great many nodes are refused at the first alias', () => {
    const levels = Array.from(
      { length: 7 },
      (_, i) => `l${i}: &l${i} [${`${i === 0 ? 'x' : `*l${i - 1}`}, `.repeat(8)}]`,
    )
    const before = performance.now()
    expect(placed(`${levels.join('\n')}\npack: gate\n`)).toEqual(['2:10 yaml-aliases'])
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  test('an alias of itself, and an alias of nothing, are refused', () => {
    expect(placed('pack: &a [*a]\n')).toEqual(['1:11 yaml-aliases'])
    expect(placed('a: &a {b: &b [*a], c: *b}\n')).toEqual(['1:15 yaml-aliases'])
    expect(placed('pack: *nowhere\n')).toEqual([expect.stringMatching(/^1:\d+ yaml/)])
  })

  test('more than fifty aliases are refused, however little they stand for', () => {
    const pairs = Array.from({ length: 51 }, (_, i) => `k${i}: [&a${i} x, *a${i}]`)
    expect(placed(pairs.slice(0, 50).join('\n'))).toEqual(['1:1 field-missing'])
    expect(placed(pairs.join('\n'))).toEqual(['51:15 yaml-aliases'])
  })

  test('twenty thousand unknown keys are read to the end', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')
    expect(placed(many)).toEqual(['1:1 field-missing'])
  })

  test.each(['['.repeat(60_000), '{a: '.repeat(60_000), '- '.repeat(60_000), '? '.repeat(50_000)])(
    'nested without end is refused',
    (text) => {
      expect(placed(text)).toEqual([expect.stringMatching(/ yaml-too-deep$/)])
    },
  )

  test('of any other sort never throws, and every place is inside the text', () => {
    const lines = sound.split('\n')
    const mutated = fc
      .tuple(
        fc.nat(lines.length - 1),
        fc.oneof(fc.string(), fc.constantFrom('a: *b', '<<: {}', '- - -', '!!binary x', '"')),
      )
      .map(([at, junk]) => lines.with(at, `${lines[at] ?? ''}${junk}`).join('\n'))
    fc.assert(
      fc.property(fc.oneof(fc.string(), mutated), (text) => {
        const read = readPack(text, 'p.yaml')
        if ('pack' in read) return
        expect(read.problems.length).toBeGreaterThan(0)
        for (const { line, column, message } of read.problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(text.split(/\n/).length)
          expect(column).toBeGreaterThanOrEqual(1)
          expect(message).not.toBe('')
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is wrong within a pack', () => {
  test('is placed too', () => {
    expect(placed(sound.replace('priorP85Days: 10', 'priorP85Days: 1'))).toEqual(['10:19 priors-order'])
  })
})

describe('a set of packs', () => {
  const roles = (id: string) =>
    `pack: roles\nid: catalogue\nversion: 1.0.0\ntitle: T\ndescription: D\nroles:\n  - id: ${id}\n    title: T\n    summary: S\n    discipline: data\n    responsibilities: []\n    skills: []\n    kpis: []\n    whenToInvolve: {text: Early, stage: idea, source: []}\n`
  const raci = `pack: raci
id: small
version: 1.0.0
title: T
description: D
activities:
  - id: all
    title: All
    covers:
      [define-success, plan-and-staff, build-data-pipeline, train-model, evaluate-model, assess-safety,
       assess-fairness, project-cost, prepare-rollback, deploy-to-production, monitor-and-alert]
cells:
  all:
    doer: R
    judge: A
`
  const placedIn = (...files: [file: string, text: string][]): string[] =>
    checkPackSet(files.map(([file, text]) => ({ file, text }))).map(
      (p) => `${p.file}:${p.line}:${p.column} ${p.severity} ${p.code}`,
    )

  test('is checked across files, with the place in the file that refers', () => {
    expect(placedIn(['raci.yaml', raci], ['roles.yaml', roles('doer')])).toEqual(['raci.yaml:15:12 error role-unknown'])
  })

  test('reports files that cannot be read among the others, in the order given', () => {
    expect(placedIn(['a.yaml', 'pack: ['], ['raci.yaml', raci], ['z.yaml', 'pack: x'])).toEqual([
      expect.stringMatching(/^a\.yaml:1:\d+ error yaml-invalid$/),
      'raci.yaml:1:1 warning references-unchecked',
      'z.yaml:1:7 error pack-kind-unknown',
    ])
  })

  test('that is empty has no problems', () => {
    expect(checkPackSet([])).toEqual([])
  })
})

describe('the nearest word', () => {
  test('is found through a letter too many, too few, wrong or swapped, whatever the case', () => {
    for (const word of ['titlee', 'titl', 'tytle', 'titel', 'Title'])
      expect(nearest(word, ['id', 'title', 'kinds'])).toBe('title')
  })

  test('is nothing when none is near', () => {
    expect(nearest('banana', ['id', 'title', 'kinds'])).toBeUndefined()
    expect(nearest('x'.repeat(5_000), ['title'])).toBeUndefined()
  })
})
