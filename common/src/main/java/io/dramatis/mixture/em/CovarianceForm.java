package io.dramatis.mixture.em;

/**
 * What the components' covariances have in common, with the names of mclust (Scrucca, Fop, Murphy and Raftery, <i>The R
 * Journal</i> 8, 2016): volume, shape and orientation, each equal (E), varying (V) or that of the identity (I).
 */
public enum CovarianceForm {
    /** One variance for all variables and components: spheres of one size. */
    EII(true, true),
    /** One variance a component: spheres. */
    VII(false, true),
    /** A variance a variable, the same for all components. */
    EEI(true, true),
    /** A variance a variable and component; no correlation within a component. */
    VVI(false, true),
    /** One full matrix for all components. */
    EEE(true, false),
    /** A full matrix a component. */
    VVV(false, false);

    private final boolean shared;
    private final boolean diagonal;

    CovarianceForm(boolean shared, boolean diagonal) {
        this.shared = shared;
        this.diagonal = diagonal;
    }

    /** Whether all components have the same covariance. */
    public boolean isShared() {
        return shared;
    }

    /** Whether variables are uncorrelated within a component. */
    public boolean isDiagonal() {
        return diagonal;
    }

    /** Whether a component has one variance for all variables. */
    public boolean isSpherical() {
        return this == EII || this == VII;
    }

    /** Free parameters of {@code k} components: weights, means, covariances. */
    public int df(int k, Geometry geometry) {
        int each = isSpherical() ? 1 : diagonal ? geometry.d() : geometry.covariances();
        return k - 1 + k * geometry.d() + (shared ? each : k * each);
    }
}
