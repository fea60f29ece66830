"""Nominal alpha with NumPy, by counting the labels of every unit: `agreement.py <file>`."""
import json
import resource
import sys

import numpy as np
import pandas as pd

rows = pd.read_csv(sys.argv[1])
unit, _ = pd.factorize(rows["item"])
label, names = pd.factorize(rows["label"])
counts = np.zeros((unit.max() + 1, len(names)))
np.add.at(counts, (unit, label), 1)
size = counts.sum(1)
counts, size = counts[size > 1], size[size > 1]
observed = ((size**2 - (counts**2).sum(1)) / (size - 1)).sum() / size.sum()
totals, n = counts.sum(0), size.sum()
expected = (n**2 - (totals**2).sum()) / (n * (n - 1))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"peakMb": peak, "alpha": 1 - observed / expected}))
