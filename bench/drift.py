"""The same drift report with NumPy, SciPy and pandas: `drift.py <reference> <current>`.

Evidently's default rule for numeric columns: with more than 1,000 reference rows the Wasserstein distance over the
standard deviation of the reference, else the Kolmogorov-Smirnov test.
"""
import json
import resource
import sys

import numpy as np
import pandas as pd
from scipy import stats


def read(path):
    return pd.read_csv(path) if path.endswith(".csv") else pd.read_parquet(path)


reference, current = (read(path) for path in sys.argv[1:3])
result = {}
for name in reference.columns:
    r = reference[name].replace([np.inf, -np.inf], np.nan).dropna().to_numpy()
    c = current[name].replace([np.inf, -np.inf], np.nan).dropna().to_numpy()
    if len(r) > 1000:
        score = stats.wasserstein_distance(r, c) / max(np.std(r), 0.001)
        result[name] = [score, bool(score >= 0.1)]
    else:
        p = stats.ks_2samp(r, c)[1]
        result[name] = [p, bool(p <= 0.05)]
print(json.dumps({"scores": result, "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
