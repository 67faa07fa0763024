package io.dramatis.cli.benchmark;

import java.util.Map;

/** Seconds and log-likelihood a row, by k. */
record Contestant(Map<Integer, Double> seconds, Map<Integer, Double> logLikelihood) {

    double total() {
        return seconds.values().stream().mapToDouble(s -> s).sum();
    }
}
