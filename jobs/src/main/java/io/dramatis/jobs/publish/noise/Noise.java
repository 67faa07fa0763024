package io.dramatis.jobs.publish.noise;

import io.dramatis.config.Disclosure;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.differential.DiscreteLaplace;
import io.dramatis.run.RunContext;
import io.dramatis.table.Table;
import io.dramatis.table.privacy.PrivacyBudget;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The noise on a run's counts. It is drawn once: spending and draws are one row of {@code privacy_budget}, written before
 * anything that they are in, and a rerun takes them from there.
 *
 * @param draws by the count's name; empty without noise
 */
public record Noise(Optional<Map<String, Long>> draws) {
    private static final int DIGITS = 12;

    /** No noise. */
    public static Noise none() {
        return new Noise(Optional.empty());
    }

    /**
     * The noise of a run, drawn now or earlier; none where the study asks for none.
     *
     * @param counts names of all counts that may be published
     * @param perPerson how many of them one person is in, at most: the epsilon is shared out evenly among so many
     * @throws DramatisException of privacy where the budget does not suffice
     */
    public static Noise of(RunContext context, List<String> counts, int perPerson) {
        return context.study()
                .privacy()
                .disclosure()
                .noise()
                .map(noise -> of(context, noise, counts, perPerson))
                .orElseGet(Noise::none);
    }

    private static Noise of(RunContext context, Disclosure.Noise noise, List<String> counts, int perPerson) {
        long version = context.tables().version(PrivacyBudget.TABLE);
        List<Row> ledger = context.tables().read(PrivacyBudget.TABLE).collectAsList();
        for (Row row : ledger) {
            if (row.getAs(Table.RUN_ID).equals(context.runId())) {
                return new Noise(Optional.of(row.getJavaMap(row.fieldIndex(PrivacyBudget.DRAWS))));
            }
        }
        BigDecimal epsilon = BigDecimal.valueOf(noise.epsilon());
        BigDecimal budget = BigDecimal.valueOf(noise.budget());
        BigDecimal spent = ledger.stream()
                .map(row -> new BigDecimal(row.<String>getAs(PrivacyBudget.EPSILON)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (spent.add(epsilon).compareTo(budget) > 0) {
            throw DramatisException.privacy(
                    "The privacy budget does not suffice",
                    "run " + context.runId() + " would spend " + epsilon.toPlainString() + ", and of "
                            + budget.toPlainString() + " are spent " + spent.toPlainString(),
                    "Keep the last publication, spend less by dramatis.privacy.differential.epsilon, or decide on a larger"
                            + " budget");
        }
        DiscreteLaplace sampler = DiscreteLaplace.of(
                epsilon.divide(BigDecimal.valueOf(perPerson), new MathContext(DIGITS, RoundingMode.FLOOR)));
        Map<String, Long> draws = new TreeMap<>();
        counts.forEach(count -> draws.put(count, sampler.draw().longValueExact()));
        Row row = RowFactory.create(
                context.runId(),
                ledger.size() + 1L,
                epsilon.toPlainString(),
                Timestamp.from(context.clock().instant()),
                draws);
        Dataset<Row> rows = context.spark().createDataFrame(List.of(row), PrivacyBudget.TABLE.schema());
        if (!context.tables().appendIfUnchanged(PrivacyBudget.TABLE, version, rows)) {
            throw DramatisException.usage(
                    "Run " + context.runId() + " has spent nothing of the privacy budget",
                    "another run has spent of it since this stage began",
                    "Run it again with the same --run-id; one study at a time publishes into a lake");
        }
        return new Noise(Optional.of(draws));
    }

    public boolean isOn() {
        return draws.isPresent();
    }

    /** Of a count: a persona (empty: everyone), a feature or source (empty: the people as such), and what is counted. */
    public static String name(String persona, String subject, String part) {
        return String.join("/", persona, subject, part);
    }

    /** A count with its noise, 0 at least; as it is without noise. */
    public long on(String count, long people) {
        return draws.map(all -> Math.max(0, people + all.get(count))).orElse(people);
    }

    /** A share of two counts with their noise, 0 to 1. */
    public double share(String count, long yes, String ofCount, long people) {
        return Math.min(1, (double) on(count, yes) / Math.max(1, on(ofCount, people)));
    }
}
