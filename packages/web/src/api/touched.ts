const PROJECT = /prj_[0-9A-Z]{26}/g

/** Whether what is known under a key may have changed: it is about none of the projects named, or about no project at all. */
export function isTouched(key: unknown, projects: ReadonlySet<string>): boolean {
  const about = JSON.stringify(key).match(PROJECT)
  return about === null || projects.size === 0 || about.some((project) => projects.has(project))
}
