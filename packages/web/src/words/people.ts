import { inLanguage } from './in-language.ts'

/** Texts of signing in and of the first start. */
export const words = inLanguage({
  en: {
    signIn: {
      title: 'Sign in',
      email: 'E-mail address',
      password: 'Password',
      submit: 'Sign in',
      lost: 'Lost your password? An administrator of this workspace makes you a new link.',
      notOpen:
        'This workspace is not open yet. Its first administrator opens the link that the server printed when it was started.',
      first: 'The first administrator opens the link that the server printed when it was started.',
    },
    password: {
      label: 'Password',
      hint: 'At least 12 characters. A sentence of four or five words is easy to remember and hard to guess.',
    },
    setup: {
      title: 'Open this workspace',
      about:
        'You become its first administrator: you register people, apply packs and make backups. It gives you no right to approve anything.',
      name: 'Your name',
      email: 'Your e-mail address',
      emailHint: 'You sign in with it. It stays on this server and out of the ledger.',
      submit: 'Create the first administrator',
      noCode: 'This address lacks its one-time code. Open the whole link that the server printed.',
    },
    welcome: {
      title: 'Choose your password',
      about: 'You were registered by an administrator of this workspace. This link works once.',
      submit: 'Set the password',
      done: 'Your password is set.',
      toSignIn: 'Go to sign-in',
    },
    example: {
      title: 'Begin with the worked example',
      about:
        'A real model on real data goes from idea to production, by twelve people, refusals included. It is for looking around: it stays in this workspace. Leave it out to begin empty.',
      load: 'Load the worked example',
      loading: 'Loading the worked example',
      done: 'The worked example is here',
      password: 'All of its people share this password, which is shown once',
      open: 'Open its project',
    },
    start: {
      title: 'Set up your workspace',
      about: 'Three steps, in any order; each can be done later, too.',
      steps: { people: 'Invite people', packs: 'Packs', project: 'First project' },
      people:
        'Everybody you register gets a one-time link with which they choose a password. Send it by a way that only they read.',
      register: 'Register a person',
      registered: 'Registered so far',
      link: 'One-time link',
      packs:
        'Roles, RACI matrices, gates and more come as packs: data, not code. These are applied; a project follows the ones it chooses, and changes there by a decision of its own.',
      project:
        'A project is the thing that travels from idea to live. You name who leads it; they staff it and write down what success means.',
      create: 'Create a project',
      toPacks: 'Look at the packs, or apply one',
      inbox: 'Go to what needs me',
    },
  },
})
