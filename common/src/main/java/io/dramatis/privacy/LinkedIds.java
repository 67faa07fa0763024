package io.dramatis.privacy;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.substr;
import static org.apache.spark.sql.functions.when;

import io.dramatis.table.Table;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;

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

    /** A pseudonym that occurs in the pairs. */
    public static final String ID = "id";

    /** Whether the id's links were left unused, since they tie more ids together than a person has. */
    public static final String IS_IN_KNOT = "is_in_knot";

    /** The two ends of an edge; FROM is greater than TO. */
    private static final String FROM = "from";

    private static final String TO = "to";
    private static final String LEAST = "least";

    /** Edges that one task unites in its memory: about 100 MB of 33-byte labels at most. */
    private static final long IN_MEMORY_EDGES = 250_000;

    private LinkedIds() {}

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
        Dataset<Row> named = pairs.select(
                        label(LEFT_KIND, LEFT_ID, primaryKind).as(FROM),
                        label(RIGHT_KIND, RIGHT_ID, primaryKind).as(TO))
                .distinct()
                .localCheckpoint();
        Dataset<Row> ids = named.select(col(FROM).as(ID))
                .unionByName(named.select(col(TO).as(ID)))
                .where(col(ID).isNotNull())
                .distinct();
        Dataset<Row> centres = stars(named.where(col(FROM).notEqual(col(TO))), inMemoryEdges);
        Column person = coalesce(col(TO), col(ID));
        Column isKnot = count(lit(1)).over(Window.partitionBy(LEAST)).gt(maxIds);
        return ids.join(centres, col(ID).equalTo(col(FROM)), "left")
                .select(col(ID), person.as(LEAST))
                .withColumn(IS_IN_KNOT, isKnot)
                .select(
                        pseudonym(col(ID)).as(ID),
                        pseudonym(when(col(IS_IN_KNOT), col(ID)).otherwise(col(LEAST)))
                                .as(Table.PERSON_ID),
                        col(IS_IN_KNOT));
    }

    /** The id behind a byte that puts the primary kind first, so that the least label is the person's. */
    private static Column label(String kind, String id, String primaryKind) {
        Column rank = when(col(kind).equalTo(primaryKind), lit(new byte[] {0})).otherwise(lit(new byte[] {1}));
        return concat(rank, col(id));
    }

    private static Column pseudonym(Column label) {
        return substr(label, lit(2));
    }

    private static Dataset<Row> stars(Dataset<Row> edges, long inMemoryEdges) {
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

    private static Dataset<Row> bothWays(Dataset<Row> edges) {
        return edges.unionByName(edges.select(col(TO).as(FROM), col(FROM).as(TO)));
    }
}
