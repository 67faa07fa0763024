package io.dramatis.mixture;

import io.dramatis.mixture.em.CovarianceForm;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of {@link MixtureEstimator}, with their defaults; Spark ML finds them by the methods of their names. */
public abstract class MixtureParams extends Estimator<MixtureModel> {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final StringArrayParam inputCols;
    private final Param<String> featuresCol;
    private final StringArrayParam keyCols;
    private final Param<String> weightCol;
    private final IntArrayParam k;
    private final StringArrayParam forms;
    private final IntParam starts;
    private final LongParam seed;
    private final IntParam maxIter;
    private final DoubleParam tol;
    private final DoubleParam covarianceFloor;
    private final IntParam minSize;
    private final DoubleParam mergeOverlap;
    private final DoubleParam mergeRidge;
    private final DoubleParam minPosterior;
    private final DoubleParam unlikeAll;
    private final BooleanParam standardise;
    private final StringArrayParam blocks;
    private final StringArrayParam weightedBlocks;
    private final DoubleArrayParam blockWeights;

    MixtureParams(String uid) {
        this.uid = uid;
        inputCols = new StringArrayParam(this, "inputCols", "columns that form the groups");
        featuresCol =
                new Param<>(this, "featuresCol", "vector column that forms the groups where inputCols is not given");
        keyCols = new StringArrayParam(this, "keyCols", "columns whose hash puts a row into its logical block");
        weightCol = new Param<>(this, "weightCol", "column with the weight of a row");
        k = new IntArrayParam(this, "k", "numbers of components to try");
        forms = new StringArrayParam(this, "forms", "covariance forms to try, of EII, VII, EEI, VVI, EEE, VVV");
        starts = new IntParam(this, "starts", "k-means starts for each number of components");
        seed = new LongParam(this, "seed", "seed of the starts");
        maxIter = new IntParam(this, "maxIter", "largest number of iterations over all rows");
        tol = new DoubleParam(this, "tol", "gain in log-likelihood a row (nats) under which a fit has converged");
        covarianceFloor = new DoubleParam(
                this, "covarianceFloor", "least variance of a component, as a share of the column's own");
        minSize = new IntParam(this, "minSize", "least effective number of rows in a component");
        mergeOverlap = new DoubleParam(
                this, "mergeOverlap", "probability of being mistaken from which components are one group");
        mergeRidge = new DoubleParam(
                this,
                "mergeRidge",
                "lowest density on the ridge line, as a share of the lower peak, from which they are, unless a straight"
                        + " line shows a valley");
        minPosterior = new DoubleParam(this, "minPosterior", "least posterior of an assigned row's group");
        unlikeAll = new DoubleParam(this, "unlikeAll", "share of lowest log-densities that are unassigned");
        standardise = new BooleanParam(this, "standardise", "whether spheres are round in standard deviations");
        blocks = new StringArrayParam(this, "blocks", "the block of each column");
        weightedBlocks = new StringArrayParam(this, "weightedBlocks", "blocks whose evidence has a weight");
        blockWeights = new DoubleArrayParam(this, "blockWeights", "how much it counts; others count 1");
        setDefault(featuresCol, "features");
        setDefault(k, IntStream.rangeClosed(1, 9).toArray());
        setDefault(forms, Arrays.stream(CovarianceForm.values()).map(Enum::name).toArray(String[]::new));
        setDefault(starts, 5);
        setDefault(seed, 1L);
        setDefault(maxIter, 200);
        setDefault(tol, 1e-6);
        setDefault(covarianceFloor, 1e-3);
        setDefault(minSize, 5);
        setDefault(mergeOverlap, 0.05);
        setDefault(mergeRidge, 0.8);
        setDefault(minPosterior, 0.5);
        setDefault(unlikeAll, 1e-3);
        setDefault(standardise, true);
        setDefault(blocks, new String[0]);
        setDefault(weightedBlocks, new String[0]);
        setDefault(blockWeights, new double[0]);
    }

    @Override
    public String uid() {
        return uid;
    }

    public StringArrayParam inputCols() {
        return inputCols;
    }

    public Param<String> featuresCol() {
        return featuresCol;
    }

    public StringArrayParam keyCols() {
        return keyCols;
    }

    public Param<String> weightCol() {
        return weightCol;
    }

    public IntArrayParam k() {
        return k;
    }

    public StringArrayParam forms() {
        return forms;
    }

    public IntParam starts() {
        return starts;
    }

    public LongParam seed() {
        return seed;
    }

    public IntParam maxIter() {
        return maxIter;
    }

    public DoubleParam tol() {
        return tol;
    }

    public DoubleParam covarianceFloor() {
        return covarianceFloor;
    }

    public IntParam minSize() {
        return minSize;
    }

    public DoubleParam mergeOverlap() {
        return mergeOverlap;
    }

    public DoubleParam mergeRidge() {
        return mergeRidge;
    }

    public DoubleParam minPosterior() {
        return minPosterior;
    }

    public DoubleParam unlikeAll() {
        return unlikeAll;
    }

    public BooleanParam standardise() {
        return standardise;
    }

    public StringArrayParam blocks() {
        return blocks;
    }

    public StringArrayParam weightedBlocks() {
        return weightedBlocks;
    }

    public DoubleArrayParam blockWeights() {
        return blockWeights;
    }
}
