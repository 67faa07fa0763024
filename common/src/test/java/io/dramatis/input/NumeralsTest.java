package io.dramatis.input;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Meaning;
import io.dramatis.config.Source.Notation;
import io.dramatis.spark.SparkSessions;
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
class NumeralsTest {
    /** What Java takes for a number, and people do not; and what neither does. */
    private static final List<String> NONE = List.of(
            "730D",
            "24f",
            "1L",
            "0x1F",
            "0x1p3",
            "NaN",
            "nan",
            "Infinity",
            "-inf",
            "1_000",
            "1,5",
            "1.000.000",
            "1 000",
            "\uff11\uff12",
            "\u0663",
            "- 5",
            "\u22125",
            "--5",
            "+",
            ".",
            "e5",
            "1e",
            "1e5.5",
            "5%",
            "$5",
            "1\n",
            "",
            "1/2");

    private final SparkSession spark;

    NumeralsTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void decimalsHaveAGrammarOfTheirOwn() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("0", 0.0);
        expected.put("-99.0", -99.0);
        expected.put("+5", 5.0);
        expected.put("007.50", 7.5);
        expected.put("5.", 5.0);
        expected.put(".5", 0.5);
        expected.put("1e3", 1000.0);
        expected.put("1.5E-3", 0.0015);
        expected.put("1.0E10", 1e10);
        expected.put("9".repeat(308), 1e308);
        expected.put("123456789012345678901234567890", 123456789012345678901234567890.0);
        NONE.forEach(text -> expected.put(text, null));
        expected.put("1e309", null);
        expected.put("-1e999", null);
        expected.put("9".repeat(400), null);
        assertRead(expected, Numerals.decimal(col("value"), Notation.PLAIN));
    }

    @Test
    void integersAreExact() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("-3", -3L);
        expected.put("+3.000", 3L);
        expected.put("3.", 3L);
        expected.put("3e2", 300L);
        expected.put("1.5e1", 15L);
        expected.put("9223372036854775807", Long.MAX_VALUE);
        expected.put("-9223372036854775808.0", Long.MIN_VALUE);
        expected.put("0000000000000000000000012", 12L);
        NONE.forEach(text -> expected.put(text, null));
        expected.put("9223372036854775808", null);
        expected.put("1e19", null);
        expected.put("1e999999", null);
        expected.put("3.5", null);
        expected.put("3.0000001", null);
        expected.put("0.5", null);
        assertRead(expected, Numerals.integer(col("value"), Notation.PLAIN));
    }

    @Test
    void markAndGroupingAreDeclared() {
        assertRead(
                with(
                        Map.of(
                                "1.234.567,5",
                                1234567.5,
                                "1234567,5",
                                1234567.5,
                                "-1,5e3",
                                -1500.0,
                                "1.234",
                                1234.0,
                                ",5",
                                0.5),
                        "1.5",
                        "1,234,567.5",
                        "12.34",
                        "1234.567",
                        "1.2345",
                        ".123",
                        "1..234",
                        "1.234.",
                        "1,5,5",
                        "12.345.67"),
                Numerals.decimal(col("value"), new Notation(",", ".", false)));
        assertRead(
                with(
                        Map.of("1 234", 1234L, "1\u00a0234\u202f567", 1234567L, "1234", 1234L, "12\u2009345.0", 12345L),
                        "1 23",
                        "1  234",
                        "1 234,0",
                        "1 234.5",
                        "12 34 567",
                        "1.234.567"),
                Numerals.integer(col("value"), new Notation(".", " ", false)));
        assertRead(
                with(Map.of("1'234.5", 1234.5, "1\u2019234\u2019567", 1234567.0), "1'23", "1,5", "'234"),
                Numerals.decimal(col("value"), new Notation(".", "'", false)));
        assertRead(
                with(Map.of("1,234.5", 1234.5), "1,5", "1.234,5"),
                Numerals.decimal(col("value"), new Notation(".", ",", false)));
        assertRead(
                with(Map.of("1,5", 1.5, "15", 15.0), "1.5", "1.234,5"),
                Numerals.decimal(col("value"), new Notation(",", "", false)));
    }

    @Test
    void textsAreComparedWithoutBlanksAndInOneForm() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("\t Red\r\n", "Red");
        expected.put("\u00a0\u2003Deep  blue\u3000\ufeff\u200b", "Deep  blue");
        expected.put(" Zu\u0308rich", "Z\u00fcrich");
        expected.put("\u212bngstr\u00f6m", "\u00c5ngstr\u00f6m");
        expected.put("STRASSE", "STRASSE");
        expected.put("\uac00\u11a8", "\uac01");
        expected.put("\u2028", "");
        expected.put(" ", "");
        assertRead(expected, PlainText.of(col("value")));
        assertThat(expected.keySet())
                .allSatisfy(text -> assertThat(Meaning.plain(text)).isEqualTo(expected.get(text)));
    }

    private static Map<String, Object> with(Map<String, Object> numbers, String... none) {
        Map<String, Object> all = new LinkedHashMap<>(numbers);
        for (String text : none) {
            all.put(text, null);
        }
        return all;
    }

    private void assertRead(Map<String, Object> expected, Column value) {
        Map<String, Object> read = new LinkedHashMap<>();
        for (Row row : spark.createDataset(List.copyOf(expected.keySet()), Encoders.STRING())
                .select(col("value"), value)
                .collectAsList()) {
            read.put(row.getString(0), row.get(1));
        }
        assertThat(read).isEqualTo(expected);
    }
}
