package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class MeetingsTest {
    private static final StructType IDS =
            new StructType().add("id", DataTypes.BinaryType).add("near", DataTypes.BinaryType);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Letters for ids; the lower case is the loose form. */
    private static Meetings.Ids ids(SparkSession spark, String input, String kind, List<String> ids) {
        List<Row> rows = new ArrayList<>();
        for (String id : ids) {
            String loose = id.toLowerCase(Locale.ROOT);
            rows.add(RowFactory.create(bytes(id), loose.equals(id) ? null : bytes(loose)));
        }
        rows.add(RowFactory.create(null, null));
        return Meetings.Ids.of(input, kind, spark.createDataFrame(rows, IDS), col("id"), col("near"));
    }

    @Test
    void countsAsAnyoneWould(SparkSession spark) {
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            List<List<String>> inputs = new ArrayList<>();
            // More inputs than a word has bits, of one kind.
            int count = seed == 0 ? 66 : 2 + random.nextInt(4);
            for (int input = 0; input < count; input++) {
                List<String> ids = new ArrayList<>();
                for (int id = 0; id < 12; id++) {
                    char letter = (char) ('a' + random.nextInt(20));
                    ids.add("" + (random.nextInt(4) == 0 ? Character.toUpperCase(letter) : letter));
                }
                inputs.add(ids);
            }
            List<Meetings.Ids> given = new ArrayList<>();
            for (int input = 0; input < count; input++) {
                given.add(ids(spark, "i" + input, "letter", inputs.get(input)));
            }
            given.add(ids(spark, "alone", "other", List.of("a")));
            List<Meetings.Meeting> expected = new ArrayList<>();
            for (int left = 0; left < count; left++) {
                for (int right = left + 1; right < count; right++) {
                    Set<String> one = new HashSet<>(inputs.get(left));
                    Set<String> other = new HashSet<>(inputs.get(right));
                    expected.add(new Meetings.Meeting(
                            "i" + left,
                            "i" + right,
                            "letter",
                            one.size(),
                            other.size(),
                            one.stream().filter(other::contains).count(),
                            Math.max(near(one, other), near(other, one))));
                }
            }
            assertThat(Meetings.of(given).pairs()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static long near(Set<String> ids, Set<String> others) {
        return ids.stream()
                .filter(id -> !others.contains(id) && others.stream().anyMatch(id::equalsIgnoreCase))
                .count();
    }

    @Test
    void anInputWithoutIdsMeetsNobodyAndIsNotToldTo(SparkSession spark) {
        Meetings meetings = Meetings.of(List.of(ids(spark, "a", "k", List.of("x")), ids(spark, "b", "k", List.of())));
        assertThat(meetings.pairs()).containsExactly(new Meetings.Meeting("a", "b", "k", 1, 0, 0, 0));
        assertThat(meetings.notes()).isEmpty();
        assertThat(Meetings.of(List.of(ids(spark, "a", "k", List.of("x")))).pairs())
                .isEmpty();
    }
}
