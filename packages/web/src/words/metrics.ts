import { inLanguage } from './in-language.ts'

const metrics: Readonly<Record<string, string>> = {
  roc_auc: 'ROC AUC',
  mcc: 'MCC',
  f1: 'F1',
  kappa: 'Cohen’s kappa',
  ece: 'calibration error (ECE)',
  brier: 'Brier score',
  mae: 'MAE',
  rmse: 'RMSE',
  mape: 'MAPE',
  r2: 'R²',
  'cost.monthly': 'monthly cost',
}

const words = inLanguage({ en: { metrics } })

/** What a measure is called. Example: `metricName('balanced_accuracy') // 'balanced accuracy'` */
export const metricName = (name: string): string => words.metrics[name] ?? name.replaceAll('_', ' ')
