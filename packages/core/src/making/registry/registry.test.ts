import { candidate, digestOf, given, projectFacts, ready } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { createProject } from '../../work/projects/acts.ts'
import { experimentNoun } from '../experiments/experiment.ts'
import { modelNoun, registerModel, registerVersion, removeAlias, setAlias, versionNoun } from './registry.ts'

const lineage = (name: string) => ({
  digest: digestOf(name),
  dataDigest: digestOf('train.parquet'),
  commit: 'abcdef1',
  description: name,
})

describe('a model (K49)', () => {
  test('has a name that no other model of the workspace has', () => {
    const { world, project, who, model } = candidate()
    given(world)
      .when(registerModel, { project, name: 'churn', description: 'Another.' }, { as: who('ml-engineer') })
      .thenRefused('name-taken')
    expect(world.get(modelNoun, model)).toMatchObject({
      name: 'churn',
      registeredBy: who('domain-expert'),
      aliases: {},
    })
  })
  test('counts its versions', () => {
    const c = candidate()
    expect(c.world.get(modelNoun, c.model).versions).toBe(1)
    const second = c.another('second')
    expect(c.world.get(modelNoun, c.model).versions).toBe(2)
    expect([c.version, second.version].map((v) => c.world.get(versionNoun, v).number)).toEqual([1, 2])
  })
})

describe('a version', () => {
  test('is immutable and carries its lineage: experiment, data, code, digest', () => {
    const c = candidate()
    expect(c.world.get(versionNoun, c.version)).toMatchObject({
      model: c.model,
      experiment: c.experiment,
      digest: digestOf('first'),
      dataDigest: digestOf('train.parquet'),
      commit: 'abcdef1',
      registeredBy: c.who('domain-expert'),
    })
    for (const { type } of c.world.log) expect(type).not.toMatch(/^Version(Changed|Amended)/)
  })
  test('with a digest that the model already has is refused, and the older one named', () => {
    const { world, model, experiment, version, who } = candidate()
    const refused = given(world)
      .when(registerVersion, { model, experiment, ...lineage('first') }, { as: who('ml-engineer') })
      .thenRefused('version-exists')
    expect(refused.subject).toBe(version)
  })
  test('comes from an experiment of its own project', () => {
    const c = candidate()
    const { world, who } = c
    const elsewhere = world.does(who('ux-designer'), createProject, { name: 'Other', lead: who('ux-designer') }).subject
    const experiment = { ...world.get(experimentNoun, c.experiment), project: elsewhere }
    given(world)
      .when(
        registerVersion,
        { model: c.model, experiment: c.experiment, ...lineage('x') },
        { as: who('ml-engineer'), facts: { experiment, project: projectFacts(world, c.project) } },
      )
      .thenRefused('lineage-mismatch')
  })
  test.each([{ digest: 'sha256:xyz' }, { digest: `SHA256:${'a'.repeat(64)}` }, { commit: 'main' }, { dataDigest: '' }])(
    '%j is no lineage',
    (wrong) => {
      const { model, experiment } = candidate()
      expect(registerVersion.input.safeParse({ model, experiment, ...lineage('x'), ...wrong }).success).toBe(false)
    },
  )
})

describe('an alias', () => {
  test('points to a version of the model, moves, and is removed', () => {
    const c = candidate()
    const second = c.another('second')
    const as = c.who('software-engineer')
    const point = (version: string) =>
      given(c.world).when(setAlias, { model: c.model, alias: 'challenger', version }, { as })
    const aliases = () => c.world.get(modelNoun, c.model).aliases
    expect(point(c.version).thenEvents('AliasMoved')[0]?.data).toMatchObject({ previous: null, version: c.version })
    point(c.version).thenRefused('already-so')
    expect(point(second.version).thenEvents('AliasMoved')[0]?.data).toMatchObject({ previous: c.version })
    expect(aliases()).toEqual({ challenger: second.version })
    const remove = () => given(c.world).when(removeAlias, { model: c.model, alias: 'challenger' }, { as })
    remove().thenEvents('AliasMoved')
    expect(aliases()).toEqual({})
    remove().thenRefused('alias-unknown')
  })
  test('may have the name of something every object has', () => {
    const c = candidate()
    const as = c.who('software-engineer')
    const on = { model: c.model, alias: 'constructor' }
    given(c.world).when(removeAlias, on, { as }).thenRefused('alias-unknown')
    const [moved] = given(c.world)
      .when(setAlias, { ...on, version: c.version }, { as })
      .thenEvents('AliasMoved')
    expect(moved?.data['previous']).toBeNull()
  })
  test('champion moves by promotion alone', () => {
    const c = ready()
    const as = c.who('mlops-engineer')
    const on = { model: c.model, alias: 'champion' }
    given(c.world)
      .when(setAlias, { ...on, version: c.version }, { as })
      .thenRefused('alias-reserved')
    c.promote()
    given(c.world).when(removeAlias, on, { as }).thenRefused('alias-reserved')
    expect(c.world.get(modelNoun, c.model).aliases).toEqual({ champion: c.version })
  })
  test('does not point to a version of another model', () => {
    const c = candidate()
    const { world, project, who } = c
    const other = world.does(who('ml-engineer'), registerModel, { project, name: 'other', description: 'O.' }).subject
    given(world)
      .when(setAlias, { model: other, alias: 'challenger', version: c.version }, { as: who('mlops-engineer') })
      .thenRefused('lineage-mismatch')
  })
})
