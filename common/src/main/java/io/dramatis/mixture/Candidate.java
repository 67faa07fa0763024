package io.dramatis.mixture;

import java.util.OptionalInt;

/**
 * A model that was tried.
 *
 * @param form covariance form as mclust names it
 * @param k components it has; fewer than asked for where some were too small to stand
 * @param logLikelihood in the input's own units
 * @param df free parameters
 * @param bic {@code 2 LL - df ln n}: larger is better
 * @param icl BIC less twice the uncertainty of the placings: larger is better
 * @param converged before the largest number of iterations
 * @param iterations over all rows
 * @param chosen by BIC
 * @param groups after merging, of the chosen one
 */
public record Candidate(
        String form,
        int k,
        double logLikelihood,
        int df,
        double bic,
        double icl,
        boolean converged,
        int iterations,
        boolean chosen,
        OptionalInt groups) {}
