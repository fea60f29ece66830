"""The same distances from all values with NumPy and SciPy: `sketches.py <reference> <current>`, two .npy files."""
import json
import resource
import sys

import numpy as np
from scipy import stats

one, other = (np.load(path) for path in sys.argv[1:])
ks = []
for x, y in zip(one, other):
    edges = np.quantile(x, np.arange(1, 10) / 10)
    p, q = (np.bincount(np.searchsorted(edges, part), minlength=10) / len(part) for part in (x, y))
    psi = ((p - q) * np.log(np.maximum(p, 1e-4) / np.maximum(q, 1e-4))).sum()
    ks.append(stats.ks_2samp(x, y, method="asymp").statistic)
    stats.wasserstein_distance(x, y)
print(json.dumps({"peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "ks": ks}))
