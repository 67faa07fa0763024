package io.dramatis.mixture.em;

import io.dramatis.mixture.rows.Tile;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products by the Vector API: four components by four vectors of rows, or by four features, are held in registers. Two to
 * three times as fast as netlib's dgemm on the flat matrices that a mixture has.
 */
final class VectorProducts extends Products {
    private static final VectorSpecies<Double> SPECIES =
            DoubleVector.SPECIES_PREFERRED.length() > 8 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int T = Tile.ROWS;

    private static final double LOG2_E = 1 / Math.log(2);
    /** ln 2 in two parts, the first short enough that its multiples are exact (Cody and Waite). */
    private static final double LN2_HIGH = 0x1.62e42fefa0000p-1;

    private static final double LN2_LOW = 0x1.cf79abc9e3b3ap-40;
    /** Added to a number, it leaves the number's nearest integer in the low bits. */
    private static final double ROUND = 0x1.8p52;

    private static final double LEAST = -700;

    @Override
    void densities(double[] phi, int features, double[] theta, int components, int rows, double[] out) {
        for (int t = 0; t < rows; t += 4 * LANES) {
            for (int c = 0; c < components; c += GROUP) {
                densities(phi, features, theta, c * features, t, out, c * T + t);
            }
        }
    }

    private static void densities(double[] phi, int features, double[] theta, int q, int t, double[] out, int o) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector a0 = zero, a1 = zero, a2 = zero, a3 = zero;
        DoubleVector b0 = zero, b1 = zero, b2 = zero, b3 = zero;
        DoubleVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
        DoubleVector d0 = zero, d1 = zero, d2 = zero, d3 = zero;
        int p = t;
        for (int f = 0; f < features; f++, p += T) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, phi, p);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, phi, p + LANES);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, phi, p + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, phi, p + 3 * LANES);
            DoubleVector w = DoubleVector.broadcast(SPECIES, theta[q + f]);
            a0 = x0.fma(w, a0);
            a1 = x1.fma(w, a1);
            a2 = x2.fma(w, a2);
            a3 = x3.fma(w, a3);
            w = DoubleVector.broadcast(SPECIES, theta[q + features + f]);
            b0 = x0.fma(w, b0);
            b1 = x1.fma(w, b1);
            b2 = x2.fma(w, b2);
            b3 = x3.fma(w, b3);
            w = DoubleVector.broadcast(SPECIES, theta[q + 2 * features + f]);
            c0 = x0.fma(w, c0);
            c1 = x1.fma(w, c1);
            c2 = x2.fma(w, c2);
            c3 = x3.fma(w, c3);
            w = DoubleVector.broadcast(SPECIES, theta[q + 3 * features + f]);
            d0 = x0.fma(w, d0);
            d1 = x1.fma(w, d1);
            d2 = x2.fma(w, d2);
            d3 = x3.fma(w, d3);
        }
        a0.intoArray(out, o);
        a1.intoArray(out, o + LANES);
        a2.intoArray(out, o + 2 * LANES);
        a3.intoArray(out, o + 3 * LANES);
        b0.intoArray(out, o + T);
        b1.intoArray(out, o + T + LANES);
        b2.intoArray(out, o + T + 2 * LANES);
        b3.intoArray(out, o + T + 3 * LANES);
        c0.intoArray(out, o + 2 * T);
        c1.intoArray(out, o + 2 * T + LANES);
        c2.intoArray(out, o + 2 * T + 2 * LANES);
        c3.intoArray(out, o + 2 * T + 3 * LANES);
        d0.intoArray(out, o + 3 * T);
        d1.intoArray(out, o + 3 * T + LANES);
        d2.intoArray(out, o + 3 * T + 2 * LANES);
        d3.intoArray(out, o + 3 * T + 3 * LANES);
    }

    @Override
    void moments(double[] phi, int features, double[] r, int components, int rows, double[] sums) {
        for (int f = 0; f < features; f += GROUP) {
            for (int c = 0; c < components; c += GROUP) {
                moments(phi, f * T, r, c * T, rows, sums, c * features + f, features);
            }
        }
    }

    private static void moments(double[] phi, int p, double[] r, int q, int rows, double[] sums, int o, int features) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector a0 = zero, a1 = zero, a2 = zero, a3 = zero;
        DoubleVector b0 = zero, b1 = zero, b2 = zero, b3 = zero;
        DoubleVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
        DoubleVector d0 = zero, d1 = zero, d2 = zero, d3 = zero;
        for (int t = 0; t < rows; t += LANES) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, phi, p + t);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, phi, p + T + t);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, phi, p + 2 * T + t);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, phi, p + 3 * T + t);
            DoubleVector w = DoubleVector.fromArray(SPECIES, r, q + t);
            a0 = x0.fma(w, a0);
            a1 = x1.fma(w, a1);
            a2 = x2.fma(w, a2);
            a3 = x3.fma(w, a3);
            w = DoubleVector.fromArray(SPECIES, r, q + T + t);
            b0 = x0.fma(w, b0);
            b1 = x1.fma(w, b1);
            b2 = x2.fma(w, b2);
            b3 = x3.fma(w, b3);
            w = DoubleVector.fromArray(SPECIES, r, q + 2 * T + t);
            c0 = x0.fma(w, c0);
            c1 = x1.fma(w, c1);
            c2 = x2.fma(w, c2);
            c3 = x3.fma(w, c3);
            w = DoubleVector.fromArray(SPECIES, r, q + 3 * T + t);
            d0 = x0.fma(w, d0);
            d1 = x1.fma(w, d1);
            d2 = x2.fma(w, d2);
            d3 = x3.fma(w, d3);
        }
        sums[o] += a0.reduceLanes(VectorOperators.ADD);
        sums[o + 1] += a1.reduceLanes(VectorOperators.ADD);
        sums[o + 2] += a2.reduceLanes(VectorOperators.ADD);
        sums[o + 3] += a3.reduceLanes(VectorOperators.ADD);
        sums[o + features] += b0.reduceLanes(VectorOperators.ADD);
        sums[o + features + 1] += b1.reduceLanes(VectorOperators.ADD);
        sums[o + features + 2] += b2.reduceLanes(VectorOperators.ADD);
        sums[o + features + 3] += b3.reduceLanes(VectorOperators.ADD);
        sums[o + 2 * features] += c0.reduceLanes(VectorOperators.ADD);
        sums[o + 2 * features + 1] += c1.reduceLanes(VectorOperators.ADD);
        sums[o + 2 * features + 2] += c2.reduceLanes(VectorOperators.ADD);
        sums[o + 2 * features + 3] += c3.reduceLanes(VectorOperators.ADD);
        sums[o + 3 * features] += d0.reduceLanes(VectorOperators.ADD);
        sums[o + 3 * features + 1] += d1.reduceLanes(VectorOperators.ADD);
        sums[o + 3 * features + 2] += d2.reduceLanes(VectorOperators.ADD);
        sums[o + 3 * features + 3] += d3.reduceLanes(VectorOperators.ADD);
    }

    @Override
    void shares(double[] log, int first, int k, int rows, double[] weight, double[] largest, double[] total) {
        for (int t = 0; t < rows; t += LANES) {
            sharesOfLanes(log, first * T + t, k, t, weight, largest, total);
        }
    }

    private static void sharesOfLanes(
            double[] log, int from, int k, int t, double[] weight, double[] largest, double[] total) {
        DoubleVector top = DoubleVector.fromArray(SPECIES, log, from);
        int end = from + k * T;
        for (int at = from + T; at < end; at += T) {
            top = top.max(DoubleVector.fromArray(SPECIES, log, at));
        }
        top.intoArray(largest, t);
        DoubleVector sum = DoubleVector.zero(SPECIES);
        for (int at = from; at < end; at += T) {
            DoubleVector share = exp(DoubleVector.fromArray(SPECIES, log, at).sub(top));
            share.intoArray(log, at);
            sum = sum.add(share);
        }
        sum.intoArray(total, t);
        DoubleVector scale = DoubleVector.fromArray(SPECIES, weight, t).div(sum);
        for (int at = from; at < end; at += T) {
            DoubleVector.fromArray(SPECIES, log, at).mul(scale).intoArray(log, at);
        }
    }

    /** Of numbers that are not above nought: Taylor's series to the 12th power within half of ln 2, to the last bit or so. */
    private static DoubleVector exp(DoubleVector x) {
        DoubleVector bounded = x.max(LEAST);
        DoubleVector round = bounded.mul(LOG2_E).add(ROUND);
        DoubleVector whole = round.sub(ROUND);
        DoubleVector r = whole.fma(DoubleVector.broadcast(SPECIES, -LN2_HIGH), bounded);
        r = whole.fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), r);
        DoubleVector p = DoubleVector.broadcast(SPECIES, 1.0 / 479001600);
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 39916800));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 3628800));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 362880));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 40320));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 5040));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 720));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 120));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 24));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1.0 / 6));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 0.5));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1));
        p = p.fma(r, DoubleVector.broadcast(SPECIES, 1));
        // Times two to the power of the integer in the low bits: added to the exponent.
        return p.reinterpretAsLongs()
                .add(round.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
                .reinterpretAsDoubles();
    }
}
