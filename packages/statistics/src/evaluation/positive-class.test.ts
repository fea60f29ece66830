import { describe, expect, test } from 'vitest'
import { ScanError } from '../scan/scan-error.ts'
import { classesOf, positiveClass } from './positive-class.ts'

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return error instanceof ScanError ? error.code : 'not a ScanError'
  }
}

describe('the positive class', () => {
  test.each([
    [['0', '1'], '1'],
    [['-1', '1'], '1'],
    [['False', 'True'], 'True'],
    [['no', 'yes'], 'yes'],
    [['0'], '1'],
  ])('of %j is %s by custom, without a caveat', (classes, positive) => {
    expect(positiveClass(classes, undefined, new Map())).toEqual({ positive })
  })

  test('is the one predicted where scores are high, and a caveat says so', () => {
    const means = new Map([
      ['benign', 0.1],
      ['malignant', 0.9],
    ])
    const found = positiveClass(['benign', 'malignant'], undefined, means)
    expect(found.positive).toBe('malignant')
    expect(found.caveat).toContain('scores are high')
    const turned = new Map([
      ['benign', 0.9],
      ['malignant', 0.1],
    ])
    expect(positiveClass(['benign', 'malignant'], undefined, turned).positive).toBe('benign')
  })

  test('is the last by name when nothing else tells, and a caveat says so', () => {
    const found = positiveClass(['cat', 'dog'], undefined, new Map())
    expect(found.positive).toBe('dog')
    expect(found.caveat).toContain('last by name')
  })

  test('that is given must occur', () => {
    expect(positiveClass(['a', 'b'], 'a', new Map())).toEqual({ positive: 'a' })
    expect(codeOf(() => positiveClass(['a', 'b'], 'c', new Map()))).toBe('class_unknown')
  })
})

describe('the classes of label and prediction', () => {
  test.each([
    [
      ['benign', 'malignant'],
      ['0', '1'],
    ],
    [
      ['benign', 'malignant'],
      ['Benign', 'malignant'],
    ],
    [
      ['0', '1'],
      ['0.0', '1.0'],
    ],
    [
      ['yes', 'no'],
      ['yes', ' no'],
    ],
  ])('%j and %j are written in different ways and refused', (labels, predictions) => {
    expect(codeOf(() => classesOf(labels, predictions, undefined))).toBe('labels_differ')
  })

  test('may differ by a class that is only predicted, which is told', () => {
    const { classes, caveats } = classesOf(['a', 'b'], ['a', 'c'], undefined)
    expect(classes).toEqual(['a', 'b', 'c'])
    expect(caveats).toEqual(['"c" is predicted but never occurs as a label.'])
  })

  test('may be disjoint when both are known to be classes and all is wrong', () => {
    expect(classesOf(['a'], ['b'], 'a').classes).toEqual(['a', 'b'])
  })
})
