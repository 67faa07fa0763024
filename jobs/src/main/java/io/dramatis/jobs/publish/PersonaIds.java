package io.dramatis.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.dramatis.table.Table;
import io.dramatis.table.model.Memberships;
import io.dramatis.table.persona.PersonaGroups;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps persona ids from publication to publication: a group takes the id of the persona with which it shares most of
 * its members, else that of the persona whose centre is near, else a new one.
 */
final class PersonaIds {
    /** Root mean square distance of two centres, in standard deviations, up to which they are one persona's. */
    static final double NEAR = 0.5;

    private static final int ID_DIGITS = 10;
    private static final String THEN = "__then";
    private static final String NOW = "__now";
    private static final String PEOPLE = "__people";

    /**
     * The persona of a group.
     *
     * @param matchedBy members, centre or new
     * @param match share of members in common (Jaccard), or distance of the centres; empty for a new persona
     */
    record Named(String personaId, String matchedBy, Optional<Double> match) {}

    private record Pair(int group, String personaId, double match) {}

    private PersonaIds() {}

    /**
     * Names the groups that are to be published.
     *
     * @param centres of those groups: mean of each forming feature, in standard deviations from everyone's mean
     * @param before rows of {@link PersonaGroups} of the last publication
     * @param memberships of this run
     * @param membershipsBefore of the last publication's run
     * @param minMatch least Jaccard overlap
     */
    static Map<Integer, Named> of(
            String study,
            Map<Integer, Map<String, Double>> centres,
            List<Row> before,
            Dataset<Row> memberships,
            Dataset<Row> membershipsBefore,
            double minMatch) {
        Map<Integer, Named> named = new TreeMap<>();
        if (!before.isEmpty()) {
            assign(named, byMembers(before, memberships, membershipsBefore, centres.keySet(), minMatch), "members");
            assign(named, byCentre(before, centres), "centre");
        }
        centres.forEach((group, centre) ->
                named.computeIfAbsent(group, key -> new Named(newId(study, centre), "new", Optional.empty())));
        return named;
    }

    /** The best pairs first, each group and each persona once. */
    private static void assign(Map<Integer, Named> named, List<Pair> pairs, String matchedBy) {
        for (Pair pair : pairs) {
            boolean isTaken =
                    named.values().stream().anyMatch(other -> other.personaId().equals(pair.personaId()));
            if (!isTaken) {
                named.computeIfAbsent(
                        pair.group(), key -> new Named(pair.personaId(), matchedBy, Optional.of(pair.match())));
            }
        }
    }

    private static List<Pair> byMembers(
            List<Row> before,
            Dataset<Row> memberships,
            Dataset<Row> membershipsBefore,
            Set<Integer> groups,
            double minMatch) {
        Dataset<Row> now = memberships
                .where(col(Memberships.IS_ASSIGNED))
                .select(col(Table.PERSON_ID), col(Memberships.GROUP_INDEX).as(NOW));
        Dataset<Row> then = membershipsBefore
                .where(col(Memberships.IS_ASSIGNED))
                .select(col(Table.PERSON_ID), col(Memberships.GROUP_INDEX).as(THEN));
        Map<Integer, Long> sizesNow = sizes(now, NOW);
        Map<Integer, Long> sizesThen = sizes(then, THEN);
        Map<Integer, String> personas = new HashMap<>();
        before.forEach(row -> personas.put(row.getAs(PersonaGroups.GROUP_INDEX), row.getAs(PersonaGroups.PERSONA_ID)));
        List<Pair> pairs = new ArrayList<>();
        for (Row row : now.join(then, Table.PERSON_ID)
                .groupBy(NOW, THEN)
                .agg(count(lit(1)).as(PEOPLE))
                .collectAsList()) {
            int group = row.getInt(0);
            int groupThen = row.getInt(1);
            long common = row.getLong(2);
            double jaccard = (double) common / (sizesNow.get(group) + sizesThen.get(groupThen) - common);
            if (groups.contains(group) && personas.containsKey(groupThen) && jaccard >= minMatch) {
                pairs.add(new Pair(group, personas.get(groupThen), jaccard));
            }
        }
        pairs.sort(Comparator.comparingDouble((Pair pair) -> -pair.match())
                .thenComparing(Pair::personaId)
                .thenComparing(Pair::group));
        return pairs;
    }

    private static Map<Integer, Long> sizes(Dataset<Row> rows, String group) {
        Map<Integer, Long> sizes = new HashMap<>();
        rows.groupBy(group).count().collectAsList().forEach(row -> sizes.put(row.getInt(0), row.getLong(1)));
        return sizes;
    }

    private static List<Pair> byCentre(List<Row> before, Map<Integer, Map<String, Double>> centres) {
        List<Pair> pairs = new ArrayList<>();
        for (Row row : before) {
            Map<String, Double> then = row.getJavaMap(row.fieldIndex(PersonaGroups.CENTRE));
            centres.forEach((group, centre) -> {
                double distance = distance(centre, then);
                if (distance <= NEAR) {
                    pairs.add(new Pair(group, row.getAs(PersonaGroups.PERSONA_ID), distance));
                }
            });
        }
        pairs.sort(Comparator.comparingDouble(Pair::match)
                .thenComparing(Pair::personaId)
                .thenComparing(Pair::group));
        return pairs;
    }

    /** Over the features that both have; infinite where those are fewer than half of either's. */
    private static double distance(Map<String, Double> one, Map<String, Double> other) {
        List<String> common =
                one.keySet().stream().filter(other::containsKey).sorted().toList();
        if (common.isEmpty() || 2 * common.size() < Math.max(one.size(), other.size())) {
            return Double.POSITIVE_INFINITY;
        }
        double squares = 0;
        for (String feature : common) {
            squares += Math.pow(one.get(feature) - other.get(feature), 2);
        }
        return Math.sqrt(squares / common.size());
    }

    /** Made from the study and the centre, so that the same study gives the same id anywhere. */
    private static String newId(String study, Map<String, Double> centre) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(study.getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(centre)
                    .forEach((feature, mean) ->
                            digest.update((";" + feature + "=" + mean).getBytes(StandardCharsets.UTF_8)));
            return "p-" + HexFormat.of().formatHex(digest.digest()).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
