"""Incomes with numbers and codes, and what a linear model reaches."""

from functools import cache

import numpy as np

from grading.exercise import Array

NUMBERS = ["age", "education-num", "capital-gain", "capital-loss"]
NUMBERS += ["hours-per-week"]
CATEGORIES = ["workclass", "education", "marital-status", "occupation"]
CATEGORIES += ["relationship", "race", "sex", "native-country"]


@cache
def people() -> tuple[list[Array], list[Array], list[int]]:
    """Return numbers, codes and incomes of two parts, and the sizes."""
    from helpers.data import adult
    from helpers.tabular import CategoryCoder

    parts = adult()
    train = parts["train"].select(range(12000)).to_pandas()
    test = parts["test"].to_pandas()
    coder = CategoryCoder(min_count=10).fit(train[CATEGORIES])
    mean, spread = train[NUMBERS].mean(), train[NUMBERS].std()
    tables = [
        [
            ((part[NUMBERS] - mean) / spread).to_numpy("float32"),
            coder.transform(part[CATEGORIES]),
            part["income"].to_numpy(),
        ]
        for part in (train, test)
    ]
    return tables[0], tables[1], coder.sizes


def auc(scores: Array, flipped: int) -> float:
    """Return the AUC on the test rows."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(people()[1][2] != flipped, scores))


@cache
def linear_auc() -> tuple[float, float]:
    """Return the AUC of logistic regression, and without categories."""
    from sklearn.linear_model import LogisticRegression

    train, test, sizes = people()
    rows = [
        np.hstack(
            [x_num, *(np.eye(n)[x_cat[:, k]] for k, n in enumerate(sizes))]
        )
        for x_num, x_cat, _ in (train, test)
    ]
    found = []
    for columns in (slice(None), slice(len(NUMBERS))):
        model = LogisticRegression(max_iter=1000)
        model.fit(rows[0][:, columns], train[2])
        found.append(auc(model.decision_function(rows[1][:, columns]), 0))
    return found[0], found[1]
