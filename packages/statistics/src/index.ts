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
export { compareVersionsFile } from './comparison/compare-versions.ts'
export type {
  Compared,
  Comparison as VersionComparison,
  ComparisonQuestion,
  VersionColumns,
} from './comparison/comparison.ts'
export { verdictOf } from './comparison/verdict.ts'
export type { ComparisonVerdict } from './comparison/verdict.ts'
export type { ColumnDrift, DriftEffect, DriftMeasure, Verdict } from './drift/column-drift.ts'
export { COLUMN_KINDS } from './drift/column-kinds.ts'
export type { ColumnKind } from './drift/column-kinds.ts'
export { categoricalColumn } from './drift/column.ts'
export type { CategoricalColumn, NumericColumn } from './drift/column.ts'
export { domainClassifier } from './drift/domain-classifier.ts'
export type { Separation } from './drift/domain-classifier.ts'
export { distributionReach, shareReach } from './drift/drift-interval.ts'
export { driftOfFiles } from './drift/drift-file.ts'
export type { DriftColumn, DriftMode, DriftQuestion, DriftReport } from './drift/drift-report.ts'
export { embeddingDrift } from './drift/embedding-drift.ts'
export { estimateOfFiles } from './drift/estimate-files.ts'
export type { EstimateQuestion, PerformanceEstimate } from './drift/estimate-files.ts'
export { estimateClassification } from './drift/estimated-classification.ts'
export type { ClassifierRows, EstimatedMeasure } from './drift/estimated-classification.ts'
export { estimateRegression } from './drift/estimated-regression.ts'
export type { RegressionRows } from './drift/estimated-regression.ts'
export { EVIDENTLY_TESTS, evidentlyDefault, evidentlyDrift } from './drift/evidently.ts'
export type { EvidentlyResult, EvidentlyTest } from './drift/evidently.ts'
export { hellinger } from './drift/hellinger.ts'
export { isotonic, isotonicAt } from './drift/isotonic.ts'
export type { Isotonic } from './drift/isotonic.ts'
export { jensenShannon } from './drift/jensen-shannon.ts'
export { kullbackLeibler } from './drift/kullback-leibler.ts'
export { mmdTest } from './drift/mmd.ts'
export type { MmdResult } from './drift/mmd.ts'
export type { MultivariateDrift } from './drift/multivariate-drift.ts'
export { nannymlDrift } from './drift/nannyml.ts'
export type { NannymlResult } from './drift/nannyml.ts'
export { numericSample } from './drift/numeric-sample.ts'
export type { NumericSample } from './drift/numeric-sample.ts'
export { psi } from './drift/psi.ts'
export { categoricalDrift, numericDrift } from './drift/recommended.ts'
export { sampleDistances } from './drift/sample-distances.ts'
export type { SampleDistances } from './drift/sample-distances.ts'
export { streamedDistances } from './drift/streamed-distances.ts'
export { textDrift } from './drift/text-drift.ts'
export { largestShareDifference, totalVariation } from './drift/total-variation.ts'
export { beta } from './distributions/beta.ts'
export { binomialDistribution } from './distributions/binomial-distribution.ts'
export { chiSquare } from './distributions/chi-square.ts'
export type { Distribution } from './distributions/distribution.ts'
export { fDistribution } from './distributions/f-distribution.ts'
export { logBeta, logGamma } from './distributions/gamma-function.ts'
export { gamma } from './distributions/gamma.ts'
export { hypergeometric } from './distributions/hypergeometric.ts'
export { incompleteBeta } from './distributions/incomplete-beta.ts'
export { incompleteGamma } from './distributions/incomplete-gamma.ts'
export { kolmogorov, kolmogorovLimit } from './distributions/kolmogorov.ts'
export { noncentralChiSquare, noncentralF } from './distributions/noncentral-chi-square.ts'
export { noncentralT } from './distributions/noncentral-t.ts'
export { normal, twoSidedNormal } from './distributions/normal.ts'
export { increasingRoot } from './distributions/root.ts'
export { smirnovTwoSample } from './distributions/smirnov-two-sample.ts'
export { studentT } from './distributions/student-t.ts'
export type { MeasuredValue } from './findings/analysis.ts'
export type { Finding } from './findings/finding.ts'
export { andersonDarling } from './hypothesis/anderson-darling.ts'
export { chiSquareTest } from './hypothesis/chi-square-test.ts'
export { benjaminiHochberg, holm } from './hypothesis/corrections.ts'
export { cramerVonMises } from './hypothesis/cramer-von-mises.ts'
export { deLong } from './hypothesis/delong.ts'
export { fisherExact } from './hypothesis/fisher-exact.ts'
export { kolmogorovSmirnov } from './hypothesis/kolmogorov-smirnov.ts'
export { kruskalWallis } from './hypothesis/kruskal-wallis.ts'
export { mannWhitney } from './hypothesis/mann-whitney.ts'
export { mcNemar } from './hypothesis/mcnemar.ts'
export { momentsOf } from './hypothesis/moments.ts'
export { permutationTest } from './hypothesis/permutation-test.ts'
export { isSparse, moverDifference, moverMean, moverRatio, pairedShareDifference } from './hypothesis/mover.ts'
export type { Bounded } from './hypothesis/mover.ts'
export { clopperPearson, shareDifference, wilsonInterval } from './hypothesis/proportions.ts'
export {
  detectableEffectOfMeans,
  detectableProportion,
  powerOfGroups,
  powerOfMeans,
  powerOfProportions,
  sampleSizeOfMcNemar,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
} from './hypothesis/sample-size.ts'
export type { Design } from './hypothesis/sample-size.ts'
export { tTest } from './hypothesis/t-test.ts'
export { HYPOTHESIS_TESTS, testFile } from './hypothesis/test-file.ts'
export type { HypothesisQuestion, HypothesisTest, TestedColumn, TestedFile } from './hypothesis/test-file.ts'
export { testFinding } from './hypothesis/test-finding.ts'
export type { Effect, TestResult } from './hypothesis/test-result.ts'
export { twoProportions } from './hypothesis/two-proportions.ts'
export { accuracy } from './evaluation/accuracy.ts'
export { averagePrecision, PrecisionTally } from './evaluation/average-precision.ts'
export { balancedAccuracy } from './evaluation/balanced-accuracy.ts'
export { accelerationOf, bcaInterval } from './evaluation/bca.ts'
export type { LeftOut } from './evaluation/bca.ts'
export { bootstrapCounts } from './evaluation/bootstrap-counts.ts'
export { binomial } from './evaluation/binomial.ts'
export { bootstrapIntervals } from './evaluation/bootstrap.ts'
export type { BootstrapSettings, CountFormula } from './evaluation/bootstrap.ts'
export { brier } from './evaluation/brier.ts'
export { CalibrationTally } from './evaluation/calibration.ts'
export type { BrierParts, CalibrationBin } from './evaluation/calibration.ts'
export { classKappa } from './evaluation/class-kappa.ts'
export { classAverage } from './evaluation/class-average.ts'
export type { Averaging } from './evaluation/class-average.ts'
export { confusionMatrix, oneAgainstRest, rowsOf } from './evaluation/confusion.ts'
export type { BinaryCounts, ConfusionMatrix } from './evaluation/confusion.ts'
export { evaluateFile } from './evaluation/evaluate-file.ts'
export { MEASURE_NAMES } from './evaluation/evaluation.ts'
export type {
  ClassDetail,
  Evaluation,
  EvaluationQuestion,
  IntervalChoice,
  IntervalMethod,
  Measure,
  MeasureName,
  ScoreCurves,
  Slice,
} from './evaluation/evaluation.ts'
export type { DrawOptions } from './evaluation/draw-settings.ts'
export { f1 } from './evaluation/f1.ts'
export type { Figure } from './evaluation/figure.ts'
export type { Interval } from './evaluation/interval.ts'
export { lift, TopTally } from './evaluation/lift.ts'
export type { TopCounts } from './evaluation/lift.ts'
export { logLoss } from './evaluation/log-loss.ts'
export { matthews } from './evaluation/matthews.ts'
export { multinomial } from './evaluation/multinomial.ts'
export { bootstrapParts, Parts } from './evaluation/parts.ts'
export type { BootstrapKind, SumFormula } from './evaluation/parts.ts'
export { percentile } from './evaluation/percentile.ts'
export { precision } from './evaluation/precision.ts'
export { Random } from './evaluation/random.ts'
export { recall } from './evaluation/recall.ts'
export { RankTally, rocAuc } from './evaluation/roc-auc.ts'
export { specificity } from './evaluation/specificity.ts'
export { ThresholdCurve } from './evaluation/threshold-curve.ts'
export type { ThresholdPoint } from './evaluation/threshold-curve.ts'
export { utility } from './evaluation/utility.ts'
export type { CellValue } from './evaluation/utility.ts'
export { commandScorer } from './explanation/command-scorer.ts'
export type { ScoringCommand } from './explanation/command-scorer.ts'
export { endpointScorer } from './explanation/endpoint-scorer.ts'
export type { ScoringEndpoint } from './explanation/endpoint-scorer.ts'
export { compareRerun } from './rerun/compare-rerun.ts'
export type { Rerun, RerunColumn, RerunQuestion } from './rerun/rerun.ts'
export { importShap } from './explanation/import-shap.ts'
export type { Additivity, ShapImportance, ShapQuestion, ShapSummary } from './explanation/import-shap.ts'
export type { LossName } from './explanation/loss.ts'
export { partialDependence } from './explanation/partial-dependence.ts'
export type {
  DependenceCurve,
  DependencePoint,
  DependenceQuestion,
  PartialDependence,
} from './explanation/partial-dependence.ts'
export { permutationImportance } from './explanation/permutation-importance.ts'
export type {
  FeatureImportance,
  ImportanceQuestion,
  PermutationImportance,
} from './explanation/permutation-importance.ts'
export { readRecordedScores, SCORES_SCHEMA, ScoreRecorder } from './explanation/recorded-scores.ts'
export type { RecordedScores } from './explanation/recorded-scores.ts'
export { SCORER_ERROR_CODES, ScorerError } from './explanation/scorer.ts'
export type { Scorer, ScorerRows } from './explanation/scorer.ts'
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
export { entropyIndex } from './fairness/inequality.ts'
export { measureFairness } from './fairness/measure-fairness.ts'
export { isWithinBand } from './fairness/parities.ts'
export { checkDataQuality } from './quality/check-quality.ts'
export { OdcsError, rulesOfOdcs } from './quality/odcs.ts'
export type { OdcsRules, UnknownRule } from './quality/odcs.ts'
export type { DataQuality, QualityCheck, QualityColumn, QualityQuestion } from './quality/quality.ts'
export type { Must, QualityMetric, QualityRule, ValueType } from './quality/rule.ts'
export { isMet, mustText } from './quality/rule.ts'
export { schemaChange } from './quality/schema-change.ts'
export type { SchemaChange, TypeChange } from './quality/schema-change.ts'
export { evaluateMultilabelFile } from './multilabel/evaluate-multilabel.ts'
export type { LabelDetail, MultilabelEvaluation, MultilabelQuestion } from './multilabel/evaluate-multilabel.ts'
export { evaluateRankingFile } from './ranking/evaluate-ranking.ts'
export type { RankingEvaluation, RankingQuestion } from './ranking/evaluate-ranking.ts'
export { discountedGain, listPrecision, normalisedGain, reciprocalRank, topOf } from './ranking/rank-list.ts'
export type { Run } from './ranking/rank-list.ts'
export { normalCrps, normalLogScore } from './regression/crps.ts'
export { evaluateRegressionFile } from './regression/evaluate-regression.ts'
export type { RegressionEvaluation, RegressionQuestion } from './regression/regression.ts'
export { intervalScore, pinballLoss } from './regression/sums.ts'
export type { GroupParities, ParityName, ParityVerdict } from './fairness/parities.ts'
export { forecastDuration } from './forecast/reference-class.ts'
export type { DurationForecast, DurationQuestion } from './forecast/reference-class.ts'
export { benchmarkRequests } from './requests/benchmark-requests.ts'
export { quantileRanks } from './requests/quantile-ranks.ts'
export type { QuantileRanks } from './requests/quantile-ranks.ts'
export type { RequestGroup, RequestsBenchmark, RequestsQuestion } from './requests/requests.ts'
export { throughput } from './requests/throughput.ts'
export type { Column } from './scan/columns.ts'
export { SCAN_ERROR_CODES, ScanError } from './scan/scan-error.ts'
export type { ScanErrorCode } from './scan/scan-error.ts'
export { describeFile } from './scan/scan-file.ts'
export type { Progress, ScanOptions, Source } from './scan/scan-file.ts'
export { ColumnProfile } from './sketches/column-profile.ts'
export type { ProfileKind } from './sketches/column-profile.ts'
export { compareColumns } from './sketches/compare-profiles.ts'
export type { BoundedDistance, ProfileDrift } from './sketches/compare-profiles.ts'
export { DistinctSketch } from './sketches/distinct-sketch.ts'
export { FrequentItems } from './sketches/frequent-items.ts'
export { Moments } from './sketches/moments.ts'
export { profileBytes, readProfiles } from './sketches/profile-bytes.ts'
export { profileFile } from './sketches/profile-file.ts'
export { profileFiles } from './sketches/profile-files.ts'
export type { FileProfile } from './sketches/profile-file.ts'
export { ProfileError } from './sketches/profile-stream.ts'
export type { ProfileErrorCode } from './sketches/profile-stream.ts'
export { QuantileSketch } from './sketches/quantile-sketch.ts'
export type { WeightedPoints } from './sketches/quantile-sketch.ts'
export { quantilesOf, sharesBelow } from './sketches/ranks.ts'
export type { AgreementOptions } from './analyses/agreement.ts'
export { reportOf, sliceName, sourceAs } from './analyses/analysis.ts'
export type { AnalysisInput, AnalysisResult } from './analyses/analysis.ts'
export { evaluationParts } from './analyses/evaluate.ts'
export { recordScores } from './analyses/explain.ts'
export type { ExplainOptions } from './analyses/explain.ts'
export { measuredParts } from './analyses/measured-parts.ts'
export { PROFILE_ENDING } from './analyses/profile.ts'
export { ANALYSES, measure } from './analyses/table.ts'
export type { AnalysisName, Measurement, OptionsOf } from './analyses/table.ts'
export { htmlReport } from './report/html.ts'
export { markdownReport } from './report/markdown.ts'
export { readReport } from './report/read-report.ts'
export { REPORT_SCHEMA } from './report/report.ts'
export type {
  Chart,
  IntervalRow,
  LinePoint,
  Report,
  ReportFact,
  ReportFinding,
  ReportMeasure,
  ReportParts,
  ReportSource,
  Section,
  Table,
} from './report/report.ts'
export { readEvidently } from './imports/evidently.ts'
export type { EvidentlyNumber, EvidentlyReport } from './imports/evidently.ts'
export { readJUnit } from './imports/junit.ts'
export type { TestCase, TestState } from './imports/junit.ts'
export { nearestNames } from './scan/columns.ts'
