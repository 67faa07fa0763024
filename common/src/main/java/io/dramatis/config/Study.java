package io.dramatis.config;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A study as its config file declares it; {@code reading.StudyReader} reads one.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param seed of all that is random
 * @param asOf nothing later than this day is used; absent: the day of the run
 * @param sources in the order of the file
 * @param features in the order of the file
 * @param sparkSettings of a local session
 * @param hash SHA-256 of the resolved config, secrets and origins left out, in hexadecimal digits
 */
public record Study(
        String name,
        long seed,
        Optional<LocalDate> asOf,
        Lake lake,
        Privacy privacy,
        Identity identity,
        Consent consent,
        List<Source> sources,
        Features features,
        Mixture mixture,
        Evidence evidence,
        Publish publish,
        Retention retention,
        Processing processing,
        Map<String, String> sparkSettings,
        String hash) {

    /**
     * What stands between the answers of one text of a column, and joins a list of them: the separator of the first
     * feature that takes several answers of it, else {@code ;}.
     */
    public String separator(Source source, Source.Column column) {
        return severalAnswers(source, column).orElse(";");
    }

    /** The same; empty where no feature takes several answers of the column. */
    public Optional<String> severalAnswers(Source source, Source.Column column) {
        return Question.separator(
                features.define().stream()
                        .filter(feature -> feature.source().equals(source.name()))
                        .map(Feature::kind)
                        .toList(),
                column);
    }

    /** Where the tables are: two roots, so that access can be given to one alone. */
    public sealed interface Lake {
        record Directories(String restricted, String open) implements Lake {}

        record Schemas(String restricted, String open) implements Lake {}
    }

    /**
     * @param key of the pseudonyms
     * @param epoch of the key
     * @param minPeople no published cell describes fewer
     * @param disclosure the other rules for what is published
     */
    public record Privacy(Key key, int epoch, int minPeople, Disclosure disclosure) {

        /** With the default rules for what is published. */
        public Privacy(Key key, int epoch, int minPeople) {
            this(key, epoch, minPeople, Disclosure.DEFAULTS);
        }
    }

    /**
     * @param k numbers of components to try, ascending
     * @param forms covariance forms to try, as mclust names them
     * @param starts k-means starts for each
     * @param tolerance gain in log-likelihood a person (nats) under which a fit has converged
     * @param covarianceFloor least variance of a component, as a share of the feature's own
     * @param minSize least effective number of people in a component
     * @param blockWeights how much the evidence of a block counts, by its name; others count 1
     * @param mergeRidge density at the lowest point of the ridge line between two components, as a share of the lower peak,
     *     over which they are one group unless a straight line shows a valley
     * @param mergeOverlap DEMP probability over which two components are one group
     * @param minPosterior least posterior of an assigned person's group
     * @param unlikeAll share of lowest log-densities that are unassigned
     */
    public record Mixture(
            List<Integer> k,
            List<String> forms,
            int starts,
            int maxIterations,
            double tolerance,
            double covarianceFloor,
            int minSize,
            Map<String, Double> blockWeights,
            double mergeOverlap,
            double mergeRidge,
            double minPosterior,
            double unlikeAll) {}

    /**
     * @param level of all tests for structure together
     * @param nullSets sets of one population for a split, at least
     * @param testPeople people that a test looks at, at most
     * @param replicates bootstrap samples
     * @param sample people a replicate, at most
     * @param minJaccard least mean clusterwise Jaccard of a stable group
     * @param minPredictionStrength least prediction strength of a reproducible group
     * @param maxOverlap largest DEMP probability of a group that stands apart
     * @param minGain least held-out log-likelihood over one Gaussian, nats a person
     * @param minPeople in the smallest group
     * @param minPeoplePerFeature people in the study for each forming feature
     */
    public record Evidence(
            double level,
            int nullSets,
            int testPeople,
            int replicates,
            int sample,
            double minJaccard,
            double minPredictionStrength,
            double maxOverlap,
            double minGain,
            int minPeople,
            int minPeoplePerFeature) {}

    /**
     * @param verdicts verdicts that may be published, in lower case
     * @param validForDays a persona expires so many days after as-of
     * @param confidence of the intervals
     * @param minMatch Jaccard overlap of members from which a persona keeps its id
     */
    public record Publish(List<String> verdicts, int validForDays, double confidence, double minMatch) {}

    /**
     * How long rows about people are kept, in days after their run's last stage.
     *
     * @param cleanDays of the clean tables and the rejected rows
     * @param featuresDays of the people's features
     * @param membershipsDays of who is in which group
     */
    public record Retention(int cleanDays, int featuresDays, int membershipsDays) {}

    /**
     * What the record of processing says that no run can know; empty where the study does not say it.
     *
     * @param controller who answers for the processing, and how to reach them
     * @param officer the data protection officer
     * @param subjects whose data they are
     * @param recipients to whom the personas are shown
     * @param transfers to which third countries, and with what safeguards
     */
    public record Processing(
            Optional<String> controller,
            Optional<String> officer,
            Optional<String> subjects,
            List<String> recipients,
            Optional<String> transfers) {}

    /**
     * @param maxCorrelation of two forming features more alike than this, the later is dropped
     * @param define the features, in the order of the file
     */
    public record Features(double maxCorrelation, List<Feature> define) {}
}
