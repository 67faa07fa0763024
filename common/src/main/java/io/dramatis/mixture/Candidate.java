package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import io.dramatis.mixture.em.Em;
import io.dramatis.mixture.em.Geometry;
import io.dramatis.mixture.rows.Scaling;
import io.dramatis.mixture.rows.View;
import java.io.Serializable;
import java.util.stream.IntStream;

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
        implements Serializable {

    /** What a log-density in standardised units gains in the input's own, for these variables. */
    static double logJacobian(Scaling scaling, Geometry geometry, int[] observed) {
        double sum = 0;
        for (int j : observed) {
            sum -= geometry.weight()[j] * Math.log(scaling.scale()[j]);
        }
        return sum;
    }

    /** Of a fit in standardised units. */
    static Candidate of(Em.Fit fit, View view, Geometry geometry) {
        double logLikelihood = fit.logLikelihood()
                + IntStream.range(0, view.patterns().size())
                        .mapToDouble(p -> fit.weightByPattern()[p]
                                * logJacobian(
                                        view.scaling(),
                                        geometry,
                                        view.patterns().observed(p)))
                        .sum();
        CovarianceForm form = fit.density().form();
        int df = form.df(fit.density().k(), geometry);
        double bic = 2 * logLikelihood - df * Math.log(fit.weight());
        return new Candidate(
                form,
                fit.density().k(),
                logLikelihood,
                df,
                bic,
                bic + 2 * fit.logTop(),
                fit.converged(),
                fit.iterations());
    }
}
