"""Fits scikit-learn's mixtures to a file of float64 rows: FILE ROWS COLUMNS FROM_K TO_K ITERATIONS; a JSON object a line."""
import json
import sys
import time
import warnings

import numpy
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
path, rows, columns, first, last, iterations = sys.argv[1], *map(int, sys.argv[2:])
x = numpy.fromfile(path, dtype="<f8").reshape(rows, columns)
for k in range(first, last + 1):
    begun = time.perf_counter()
    model = GaussianMixture(k, max_iter=iterations, tol=0, init_params="kmeans", random_state=0).fit(x)
    seconds = time.perf_counter() - begun
    print(json.dumps({"k": k, "seconds": seconds, "logLikelihood": model.score(x)}), flush=True)
