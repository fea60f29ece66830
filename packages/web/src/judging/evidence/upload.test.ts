import { describe, expect, test } from 'vitest'
import { guess } from './guess.ts'
import { headerOf } from './upload.ts'

describe('the columns of a file', () => {
  test('are read from its header, quoted names, semicolons and a byte order mark included', () => {
    expect(headerOf('id,label,"a, b",score')).toEqual(['id', 'label', 'a, b', 'score'])
    expect(headerOf('\uFEFFid;label')).toEqual(['id', 'label'])
    expect(headerOf('')).toEqual([])
  })
  test('are guessed by the names that people use, and left open otherwise', () => {
    expect(guess(['y_true', 'y_pred', 'proba'])).toEqual({ label: 'y_true', prediction: 'y_pred', score: 'proba' })
    expect(guess(['a', 'b'])).toEqual({ label: '', prediction: '', score: '' })
  })
})
