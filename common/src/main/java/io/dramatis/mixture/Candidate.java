package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import java.io.Serializable;

/**
 * A model that was tried.
 *
 * @param k components it has; fewer than asked for where some were too small to stand
 * @param logLikelihood in the input's own units
 * @param df free parameters
 * @param bic {@code 2 LL - df ln n}: larger is better
 * @param icl BIC less twice the uncertainty of the placings: larger is better
 * @param converged before the largest number of iterations
 * @param iterations over all rows
 */
public record Candidate(
        CovarianceForm form,
        int k,
        double logLikelihood,
        int df,
        double bic,
        double icl,
        boolean converged,
        int iterations)
        implements Serializable {}
