import type { Stage } from './cast.ts'
import { CAST } from './cast.ts'
import type { Teller } from './project-story.ts'
import { dayIn } from './project-story.ts'

/** How the team works together: who is missing, what could go wrong, what it learnt, and how it meets. */
export async function workAsATeam(stage: Stage, project: string, on: Teller): Promise<void> {
  await staffIt(stage, project, on)
  await deliver(stage, project, on)
  await keepRegisters(stage, project, on)
  await learn(stage, project, on)
  await meet(stage, project, on)
}

async function staffIt(stage: Stage, project: string, on: Teller): Promise<void> {
  await stage.act('ada', 'staffing.choose', { project, pattern: 'production', reason: 'The score is read every day.' })
  const answer = (question: string, said: string, reason: string) =>
    stage.act('ada', 'staffing.answer', { project, question, answer: said, reason })
  await answer('data-ready', 'yes', 'Diagnoses confirmed by a second pathologist are the labels.')
  await answer('real-time', 'batch', 'The list is ordered once an hour.')
  await answer('business-critical', 'yes', 'A late diagnosis is what the project is there to prevent.')
  const { lines } = (await stage.get('ada', `/projects/${project}/staffing`)) as {
    lines: readonly { title: string; state: string }[]
  }
  const missing = lines.filter((l) => l.state !== 'met').map((l) => l.title)
  await stage.act('ada', 'requisition.open', {
    project,
    role: 'data-engineer',
    reason: 'One data engineer alone cannot be ill.',
  })
  await stage.act('milo', 'skill.record', { person: stage.id('milo'), skill: 'modelling', level: 'expert' })
  on.step(
    missing.length === 0
      ? 'Ada chose the production pattern for the team: nobody is missing.'
      : `Ada chose the production pattern for the team, which still lacks: ${missing.join(', ')}. She opened a requisition.`,
  )
}

async function deliver(stage: Stage, project: string, on: Teller): Promise<void> {
  const { subject: handover } = await stage.act('elena', 'handover.submit', {
    project,
    activity: 'evaluate-model',
    deliverable: 'B.R7.DEL',
    title: 'What a pathologist checks before the order is believed',
    summary: 'Eleven rules, each with the cases it was tried on.',
  })
  const { items } = (await stage.get('deniz', `/projects/${project}/consultations`)) as {
    items: { id: string; about: string }[]
  }
  await stage.act('deniz', 'consultation.answer', {
    consultation: items.find((c) => c.about === handover)?.id,
    verdict: 'no-objection',
    answer: 'The rules use columns that every delivery has.',
  })
  await stage.act('milo', 'handover.accept', { handover })
  on.step('Elena handed over her validation rules; Deniz, who is Consulted, was asked first, and Milo accepted them.')
}

async function keepRegisters(stage: Stage, project: string, on: Teller): Promise<void> {
  const risk = (title: string, owner: string, fields: Readonly<Record<string, string | number>>) =>
    stage.act('ada', 'item.add', { register: 'risks', project, title, owner, fields })
  await risk('A slipped decimal point puts a sick patient last', stage.id('otto'), {
    kind: 'operational',
    likelihood: 2,
    impact: 5,
    mitigation: 'A range check refuses measurements outside what was seen in training.',
    role: 'mlops-engineer',
    reviewOn: dayIn(30),
  })
  await risk('Small tumours are hardly in the data', stage.id('deniz'), {
    kind: 'data',
    likelihood: 4,
    impact: 3,
    affected: 'Patients with an early finding',
    role: 'data-engineer',
    reviewOn: dayIn(14),
  })
  await stage.act('otto', 'item.add', {
    register: 'tool-decisions',
    title: 'How the model is served',
    fields: {
      area: 'framework',
      need: 'An hourly batch over the reading list',
      options: ['scikit-learn in a scheduled job', 'an online service'],
      chosen: 'scikit-learn in a scheduled job',
      reasons: 'Nobody waits for a single case, and a job is easier to roll back.',
    },
  })
  await stage.act('ada', 'item.add', {
    register: 'opportunities',
    title: 'Remind of follow-up biopsies',
    fields: {
      process: 'Follow-up of unclear findings',
      problem: 'One in nine follow-ups is late.',
      goal: 'product',
      reach: 400,
      impact: 2,
      confidence: 0.8,
      effort: 5,
    },
  })
  on.step(
    'Two risks, a tool decision and the next opportunity (RICE 128) stand in their registers, each with an owner.',
  )
}

async function learn(stage: Stage, project: string, on: Teller): Promise<void> {
  for (const who of ['ada', 'otto', 'elena'] as const) {
    await stage.act(who, 'learning.record', {
      person: stage.id(who),
      title: 'AI literacy for the laboratory',
      kind: 'literacy',
      requirement: 'ai-literacy',
      provider: 'The hospital’s academy',
      on: dayIn(-20),
      link: 'https://example.org/academy/ai-literacy',
    })
  }
  await stage.act('elena', 'adoption.record', {
    project,
    department: 'operations',
    from: dayIn(-14),
    until: dayIn(-1),
    targetUsers: 12,
    activeUsers: 7,
    source: 'Log of the reading list',
  })
  on.step(
    'Three people recorded their AI literacy, as the EU AI Act asks; seven of twelve pathologists read by the new order.',
  )
}

/** The ceremonies are scheduled, and the stand-up that is at hand is held. */
export async function meet(stage: Stage, project: string, on: Teller): Promise<void> {
  const schedule = (kind: string, more: Readonly<Record<string, string>> = {}) =>
    stage.act('ada', 'ceremony.schedule', { project, kind, zone: 'Europe/Berlin', ...more })
  // The laboratory reads every day. Counted from yesterday, one of these meetings is near enough to be held at any hour.
  const { subject: standUp } = await schedule('stand-up', { rule: 'FREQ=DAILY', from: dayIn(-1) })
  for (const kind of ['experiment-review', 'ethics-review', 'retrospective']) await schedule(kind)
  await stage.act('deniz', 'assistance.request', {
    project,
    need: 'Who can get fifty more samples of small tumours from the archive?',
  })
  const { subject: meeting } = await stage.act('ada', 'meeting.start', { ceremony: standUp })
  await stage.act('ada', 'meeting.attend', {
    meeting,
    present: CAST.filter((m) => 'role' in m && m.key !== 'lena').map((m) => stage.id(m.key)),
    excused: [stage.id('lena')],
  })
  await stage.act('ada', 'meeting.minute', {
    meeting,
    text: 'The promoted version goes to a tenth of the list first. Elena looks at the ten cases that moved furthest.',
  })
  await stage.act('ada', 'action.assign', {
    project,
    meeting,
    title: 'Look at the ten cases that moved furthest',
    owner: stage.id('elena'),
    due: dayIn(7),
  })
  await stage.act('ada', 'action.assign', {
    project,
    meeting,
    title: 'Ask the archive for small tumours',
    owner: stage.id('deniz'),
    due: dayIn(14),
  })
  await stage.act('ada', 'meeting.close', { meeting, summary: 'The roll-out begins; two actions.' })
  on.step('The four ceremonies are scheduled. The first stand-up was held: eleven people, minutes, two action items.')
}
