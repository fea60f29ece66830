import { inLanguage } from './in-language.ts'

const kinds: Readonly<Record<string, string>> = {
  consultation: 'Consultation',
  handover: 'Handover',
  deliverable: 'Deliverable',
  review: 'Review',
  approval: 'Approval',
  promotion: 'Promotion',
  submission: 'Submission',
  action: 'Action',
  poll: 'Poll',
  check: 'Check',
  reminder: 'Reminder',
}

const act: Readonly<Record<string, string>> = {
  'consultation.answer': 'Answer',
  'handover.accept': 'Accept',
  'handover.submit': 'Look at it and hand over',
  'review.give': 'Look at it and review',
  'approval.give': 'Look at it and approve',
  'promotion.promote': 'Look at it and promote',
  'gate.submit': 'Look at it and submit',
  'action.complete': 'Done',
}

/** Texts of what needs me now. */
export const words = inLanguage({
  en: {
    title: 'What needs me',
    about: (count: number) =>
      count === 0
        ? 'Nothing waits for you.'
        : count === 1
          ? 'One thing waits for you.'
          : `${count} things wait for you.`,
    waiting: 'Waits for you',
    nothing: 'Nothing waits for you',
    nothingHelp:
      'Consultations, reviews, approvals, handovers, deliverables and actions appear here as soon as the rules want them from you.',
    news: 'What you were told',
    noNews: 'No news',
    noNewsHelp: 'You hear here of what was done in activities in which you are Informed.',
    order: 'Order',
    longest: 'Waits longest',
    blocking: 'Blocks most',
    blocks: (steps: number) =>
      steps === 1 ? 'one step of others waits for it' : `${steps} steps of others wait for it`,
    sole: 'only you can do it',
    since: 'asked',
    due: 'due',
    open: 'Open',
    readAll: 'Mark all as read',
    unread: (count: number) => (count === 1 ? '1 unread' : `${count} unread`),
    new: 'new',
    keys: 'j and k choose, Enter opens, a acts',
    kinds,
    act,
  },
})
