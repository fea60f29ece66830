// The one entry of the package: everything a user of it may rely on.
export { agreementSettings } from './agreement/agreement.ts'
export type {
  Agreement,
  AgreementQuestion,
  AgreementSettings,
  Coefficient,
  CoefficientName,
  Consensus,
  FileAgreement,
  PairAgreement,
} from './agreement/agreement.ts'
export { measureFileAgreement } from './agreement/agreement-file.ts'
export { krippendorffAlpha } from './agreement/alpha.ts'
export type { AlphaParts, Level } from './agreement/alpha.ts'
export { categoryAgreement, disputedItems, raterAgreement } from './agreement/breakdown.ts'
export type { CategoryAgreement, DisputedItem, RaterAgreement } from './agreement/breakdown.ts'
export { chanceCorrected } from './agreement/chance-corrected.ts'
export type { ChanceCoefficient, CoefficientParts } from './agreement/chance-corrected.ts'
export { cohenKappa, scottPi } from './agreement/cohen-kappa.ts'
export type { CohenKappa } from './agreement/cohen-kappa.ts'
export { dawidSkene } from './agreement/dawid-skene.ts'
export type { DawidSkene } from './agreement/dawid-skene.ts'
export { goldQuality } from './agreement/gold.ts'
export type { GoldQuality } from './agreement/gold.ts'
export { labelCost } from './agreement/label-cost.ts'
export type { LabelCost, RaterCost } from './agreement/label-cost.ts'
export { labelTable, RepeatedLabelError } from './agreement/label-table.ts'
export type { LabelTable } from './agreement/label-table.ts'
export { majorityLabels } from './agreement/majority.ts'
export type { MajorityLabel } from './agreement/majority.ts'
export { measureAgreement } from './agreement/measure-agreement.ts'
export type { LabelExtras } from './agreement/measure-agreement.ts'
export { daviesFleissKappa, lightKappa, raterPairs } from './agreement/rater-pairs.ts'
export type { RaterPair } from './agreement/rater-pairs.ts'
export { ratioPairs } from './agreement/ratio-pairs.ts'
export { unitPatterns } from './agreement/unit-patterns.ts'
export type { UnitPatterns } from './agreement/unit-patterns.ts'
export type { AgreementWeights } from './agreement/weights.ts'
export { wilson } from './agreement/wilson.ts'
export { accuracy } from './evaluation/accuracy.ts'
export { balancedAccuracy } from './evaluation/balanced-accuracy.ts'
export { binomial } from './evaluation/binomial.ts'
export { bootstrapIntervals } from './evaluation/bootstrap.ts'
export type { BootstrapSettings, CountFormula } from './evaluation/bootstrap.ts'
export { brier } from './evaluation/brier.ts'
export { classAverage } from './evaluation/class-average.ts'
export type { Averaging } from './evaluation/class-average.ts'
export { confusionMatrix, oneAgainstRest, rowsOf } from './evaluation/confusion.ts'
export type { BinaryCounts, ConfusionMatrix } from './evaluation/confusion.ts'
export { evaluateFile } from './evaluation/evaluate-file.ts'
export { MEASURE_NAMES } from './evaluation/evaluation.ts'
export type {
  Evaluation,
  EvaluationQuestion,
  IntervalMethod,
  Measure,
  MeasureName,
  Slice,
} from './evaluation/evaluation.ts'
export { f1 } from './evaluation/f1.ts'
export type { Figure } from './evaluation/figure.ts'
export type { Interval } from './evaluation/interval.ts'
export { logLoss } from './evaluation/log-loss.ts'
export { multinomial } from './evaluation/multinomial.ts'
export { percentile } from './evaluation/percentile.ts'
export { precision } from './evaluation/precision.ts'
export { Random } from './evaluation/random.ts'
export { recall } from './evaluation/recall.ts'
export { RankTally, rocAuc } from './evaluation/roc-auc.ts'
export { specificity } from './evaluation/specificity.ts'
export { benjaminiHochberg } from './fairness/benjamini-hochberg.ts'
export { fairnessTable } from './fairness/cells.ts'
export type { FairnessCell, FairnessRows, FairnessTable } from './fairness/cells.ts'
export { combine, differenceOf, disparityTo, ratioOf } from './fairness/disparity.ts'
export type { Against, Convention } from './fairness/disparity.ts'
export type { BootstrapInterval, Estimate } from './fairness/estimate.ts'
export type {
  Comparison,
  Disparity,
  Fairness,
  FairnessGroup,
  FairnessGrouping,
  FairnessQuestion,
  FairnessSettings,
  FileFairness,
  NamedDisparity,
  ReferenceGroup,
} from './fairness/fairness.ts'
export { measureFileFairness } from './fairness/fairness-file.ts'
export { GROUP_METRICS, metricFormula } from './fairness/group-metrics.ts'
export type { GroupMetricName } from './fairness/group-metrics.ts'
export { holm } from './fairness/holm.ts'
export { entropyIndex } from './fairness/inequality.ts'
export { measureFairness } from './fairness/measure-fairness.ts'
export { isWithinBand } from './fairness/parities.ts'
export type { GroupParities, ParityName, Verdict } from './fairness/parities.ts'
export { twoProportions } from './fairness/two-proportions.ts'
export type { Finding } from './findings/finding.ts'
export { forecastDuration } from './forecast/reference-class.ts'
export type { DurationForecast, DurationQuestion } from './forecast/reference-class.ts'
export type { Column } from './scan/columns.ts'
export { SCAN_ERROR_CODES, ScanError } from './scan/scan-error.ts'
export type { ScanErrorCode } from './scan/scan-error.ts'
export { describeFile } from './scan/scan-file.ts'
export type { Progress, ScanOptions, Source } from './scan/scan-file.ts'
export { ColumnProfile } from './sketches/column-profile.ts'
export type { ColumnKind } from './sketches/column-profile.ts'
export { compareColumns } from './sketches/compare-profiles.ts'
export type { BoundedDistance, ColumnDrift } from './sketches/compare-profiles.ts'
export { DistinctSketch } from './sketches/distinct-sketch.ts'
export { FrequentItems } from './sketches/frequent-items.ts'
export { Moments } from './sketches/moments.ts'
export { profileBytes, readProfiles } from './sketches/profile-bytes.ts'
export { profileFile } from './sketches/profile-file.ts'
export type { FileProfile } from './sketches/profile-file.ts'
export { ProfileError } from './sketches/profile-stream.ts'
export type { ProfileErrorCode } from './sketches/profile-stream.ts'
export { QuantileSketch } from './sketches/quantile-sketch.ts'
export type { WeightedPoints } from './sketches/quantile-sketch.ts'
export { quantilesOf, sharesBelow } from './sketches/ranks.ts'
