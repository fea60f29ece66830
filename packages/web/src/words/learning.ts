import { inLanguage } from './in-language.ts'

const asked: Readonly<Record<string, string>> = { law: 'the law', policy: 'a policy', advice: 'advice' }

/** Texts of learning and adoption. */
export const words = inLanguage({
  en: {
    title: 'Learning and adoption',
    titleAll: 'Learning',
    about:
      'What people should have learnt for their roles, what is on record, and how many of those who are to use the result do. Nothing is blocked by a record that is missing.',
    aboutAll:
      'What people should have learnt for their roles, and what is on record. Administrators and auditors see everybody, others themselves.',
    mine: 'Record yours on your page',
    coverage: 'Coverage',
    askedBy: 'asked by',
    asked,
    of: (held: number, all: number) => `${held} of ${all}`,
    bar: (title: string, held: number, all: number) => `${title}: ${held} of ${all}`,
    nothing: 'Nothing is asked of anybody here',
    nothingHelp:
      'A pack of kind "learning" says what people of a role should have learnt. Assign people to roles, or apply such a pack.',
    byRole: 'By role',
    people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    literacy: 'AI literacy',
    all: 'All that is asked',
    ends: 'Ended, or ends soon',
    noEnds: 'Nothing that is on record ends soon.',
    lacking: (count: number) => (count === 1 ? '1 record is missing' : `${count} records are missing`),
    spent: 'Spent on it so far',
    trainings: 'Trainings for departments',
    recordTraining: 'Record a training',
    noTrainings:
      'No training was recorded. When a department was shown how to use the result, say how many came: who they were is not asked.',
    attendees: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    by: 'by',
    shows: 'what shows it',
    adoption: 'Adoption by department',
    recordAdoption: 'Record the adoption',
    recordHelp: 'How many people of a department used it in a period, of how many who are to.',
    department: 'Department',
    noAdoption:
      'Nobody has measured the use yet. Count for a period how many of those who are to use it did; the trend begins with the second.',
    unmeasured: 'Not measured',
    use: 'use it',
    points: (points: string, isMore: boolean) => `${isMore ? '+' : ''}${points} points since the period before`,
    once: 'measured once: a trend begins with the second period',
    trained: (count: number) => (count === 0 ? 'nobody was trained' : `${count} were trained`),
    trend: (department: string) => `Adoption in ${department} over time`,
    caution: 'That training and use rise together does not say that one is the cause.',
  },
})
