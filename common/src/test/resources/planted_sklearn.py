"""Adjusted Rand index of scikit-learn's mixture with planted groups: FILE ROWS COLUMNS K SEED; float64, a row's group first."""
import sys

import numpy
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

path, rows, columns, k, seed = sys.argv[1], *map(int, sys.argv[2:])
x = numpy.fromfile(path, dtype="<f8").reshape(rows, columns + 1)
model = GaussianMixture(k, n_init=5, random_state=seed)
print(adjusted_rand_score(x[:, 0], model.fit_predict(x[:, 1:])))
