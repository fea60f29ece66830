import type { Known } from './known.ts'
import { word } from './known.ts'
import type { Saying, Told } from './what-became-true.ts'

const short = (digest: unknown): string => (typeof digest === 'string' ? `${digest.slice(0, 19)}…` : '…')
const day = (instant: unknown): string => (typeof instant === 'string' ? instant.slice(0, 10) : '…')

const MAKING: Readonly<Record<string, Saying>> = {
  'experiment.propose': async (known) => {
    const { owner, forecast } = (await known.record(known.answer.subject)) as {
      owner?: string
      forecast?: { p50Days: number; p85Days: number }
    }
    const expected =
      forecast === undefined
        ? ''
        : ` Half of such experiments are expected within ${forecast.p50Days} days, 85 % within ${forecast.p85Days}.`
    return {
      said: `"${known.text('title')}" is proposed in "${await known.project()}"${owner === undefined ? '' : `, owned by ${await known.person(owner)}`}.${expected}`,
      next: `muster experiment start --experiment ${word(known.text('title'))}`,
    }
  },
  'experiment.start': (known) =>
    ofExperiment(known, 'is running', (e) => `muster version register --model … --experiment ${e} --help`),
  'experiment.note': (known) => ofExperiment(known, 'has another note', (e) => `muster experiment show ${e}`),
  'experiment.conclude': (known) =>
    ofExperiment(
      known,
      `is concluded as ${known.text('outcome')}, with what was learnt`,
      (e) => `muster experiment show ${e}`,
    ),
  'experiment.abandon': (known) =>
    ofExperiment(
      known,
      'is abandoned, with what was learnt. Ending early counts as a good thing',
      (e) => `muster experiment show ${e}`,
    ),
  'model.register': async (known) => ({
    said: `The model "${known.text('name')}" of "${await known.project()}" is in the registry, without versions yet.`,
    next: `muster version register --model ${word(known.text('name'))} --experiment … --help`,
  }),
  'version.register': async (known) => {
    const { said, typed } = await known.version(known.answer.subject)
    return {
      said: `${said} is registered, from "${await known.experiment()}". It does not change any more.`,
      next: `muster evidence evaluate --version ${typed} --predictions … --label … --prediction …`,
    }
  },
  'alias.set': async (known) => {
    const { said } = await known.version()
    return {
      said: `"${known.text('alias')}" points to ${said}.`,
      next: `muster alias list ${word(await known.model())}`,
    }
  },
  'alias.remove': async (known) => ({
    said: `${await known.model()} has no alias "${known.text('alias')}" any more.`,
    next: `muster alias list ${word(await known.model())}`,
  }),
}

async function ofExperiment(known: Known, what: string, next: (experiment: string) => string): Promise<Told> {
  const title = await known.experiment()
  return { said: `"${title}" ${what}.`, next: next(word(title)) }
}

const JUDGING: Readonly<Record<string, Saying>> = {
  'evidence.seal': async (known) => {
    const sealed = await known.record(known.answer.subject)
    const version =
      typeof sealed['version'] === 'string' ? await known.version(sealed['version']) : await known.version()
    const kind = typeof sealed['kind'] === 'string' ? sealed['kind'] : known.text('kind')
    const older = known.count('EvidenceSuperseded') > 0 ? ' It stands in the place of the one before.' : ''
    return {
      said: `The ${kind} evidence about ${version.said} is sealed and fresh until ${day(sealed['freshUntil'])}.${older}`,
      next: `muster gate status ${version.typed}`,
    }
  },
  'evidence.withdraw': async (known) => {
    const { kind } = await known.record(known.text('evidence'))
    const { said, typed } = await known.versionOf(known.text('evidence'))
    return {
      said: `The ${typeof kind === 'string' ? `${kind} ` : ''}evidence about ${said} counts no more; it stays readable with the reason.`,
      next: `muster gate status ${typed}`,
    }
  },
  'gate.submit': async (known) => {
    const { number, basis } = await known.record(known.answer.subject)
    const { said, typed } = await known.version()
    const asked = known.count('ConsultationOpened') > 0 ? ' Those who are C are asked.' : ''
    return {
      said: `${said} is submitted: round ${typeof number === 'number' ? number : '…'}, for exactly the basis ${short(basis)}.${asked}`,
      next: `muster gate status ${typed}`,
    }
  },
  'gate.withdraw': (known) => ofRound(known, (version) => `The submission of ${version} is withdrawn.`),
  'gate.reject': (known) => ofRound(known, (version) => `${version} is rejected at the gate.`),
  'review.give': (known) =>
    ofRound(
      known,
      (v) => `Your ${known.text('duty')} review of ${v} is on record: ${known.text('verdict').replaceAll('-', ' ')}.`,
    ),
  'approval.give': (known) =>
    ofRound(known, (v) => `You approved ${v} as ${known.text('duty')}, for exactly this basis.`),
  'approval.revoke': (known) => ofRound(known, (v) => `Your approval of ${v} as ${known.text('duty')} is taken back.`),
  'waiver.grant': async (known) => {
    const { said, typed } = await known.version()
    const waiver = await known.listedIn(`/api/v1/projects/${known.answer.project ?? ''}/waivers`, known.answer.subject)
    return {
      said: `The check "${known.text('check')}" is waived for ${said} until ${day(waiver['expiresAt'])}. The exception has your name on it.`,
      next: `muster gate status ${typed}`,
    }
  },
  'waiver.revoke': async (known) => {
    const list = `/api/v1/projects/${known.answer.project ?? ''}/waivers`
    const { check, version } = await known.listedIn(list, known.text('waiver'))
    const candidate = typeof version === 'string' ? await known.version(version) : { said: 'the candidate', typed: '…' }
    return {
      said: `The check${typeof check === 'string' ? ` "${check}"` : ''} counts again for ${candidate.said}.`,
      next: `muster gate status ${candidate.typed}`,
    }
  },
  'promotion.promote': async (known) => {
    const { said } = await known.versionOf(known.answer.subject)
    return {
      said: `${said} is live: "champion" points to it. Plan, monitoring and runbook are made.`,
      next: `muster promotion runbook ${known.answer.subject}`,
    }
  },
  'promotion.roll-back': async (known) => {
    const { said } = await known.versionOf(known.text('promotion'))
    const { model } = await known.record(known.text('promotion'))
    const { aliases } = (typeof model === 'string' ? await known.record(model) : {}) as {
      aliases?: Record<string, string>
    }
    const champion = aliases?.['champion']
    const now = champion === undefined ? 'nothing is live' : `${(await known.version(champion)).said} is live again`
    return { said: `${said} is rolled back, and ${now}.`, next: `muster promotion list ${word(await known.project())}` }
  },
}

async function ofRound(known: Known, sentence: (version: string) => string): Promise<Told> {
  const { said, typed } = await known.versionOf(known.text('round'))
  return { said: sentence(said), next: `muster gate status ${typed}` }
}

/** The sayings of acts about what is made and judged. */
export const SAYINGS_OF_WORK: Readonly<Record<string, Saying>> = { ...MAKING, ...JUDGING }
