import type { MetricCondition } from './limits.ts'
import type { MonitoringConfiguration } from './monitoring.ts'
import type { DeploymentPlan, PlanStep } from './plan.ts'

/** What a runbook says beside the plan: names for readers. */
export interface RunbookHead {
  readonly model: string
  readonly versionNumber: number
  readonly replacesNumber?: number
  readonly promotedAt: string
  readonly promotedBy: string
  readonly promotion: string
}

/** Text of others on one line, in which nothing is Markdown or HTML. */
const plain = (text: string): string =>
  text.replaceAll(/[\\`*[\]<>|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ')
const condition = (c: MetricCondition): string => `\`${c.metric}\` ${c.comparator} ${c.threshold} (${plain(c.because)})`

function duration(minutes: number): string {
  if (minutes === 0) return 'stays'
  if (minutes % 1440 === 0) return `${minutes / 1440} d`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

/** How long a step lasts: its time, and the requests without which its conditions say nothing. */
function holdsFor({ minutes, minimumRequests }: PlanStep): string {
  const time = duration(minutes)
  return minimumRequests === undefined || minimumRequests === 0 ? time : `${time}, at least ${minimumRequests} requests`
}

/** The plan and the monitoring of a promotion as a runbook in Markdown, for the person who carries it out. */
export function runbook(head: RunbookHead, plan: DeploymentPlan, monitoring: MonitoringConfiguration): string {
  const replaced =
    head.replacesNumber === undefined ? 'Nothing was live before.' : `It replaces version ${head.replacesNumber}.`
  const lines = [
    `# Runbook: ${plain(head.model)} version ${head.versionNumber}`,
    '',
    `Promoted at ${head.promotedAt} by ${plain(head.promotedBy)} (promotion \`${head.promotion}\`). ${replaced}`,
    '',
    '## Roll out',
    '',
    '| step | traffic | holds for | conditions to go on |',
    '|---|---|---|---|',
    ...plan.steps.map(
      (s, i) => `| ${i + 1}. ${s.kind} | ${s.weight} % | ${holdsFor(s)} | ${s.conditions.map(condition).join('; ')} |`,
    ),
    '',
    '## Roll back',
    '',
    plan.rollback.target === null
      ? 'Target: switch the model off; nothing was live before it.'
      : `Target: version \`${plan.rollback.target}\`.`,
    ...(plan.rollback.describedAs === '' ? [] : ['', `As rehearsed: ${plain(plan.rollback.describedAs)}`]),
    '',
    'At once, when one of these holds for a whole window:',
    '',
    ...plan.rollback.triggers.map((c) => `- ${condition(c)}`),
    '',
    'Steps:',
    '',
    ...(plan.rollback.steps.length === 0
      ? ['1. `muster promotion roll-back`']
      : plan.rollback.steps.map((s, i) => `${i + 1}. ${plain(s)}`)),
    '',
    '## Watch',
    '',
    '| monitor | alert when | look when | window |',
    '|---|---|---|---|',
    ...monitoring.monitors.map(
      (m) =>
        `| ${m.id} | ${condition(m.alertWhen)} | ${m.warnWhen === undefined ? '–' : condition(m.warnWhen)} | ${duration(m.windowMinutes)} |`,
    ),
    '',
    'Alerts go to whoever is accountable for monitoring: `muster responsibility who <project> monitor-and-alert` names them.',
    '',
  ]
  return lines.join('\n')
}
