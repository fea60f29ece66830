"""The same evaluation with scikit-learn: `evaluation.py <file> <draws>`."""
import json
import resource
import sys

import numpy as np
import pandas as pd
from sklearn import metrics

path, draws = sys.argv[1], int(sys.argv[2])
rows = pd.read_csv(path)
random = np.random.default_rng(1)


def measures(label, prediction, score):
    return [
        metrics.accuracy_score(label, prediction),
        metrics.precision_score(label, prediction),
        metrics.recall_score(label, prediction),
        metrics.f1_score(label, prediction),
        metrics.roc_auc_score(label, score),
        metrics.log_loss(label, score),
        metrics.brier_score_loss(label, score),
    ]


def evaluate(part):
    label, prediction, score = (part[name].to_numpy() for name in ("label", "prediction", "score"))
    values = measures(label, prediction, score)
    drawn = []
    for _ in range(draws):
        chosen = random.integers(0, len(label), len(label))
        drawn.append(measures(label[chosen], prediction[chosen], score[chosen]))
    intervals = np.quantile(drawn, [0.025, 0.975], axis=0).tolist() if drawn else []
    return values, intervals


results = {"all": evaluate(rows)}
for name, part in rows.groupby("region"):
    results[name] = evaluate(part)
print(json.dumps({"peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
