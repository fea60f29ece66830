import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withNames } from './naming.ts'

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  test('a sentence of the rules is read with the names of people and the titles of roles', async () => {
    const person = here.who('ml-engineer')
    const [named] = await withNames(here.running.context.database, [
      `${person} is no product-manager: assign somebody as mlops-engineer or security-privacy-legal.`,
    ])
    expect(named).toMatch(
      /^(?!per_).+ is no AI Product Manager: assign somebody as MLOps \/ Platform Engineer or Security, Privacy & Legal\.$/,
    )
  })

  test('what is quoted, typed or merely written like a role stays as it is', async () => {
    const texts = [
      'There is no role "ml-engineer" in the catalogue.',
      'role/ml-engineer, ml-engineer.yaml and my-ml-engineer',
      'the held-out third is read by a consultant',
    ]
    expect(await withNames(here.running.context.database, texts)).toEqual(texts)
  })

  test('a role of a pack that is applied later is called by its title, too', async () => {
    const texts = ['Ask the test-role.']
    expect(await withNames(here.running.context.database, texts)).toEqual(texts)
    const pack = `pack: industry
id: test-industry
version: 1.0.0
title: Test
description: A role more.
roles:
  - id: test-role
    title: Tester of Roles
    summary: Is there.
    discipline: domain
    responsibilities: []
    skills: []
    kpis: []
    whenToInvolve: { text: Always., stage: scoped, source: [] }
`
    await here.as('administrator').act('pack.apply', { text: pack, file: 'mine.yaml' })
    expect(await withNames(here.running.context.database, texts)).toEqual(['Ask the Tester of Roles.'])
  })

  test('a refusal says which roles may, by their titles', async () => {
    const { text } = await here.post('ux-designer', 'experiment.propose', {
      project: here.project,
      title: 'A',
      hypothesis: 'B',
      kind: 'prototype',
    })
    // The people of this world are called as the ids of their roles.
    expect(text).toContain(
      'Ask domain-expert or ml-engineer or second-ml-engineer (Domain Expert, Machine Learning Engineer',
    )
  })
})
