/** Every address of the app. Pages link with these, so that an address is written once. */
export const at = {
  inbox: () => '/',
  signIn: () => '/sign-in',
  start: () => '/start',
  projects: () => '/projects',
  project: (project: string) => `/projects/${project}`,
  gates: (project: string) => `/projects/${project}/gate`,
  gate: (project: string, version: string) => `/projects/${project}/gate/${version}`,
  experiments: (project: string) => `/projects/${project}/experiments`,
  experiment: (project: string, experiment: string) => `/projects/${project}/experiments/${experiment}`,
  models: (project: string) => `/projects/${project}/models`,
  model: (project: string, model: string) => `/projects/${project}/models/${model}`,
  version: (project: string, version: string) => `/projects/${project}/versions/${version}`,
  evidence: (project: string, evidence: string) => `/projects/${project}/evidence/${evidence}`,
  entry: (seq: number) => `/ledger/${seq}`,
} as const
