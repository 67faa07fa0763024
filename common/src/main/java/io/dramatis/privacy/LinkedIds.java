package io.dramatis.privacy;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.substr;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Table;
import java.util.Arrays;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Who is one person: the connected components of pairs of ids.
 *
 * <p>Large-star and small-star in turn, until each component is a star around its least id: Kiveris, Lattanzi,
 * Mirrokni, Rastogi, Vassilvitskii, "Connected Components in MapReduce and Beyond", SoCC 2014. It needs about log n
 * rounds however long a chain is, and never more edges than there are pairs. What one task can hold is united in its
 * memory instead, which takes one round.
 */
public final class LinkedIds {
    public static final String LEFT_KIND = "left_kind";
    public static final String LEFT_ID = "left_id";
    public static final String RIGHT_KIND = "right_kind";
    public static final String RIGHT_ID = "right_id";

    /** STRING: the shape of an example of the id, by {@link io.dramatis.input.Shape}. */
    public static final String LEFT_SHAPE = "left_shape";

    public static final String RIGHT_SHAPE = "right_shape";
    public static final String KIND = "kind";
    public static final String SHAPE = "shape";

    /** BINARY: names ids one of whose words may concern all of a number of people. */
    public static final String GROUP = "group_id";

    /** A pseudonym that occurs in the pairs. */
    public static final String ID = "id";

    /** Whether the id's links were left unused, since they tie more ids together than a person has. */
    public static final String IS_IN_KNOT = "is_in_knot";

    /** The two ends of an edge; FROM is greater than TO. */
    private static final String FROM = SharedIds.FROM;

    private static final String TO = SharedIds.TO;
    static final String LEAST = "least";

    private static final byte[] PRIMARY = {0};
    private static final byte[] OTHER = {1};

    /** Edges that one task unites in its memory: about 100 MB of 33-byte labels at most. */
    private static final long IN_MEMORY_EDGES = 250_000;

    private LinkedIds() {}

    /**
     * Who is one person, and of whom else it may be told.
     *
     * @param persons as {@link #persons(Dataset, String, int)} has them; a shared id is a person of its own
     * @param shared the ids that tie too many people: {@code id} BINARY, {@code kind} STRING, {@code shape} STRING of an
     *     example, null where the pairs have none
     * @param groups who speaks for others too: {@code id} BINARY, a person, and {@code group_id} BINARY
     * @param members {@code group_id} BINARY, {@code person_id} BINARY: whom a word of the group may concern. Under a shared
     *     id any of the people tied to it may have spoken, and its rows may be any one's of them; so in a knot
     */
    public record Found(Dataset<Row> persons, Dataset<Row> shared, Dataset<Row> groups, Dataset<Row> members) {}

    /**
     * As {@link #persons(Dataset, String, int)}, but that an id which ties more than {@code maxPeople} ids of the primary
     * kind links nothing.
     *
     * @param pairs may have {@code left_shape} STRING and {@code right_shape} STRING besides
     */
    public static Found of(Dataset<Row> pairs, String primaryKind, int maxIds, int maxPeople) {
        return of(pairs, primaryKind, maxIds, maxPeople, IN_MEMORY_EDGES);
    }

    static Found of(Dataset<Row> pairs, String primaryKind, int maxIds, int maxPeople, long inMemoryEdges) {
        Dataset<Row> told = pairs.select(
                        label(LEFT_KIND, LEFT_ID, primaryKind).as("left"),
                        col(LEFT_KIND),
                        shape(pairs, LEFT_SHAPE),
                        label(RIGHT_KIND, RIGHT_ID, primaryKind).as("right"),
                        col(RIGHT_KIND),
                        shape(pairs, RIGHT_SHAPE))
                .distinct()
                .localCheckpoint();
        Dataset<Row> edges = edges(told);
        Dataset<Row> ties =
                edges.where(col(FROM).notEqual(col(TO))).select(FROM, TO).distinct();
        Dataset<Row> shared = SharedIds.of(ties, LinkedIds::isPrimary, maxPeople);
        boolean isAnyShared = !shared.isEmpty();
        Dataset<Row> left = isAnyShared
                ? edges.join(shared.select(col(ID).as(FROM)), FROM, "left_anti")
                        .join(shared.select(col(ID).as(TO)), TO, "left_anti")
                : edges;
        Dataset<Row> labelled =
                labelled(edges, left.select(FROM, TO), maxIds, inMemoryEdges).localCheckpoint();
        Concerned concerned = Concerned.byKnots(labelled);
        if (isAnyShared) {
            concerned = concerned.and(Concerned.byShared(ties, shared, labelled, inMemoryEdges));
        }
        return new Found(persons(labelled), named(told, shared), concerned.groups(), concerned.members());
    }

    /**
     * One row for each id that occurs: {@code id} BINARY, {@code person_id} BINARY, {@code is_in_knot} BOOLEAN. A
     * person's id is the least pseudonym of the primary kind among the linked, else the least of all. Ids in a knot
     * of more than {@code maxIds} are a person each. The result depends on the pairs alone, not on their order,
     * direction or repetition. Runs Spark jobs.
     *
     * @param pairs {@code left_kind} STRING, {@code left_id} BINARY, {@code right_kind} STRING, {@code right_id}
     *     BINARY: pseudonyms, of one kind each; a pair that lacks an id links nothing
     */
    public static Dataset<Row> persons(Dataset<Row> pairs, String primaryKind, int maxIds) {
        return persons(pairs, primaryKind, maxIds, IN_MEMORY_EDGES);
    }

    static Dataset<Row> persons(Dataset<Row> pairs, String primaryKind, int maxIds, long inMemoryEdges) {
        Dataset<Row> edges = edges(pairs.select(
                        label(LEFT_KIND, LEFT_ID, primaryKind).as("left"),
                        label(RIGHT_KIND, RIGHT_ID, primaryKind).as("right")))
                .distinct()
                .localCheckpoint();
        return persons(labelled(edges, edges, maxIds, inMemoryEdges));
    }

    /** The greater label and the lesser; an id without another is tied to itself. */
    private static Dataset<Row> edges(Dataset<Row> pairs) {
        return pairs.select(
                        greatest(col("left"), col("right")).as(FROM),
                        least(col("left"), col("right")).as(TO))
                .where(col(FROM).isNotNull());
    }

    /** Every id with the least label of its component, and whether that is a knot. */
    private static Dataset<Row> labelled(Dataset<Row> all, Dataset<Row> linking, int maxIds, long inMemoryEdges) {
        Dataset<Row> ids = all.select(col(FROM).as(ID))
                .unionByName(all.select(col(TO).as(ID)))
                .distinct();
        Dataset<Row> centres = stars(linking.where(col(FROM).notEqual(col(TO))), inMemoryEdges);
        Column isKnot = count(lit(1)).over(Window.partitionBy(LEAST)).gt(maxIds);
        return ids.join(centres, col(ID).equalTo(col(FROM)), "left")
                .select(col(ID), coalesce(col(TO), col(ID)).as(LEAST))
                .withColumn(IS_IN_KNOT, isKnot);
    }

    private static Dataset<Row> persons(Dataset<Row> labelled) {
        return labelled.select(pseudonym(col(ID)).as(ID), pseudonym(person()).as(Table.PERSON_ID), col(IS_IN_KNOT));
    }

    /** Label of the person of a labelled id. */
    static Column person() {
        return when(col(IS_IN_KNOT), col(ID)).otherwise(col(LEAST));
    }

    private static Dataset<Row> named(Dataset<Row> told, Dataset<Row> shared) {
        Dataset<Row> ends = told.select(
                        col("left").as("end"),
                        col(LEFT_KIND).as(KIND),
                        col(LEFT_SHAPE).as(SHAPE))
                .unionByName(told.select(
                        col("right").as("end"),
                        col(RIGHT_KIND).as(KIND),
                        col(RIGHT_SHAPE).as(SHAPE)));
        return ends.join(shared, col("end").equalTo(col(ID)), "left_semi")
                .groupBy("end")
                .agg(min(KIND).as(KIND), min(SHAPE).as(SHAPE))
                .select(pseudonym(col("end")).as(ID), col(KIND), col(SHAPE));
    }

    private static Column shape(Dataset<Row> pairs, String name) {
        boolean isGiven = Arrays.asList(pairs.columns()).contains(name);
        return (isGiven ? col(name) : lit(null)).cast(DataTypes.StringType).as(name);
    }

    /** The id behind a byte that puts the primary kind first, so that the least label is the person's. */
    private static Column label(String kind, String id, String primaryKind) {
        Column rank = when(col(kind).equalTo(primaryKind), lit(PRIMARY)).otherwise(lit(OTHER));
        return concat(rank, col(id));
    }

    private static Column isPrimary(Column label) {
        return substr(label, lit(1), lit(1)).equalTo(lit(PRIMARY));
    }

    static Column pseudonym(Column label) {
        return substr(label, lit(2));
    }

    static Dataset<Row> stars(Dataset<Row> edges, long inMemoryEdges) {
        if (edges.count() <= inMemoryEdges) {
            return starsInMemory(edges);
        }
        Dataset<Row> now = smallStar(edges).localCheckpoint();
        while (!isStars(now)) {
            // The plan would double with each round; a local checkpoint cuts it.
            now = smallStar(largeStar(now)).localCheckpoint();
        }
        return now;
    }

    private static Dataset<Row> starsInMemory(Dataset<Row> edges) {
        return edges.coalesce(1)
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> {
                            UnionFind united = new UnionFind();
                            rows.forEachRemaining(row -> united.unite(row.getAs(0), row.getAs(1)));
                            return united.<Row>ties(RowFactory::create).iterator();
                        },
                        Encoders.row(edges.schema()));
    }

    /** Ties each id's greater neighbours to its least neighbour, or to itself. */
    private static Dataset<Row> largeStar(Dataset<Row> edges) {
        return bothWays(edges)
                .withColumn(LEAST, min(least(col(FROM), col(TO))).over(Window.partitionBy(FROM)))
                .where(col(TO).gt(col(FROM)))
                .select(col(TO).as(FROM), col(LEAST).as(TO));
    }

    /** Ties each id and its lesser neighbours to the least of them. */
    private static Dataset<Row> smallStar(Dataset<Row> edges) {
        Dataset<Row> downwards = edges.select(
                when(col(FROM).gt(col(TO)), col(FROM)).otherwise(col(TO)).as(FROM),
                least(col(FROM), col(TO)).as(TO));
        // The edge to the least neighbour becomes that of the id itself; the others become those of the neighbours.
        return downwards
                .withColumn(LEAST, min(col(TO)).over(Window.partitionBy(FROM)))
                .select(
                        when(col(TO).equalTo(col(LEAST)), col(FROM))
                                .otherwise(col(TO))
                                .as(FROM),
                        col(LEAST).as(TO))
                .distinct();
    }

    /** Whether no id has two centres, or is a centre and has one. */
    private static boolean isStars(Dataset<Row> edges) {
        Column centres = count_if(col(TO).lt(col(FROM)));
        return bothWays(edges)
                .groupBy(FROM)
                .agg(centres.as("centres"), count(lit(1)).as("neighbours"))
                .where(col("centres").geq(1).and(col("neighbours").gt(1)))
                .isEmpty();
    }

    static Dataset<Row> bothWays(Dataset<Row> edges) {
        return edges.unionByName(edges.select(col(TO).as(FROM), col(FROM).as(TO)));
    }
}
