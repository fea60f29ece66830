import { brief, counted, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { DataQuality, QualityCheck } from './quality.ts'

type Measured = Omit<DataQuality, 'findings'>

/** Whether the data may be used, what is wrong first, and how much of it is looked at at all. */
export function qualityFindings(result: Measured): Finding[] {
  const { checks, columns, rows, caveats } = result
  const passed = checks.filter(({ status }) => status === 'passed').length
  const failed = checks.filter(({ status, severity }) => status !== 'passed' && severity === 'error')
  const tested = columns.filter((column) => column.checks > 0).length
  const share = columns.length === 0 ? 0 : tested / columns.length
  const summary: Finding =
    checks.length === 0
      ? {
          title: 'Nothing was checked',
          sentence: `The file has ${counted(rows, 'row')} and ${counted(columns.length, 'column')}; there is no rule.`,
          caveats,
          next: 'Write rules for the columns that decisions rest on.',
        }
      : {
          title: failed.length === 0 ? 'The data keep all rules' : `The data break ${counted(failed.length, 'rule')}`,
          sentence:
            `${counted(passed, 'rule')} of ${checks.length} ${passed === 1 ? 'is' : 'are'} met on ${counted(rows, 'row')}; ` +
            `${tested} of ${counted(columns.length, 'column')} (${percent(share)}) ${tested === 1 ? 'is' : 'are'} under test.`,
          caveats,
          next:
            failed.length === 0
              ? 'Add rules for the columns that have none.'
              : 'Mend the data or the rule; do not train on rows that break it.',
        }
  return [summary, ...failed.slice(0, 10).map((check) => failure(check, rows))]
}

function failure(check: QualityCheck, rows: number): Finding {
  const { name, value, unit, must, reason, status, examples } = check
  if (status === 'not-run' || value === null) {
    return {
      subject: name,
      title: `${name}: could not be checked`,
      sentence: `${reason ?? 'There is no reason'}.`,
      caveats: ['What was not checked counts as not met.'],
      next: 'Mend the rule or bring the column.',
    }
  }
  const all = counted(rows, 'row')
  const found = {
    rows: `${brief(value)} of ${all}`,
    percent: `${brief(value)} % of ${all}`,
    hours: `${brief(value)} hours`,
    values: `${brief(value)} in ${all}`,
  }[unit]
  const such =
    examples.length === 0
      ? ''
      : `, such as ${examples
          .slice(0, 3)
          .map((one) => JSON.stringify(one))
          .join(', ')}`
  return {
    subject: name,
    title: `${name}: not met`,
    sentence: `Found ${found}${such}; it must be ${must.replace(/^= /, '')}.`,
    caveats: [],
    next: 'Find where these values come from before filling or dropping them.',
  }
}
