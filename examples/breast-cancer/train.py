#!/usr/bin/python3
"""Trains two candidates on the Breast Cancer Wisconsin (Diagnostic) data and writes everything in this folder that is
measured: the predictions, the models, safety.json, cost.json and measurements.json.

    apt-get install python3-sklearn
    /usr/bin/python3 examples/breast-cancer/train.py

The data come with scikit-learn; nothing is downloaded. Every random choice has the seed below, so a second run writes the
same predictions. Times in cost.json are measured anew and differ a little from run to run.
"""
import csv
import hashlib
import json
import pathlib
import platform
import time

import joblib
import numpy
import scipy.stats
import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 20240611
TEST_SHARE = 0.4
THRESHOLD = 0.5
HERE = pathlib.Path(__file__).parent

raw = load_breast_cancer()
# The library codes malignant as 0. Here 1 is malignant: the class that must not be missed is the positive one.
malignant = (raw.target == 0).astype(int)
rows = numpy.arange(len(malignant))
train, test = train_test_split(rows, test_size=TEST_SHARE, random_state=SEED, stratify=malignant)

# The size bands are cut on the training rows only: a cut on all rows would let the test rows speak.
RADIUS = list(raw.feature_names).index("mean radius")
low_cut, high_cut = numpy.quantile(raw.data[train, RADIUS], [1 / 3, 2 / 3])


def size_band(radius):
    return "small" if radius <= low_cut else "medium" if radius <= high_cut else "large"


def new_models():
    return {
        "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000, random_state=SEED)),
        "forest": RandomForestClassifier(n_estimators=150, min_samples_leaf=2, random_state=SEED, n_jobs=1),
    }


def digest(path):
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(name, content):
    (HERE / name).write_text(json.dumps(content, indent=2) + "\n")


def exact_interval(hits, of, level=0.95):
    """Clopper and Pearson (1934)."""
    low = 0.0 if hits == 0 else scipy.stats.beta.ppf((1 - level) / 2, hits, of - hits + 1)
    high = 1.0 if hits == of else scipy.stats.beta.ppf((1 + level) / 2, hits + 1, of - hits)
    return {"value": hits / of, "low": float(low), "high": float(high), "count": int(hits), "of": int(of)}


def write_predictions(name, scores):
    with (HERE / "data" / f"predictions-{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row_id", "label", "prediction", "score", "tumour_size"])
        for row, score in zip(test, scores):
            writer.writerow(
                [
                    row,
                    "malignant" if malignant[row] else "benign",
                    "malignant" if score >= THRESHOLD else "benign",
                    repr(float(score)),
                    size_band(raw.data[row, RADIUS]),
                ]
            )


def safety_of(model, scores):
    """What can go wrong for a patient, and what happens to inputs that are not as in training. All measured on test rows."""
    x, y = raw.data[test], malignant[test]
    decided = (scores >= THRESHOLD).astype(int)
    missed = int(((decided == 0) & (y == 1)).sum())
    alarms = int(((decided == 1) & (y == 0)).sum())
    by_size = {}
    for band in ["small", "medium", "large"]:
        chosen = numpy.array([size_band(r) == band for r in x[:, RADIUS]]) & (y == 1)
        if chosen.any():
            by_size[band] = exact_interval(int((decided[chosen] == 0).sum()), int(chosen.sum()))
    spread = raw.data[train].std(axis=0)
    chance = numpy.random.default_rng(SEED)
    noise = []
    for strength in [0.05, 0.1, 0.25, 0.5]:
        flips, misses, areas = [], [], []
        for _ in range(50):
            noisy = model.predict_proba(x + chance.normal(0, 1, x.shape) * spread * strength)[:, 1]
            flips.append(float(((noisy >= THRESHOLD).astype(int) != decided).mean()))
            misses.append(float((noisy[y == 1] < THRESHOLD).mean()))
            areas.append(float(roc_auc_score(y, noisy)))
        noise.append(
            {
                "noise_in_standard_deviations": strength,
                "repetitions": 50,
                "decisions_changed_mean": float(numpy.mean(flips)),
                "false_negative_rate_mean": float(numpy.mean(misses)),
                "roc_auc_mean": float(numpy.mean(areas)),
            }
        )
    return {
        "false_negative_rate": exact_interval(missed, int((y == 1).sum())),
        "false_positive_rate": exact_interval(alarms, int((y == 0).sum())),
        "false_negative_rate_by_tumour_size": by_size,
        "noise": noise,
        "inputs": inputs_of(model, x, decided),
    }


def inputs_of(model, x, decided):
    """Missing values, and values ten times too large (a slipped decimal point): one feature at a time, every feature."""
    first = x[:1].copy()
    first[0, 0] = numpy.nan
    try:
        model.predict_proba(first)
        missing = "accepted"
    except ValueError:
        missing = "refused"
    changed, refused = [], 0
    for feature in range(x.shape[1]):
        slipped = x.copy()
        slipped[:, feature] *= 10
        try:
            changed.append(float(((model.predict_proba(slipped)[:, 1] >= THRESHOLD).astype(int) != decided).mean()))
        except ValueError:
            refused += 1
            changed.append(0.0)
    worst = int(numpy.argmax(changed))
    caught = int((x[:, RADIUS] * 10 > raw.data[train, RADIUS].max()).sum())
    filled = x.copy()
    filled[:, RADIUS] = raw.data[train, RADIUS].mean()
    return {
        "missing_value": missing,
        "decisions_changed_when_mean_radius_is_replaced_by_its_training_mean": float(
            ((model.predict_proba(filled)[:, 1] >= THRESHOLD).astype(int) != decided).mean()
        ),
        "ten_times_too_large": {
            "features_for_which_the_model_refused": refused,
            "decisions_changed_mean_over_features": float(numpy.mean(changed)),
            "decisions_changed_worst": changed[worst],
            "worst_feature": str(raw.feature_names[worst]),
            "mean_radius_rows_a_range_check_would_catch": caught,
            "rows": int(len(x)),
        },
    }


def milliseconds_per_prediction(model):
    one = raw.data[test][:1]
    times = []
    for _ in range(200):
        begin = time.perf_counter()
        model.predict_proba(one)
        times.append((time.perf_counter() - begin) * 1000)
    return {"p50": float(numpy.median(times)), "p95": float(numpy.quantile(times, 0.95)), "repetitions": 200}


ASSUMPTIONS = {
    "requests_per_month": 50_000,
    "vcpu_hour_eur": 0.05,
    "utilisation": 0.3,
    "fixed_eur_per_month": 20.0,
    "budget_eur_per_month": 50.0,
    "notes": [
        "requests_per_month, the prices and the budget are assumptions of this example, not quotes",
        "one request is one case, predicted alone, on one vCPU",
        "a server is busy for `utilisation` of the time that is paid for",
        "fixed costs are storage, logs and a small always-on instance; people's time is not included",
    ],
}


def cost_of(latency):
    busy_hours = ASSUMPTIONS["requests_per_month"] * latency["p95"] / 1000 / 3600
    compute = busy_hours / ASSUMPTIONS["utilisation"] * ASSUMPTIONS["vcpu_hour_eur"]
    return {
        "milliseconds_per_prediction": latency,
        "compute_eur_per_month": round(compute, 4),
        "total_eur_per_month": round(compute + ASSUMPTIONS["fixed_eur_per_month"], 4),
        "eur_per_1000_predictions": round(
            (compute + ASSUMPTIONS["fixed_eur_per_month"]) / ASSUMPTIONS["requests_per_month"] * 1000, 4
        ),
    }


def save_logistic(model):
    scaler, regression = model.named_steps["standardscaler"], model.named_steps["logisticregression"]
    write_json(
        "model/logistic.json",
        {
            "kind": "logistic regression on standardised features",
            "formula": "p(malignant) = 1 / (1 + exp(-(intercept + sum(coefficient * (x - mean) / scale))))",
            "intercept": float(regression.intercept_[0]),
            "features": [
                {"name": str(n), "mean": float(m), "scale": float(s), "coefficient": float(c)}
                for n, m, s, c in zip(raw.feature_names, scaler.mean_, scaler.scale_, regression.coef_[0])
            ],
        },
    )
    return HERE / "model" / "logistic.json"


def save_forest(model):
    path = HERE / "model" / "forest.joblib"
    joblib.dump(model, path, compress=("xz", 9))
    return path


safety, cost, summary = {}, {}, {}
for name, model in new_models().items():
    begin = time.perf_counter()
    model.fit(raw.data[train], malignant[train])
    fit_seconds = time.perf_counter() - begin
    scores = model.predict_proba(raw.data[test])[:, 1]
    write_predictions(name, scores)
    path = save_logistic(model) if name == "logistic" else save_forest(model)
    safety[name] = safety_of(model, scores)
    cost[name] = {**cost_of(milliseconds_per_prediction(model)), "training_seconds": round(fit_seconds, 3)}
    predictions = HERE / "data" / f"predictions-{name}.csv"
    summary[name] = {
        "model_file": f"model/{path.name}",
        "model_digest": digest(path),
        "model_bytes": path.stat().st_size,
        "predictions_file": f"data/{predictions.name}",
        "predictions_digest": digest(predictions),
        "test_accuracy": float(((scores >= THRESHOLD).astype(int) == malignant[test]).mean()),
        "test_roc_auc": float(roc_auc_score(malignant[test], scores)),
    }

write_json(
    "safety.json",
    {
        "about": "false negatives are malignant tumours called benign; measured by train.py on the held-out test rows",
        "threshold": THRESHOLD,
        "interval": "Clopper-Pearson, 95 %",
        "candidates": safety,
    },
)
write_json("cost.json", {"currency": "EUR", "assumptions": ASSUMPTIONS, "candidates": cost})
write_json(
    "measurements.json",
    {
        "data": {
            "name": "Breast Cancer Wisconsin (Diagnostic)",
            "rows": int(len(rows)),
            "features": int(raw.data.shape[1]),
            "digest_of_features_and_labels": "sha256:"
            + hashlib.sha256(raw.data.astype("<f8").tobytes() + malignant.astype("<i8").tobytes()).hexdigest(),
        },
        "split": {
            "kind": "one stratified hold-out",
            "seed": SEED,
            "train_rows": int(len(train)),
            "test_rows": int(len(test)),
            "test_malignant": int(malignant[test].sum()),
            "test_benign": int((malignant[test] == 0).sum()),
        },
        "tumour_size": {"by": "mean radius", "small_up_to": float(low_cut), "medium_up_to": float(high_cut), "cut_on": "train"},
        "candidates": summary,
        "made_with": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
        },
    },
)
print(json.dumps(summary, indent=2))
