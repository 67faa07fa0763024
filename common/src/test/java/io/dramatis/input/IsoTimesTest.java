package io.dramatis.input;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.spark.SparkSessions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessions.class)
class IsoTimesTest {
    private static final Instant TEN = Instant.parse("2025-03-01T10:00:00Z");

    private final SparkSession spark;

    IsoTimesTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void timesInAllUsualSpellings() {
        Map<String, Instant> expected = new LinkedHashMap<>();
        for (String day : List.of("2025-03-01", "20250301")) {
            for (String mark : List.of("T", "t", " ")) {
                for (String time : List.of("10:00", "10:00:00", "10:00:00.0", "10:00:00,000", "10:00:00.000000000")) {
                    for (String zone : List.of("", "Z", "z", " Z", "UTC", " UTC", "+00", " +00", "+0000", "-00:00")) {
                        expected.put(day + mark + time + zone, TEN);
                    }
                }
            }
        }
        for (String time : List.of("1000", "100000", "100000.0", "100000,000")) {
            for (String zone : List.of("", "Z", "z", " Z", "+00", " +0000", "+00:00")) {
                expected.put("20250301T" + time + zone, TEN);
            }
        }
        Instant eleven = Instant.parse("2025-03-01T11:00:00Z");
        for (String zone : List.of("-01", "-0100", "-01:00", " -01:00", "\u221201:00")) {
            expected.put("2025-03-01T10:00:00" + zone, eleven);
            expected.put("20250301T100000" + zone, eleven);
            expected.put("2025-03-01 10:00" + zone, eleven);
        }
        expected.put("2025-03-01T10:00:00.123456789Z", Instant.parse("2025-03-01T10:00:00.123456Z"));
        expected.put("2025-03-01 10:00:00,5+05:30", Instant.parse("2025-03-01T04:30:00.5Z"));
        expected.put("20250301T100000,123456789+0530", Instant.parse("2025-03-01T04:30:00.123456Z"));
        expected.put("2025-03-01", Instant.parse("2025-03-01T00:00:00Z"));
        expected.put("20250301", Instant.parse("2025-03-01T00:00:00Z"));
        expected.put("2024-02-29T23:59:59Z", Instant.parse("2024-02-29T23:59:59Z"));
        Map<String, Object> read = values(List.copyOf(expected.keySet()), IsoTimes.timestamp(col("value")));
        assertThat(read).hasSameSizeAs(expected);
        assertThat(expected.keySet().stream().filter(text -> !expected.get(text).equals(read.get(text))))
                .isEmpty();
    }

    @Test
    void whatNoCalendarHasIsNoTime() {
        List<String> texts = List.of(
                "2025-02-30",
                "2025-02-30T10:00:00",
                "20250230T100000Z",
                "2025-13-01 10:00",
                "2025-03-01T24:01",
                "2025-03-01T10:60:00",
                "2025-03-01T10:00:61Z",
                "2025-03-01T10:00:00+19:00",
                "2025-03-01T10:00:00+0",
                "2025-03-01T",
                "2025-03-01T10",
                "2025-03-01  10:00",
                "2025-03-01T1000",
                "2025-3-1",
                "25-03-01",
                "2025-03",
                "2025",
                "+2025-03-01",
                "2025-03-01+01:00",
                "2025-03-01T10:00:00.",
                "2025-03-01T10:00:00.1234567890",
                "2025-03-01T10:00:00 Europe/Zurich",
                "\uff12\uff10\uff12\uff15-03-01",
                "2025-03-01\n",
                "today",
                "epoch",
                "1740823200",
                "");
        Map<String, Object> times = values(texts, IsoTimes.timestamp(col("value")));
        assertThat(times).hasSize(texts.size());
        assertThat(times.values()).containsOnlyNulls();
    }

    @Test
    void aDateTakesATimeOnlyAtMidnight() {
        List<String> days = List.of(
                "2025-03-01",
                "20250301",
                "2025-03-01T00:00:00",
                "2025-03-01 00:00",
                "2025-03-01 00:00:00.000+01:00",
                "20250301T000000Z");
        Map<String, Object> dates = values(days, IsoTimes.date(col("value")));
        assertThat(dates).hasSize(days.size());
        assertThat(dates.values()).containsOnly(LocalDate.of(2025, 3, 1));
        List<String> others = List.of("2025-03-01T00:00:01", "2025-03-01 10:00", "2025-02-29", "20250229", "x");
        assertThat(values(others, IsoTimes.date(col("value"))).values()).containsOnlyNulls();
    }

    @Test
    void coarseIsADateAlone() {
        assertThat(values(
                        List.of("2025-03-01", "20250301", "2025-03-01T00:00", "2025-03", "x"),
                        IsoTimes.isCoarse(col("value"))))
                .containsExactly(
                        Map.entry("2025-03-01", true),
                        Map.entry("20250301", true),
                        Map.entry("2025-03-01T00:00", false),
                        Map.entry("2025-03", false),
                        Map.entry("x", false));
    }

    private Map<String, Object> values(List<String> texts, Column value) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Row row : spark.createDataset(texts, Encoders.STRING())
                .select(col("value"), value)
                .collectAsList()) {
            Object read = row.get(1);
            values.put(
                    row.getString(0),
                    read instanceof java.sql.Timestamp time
                            ? time.toInstant()
                            : read instanceof java.sql.Date day ? day.toLocalDate() : read);
        }
        return values;
    }
}
