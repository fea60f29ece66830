import type { Agreement } from '../agreement/agreement.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { Section } from '../report/report.ts'

/** The tables and charts of an agreement; what was not measured has none. */
export function agreementSections(result: Agreement): Section[] {
  return [coefficients, categories, raters, gold, pairs, disputed].flatMap((section) => section(result))
}

function coefficients(result: Agreement): Section[] {
  return [
    {
      title: 'Coefficients',
      text: '1 is full agreement, 0 what chance alone would give.',
      chart: {
        kind: 'intervals',
        most: 1,
        rows: result.coefficients.map(({ name, value, low, high }) => ({ name, value, low, high })),
        band: { low: 0.8, high: 1, label: '0.8 to 1: reliable' },
        line: { at: 0.667, label: '0.667: tentative' },
      },
      table: {
        columns: ['coefficient', 'value', 'interval', 'why not'],
        numeric: [1, 2],
        rows: result.coefficients.map((one) => [one.name, shown(one.value), shownInterval(one), one.reason ?? '']),
      },
    },
  ]
}

function categories({ byCategory }: Agreement): Section[] {
  if (byCategory === null || byCategory.length === 0) return []
  return [
    {
      title: 'By category',
      text: 'Agreement on each category against all others.',
      chart: {
        kind: 'intervals',
        most: 1,
        rows: byCategory.map(({ category, alpha, labels }) => ({
          name: category,
          value: alpha.value,
          low: null,
          high: null,
          n: labels,
        })),
      },
      table: {
        columns: ['category', 'labels', 'alpha'],
        numeric: [1, 2],
        rows: byCategory.map(({ category, labels, alpha }) => [category, shown(labels), shown(alpha.value)]),
      },
    },
  ]
}

function raters({ byRater }: Agreement): Section[] {
  if (byRater === null || byRater.length === 0) return []
  return [
    {
      title: 'By rater',
      table: {
        columns: ['rater', 'labels', 'same as others', 'alpha without them'],
        numeric: [1, 2, 3],
        rows: byRater.map((one) => [one.rater, shown(one.labels), shown(one.agreement), shown(one.alphaWithout)]),
      },
    },
  ]
}

function gold({ gold: quality }: Agreement): Section[] {
  if (quality === null || quality.length === 0) return []
  return [
    {
      title: 'Gold items',
      text: 'How often each rater gave an item its known label.',
      chart: {
        kind: 'intervals',
        least: 0,
        most: 1,
        rows: quality.map(({ rater, share, interval, labels }) => ({
          name: rater,
          value: share,
          ...interval,
          n: labels,
        })),
      },
      table: {
        columns: ['rater', 'gold labels', 'right', 'interval'],
        numeric: [1, 2, 3],
        rows: quality.map((one) => [one.rater, shown(one.labels), shown(one.share), shownInterval(one.interval)]),
      },
    },
  ]
}

function pairs({ pairs: all }: Agreement): Section[] {
  if (all === null || all.length === 0) return []
  return [
    {
      title: 'Pairs of raters',
      isDetail: true,
      table: {
        columns: ['one', 'other', 'items', 'same', 'kappa', 'interval'],
        numeric: [2, 3, 4, 5],
        rows: all.map((pair) => [
          pair.one,
          pair.other,
          shown(pair.items),
          shown(pair.agreement),
          shown(pair.kappa),
          shownInterval(pair),
        ]),
      },
    },
  ]
}

function disputed({ disputed: items }: Agreement): Section[] {
  if (items === null || items.length === 0) return []
  return [
    {
      title: 'Most disputed items',
      isDetail: true,
      table: {
        columns: ['item', 'labels', 'pairs that agree', 'votes'],
        numeric: [1, 2],
        rows: items.map(({ item, labels, agreement, votes }) => [
          item,
          shown(labels),
          shown(agreement),
          votes.map(({ category, count }) => `${category} ${count}`).join(', '),
        ]),
      },
    },
  ]
}
