package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dramatis.config.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TcStringsTest {
    private static final String DATA = "shared/datasets/iab-tcf/tcf_decoded.csv";

    /** Consented to purposes 3 to 9, and to vendors 23, 37, 47, 48, 53, 65 and 98. */
    private static final String STRING =
            "COrEAV4OrXx94ACABBENAHCIAD-AAAAAAACAAxAAAAgAIAwgAgAAAAEAgQAAAAAEAYQAQAAAACAAAABAAA";

    /** A line of the data set: what the IAB's tests say of a string. */
    private record Decoded(String string, String version, Set<Integer> purposes, Set<Integer> vendors, String error) {}

    private static List<Decoded> decoded() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(folder -> folder.resolve(DATA))
                .filter(Files::isRegularFile)
                .findFirst();
        String named = System.getenv("DRAMATIS_SHARED");
        if (named != null) {
            file = Optional.of(Path.of(named).resolve("datasets/iab-tcf/tcf_decoded.csv"));
        }
        assumeTrue(file.filter(Files::isRegularFile).isPresent(), "the data set iab-tcf is absent");
        List<String> lines = Files.readAllLines(file.orElseThrow());
        List<String> header = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    Map<String, String> row = new LinkedHashMap<>();
                    IntStream.range(0, cells.length).forEach(cell -> row.put(header.get(cell), cells[cell]));
                    return new Decoded(
                            row.get("tc_string"),
                            row.get("version"),
                            numbers(row.get("purposes_consent")),
                            numbers(row.get("vendor_consent")),
                            row.get("error"));
                })
                .toList();
    }

    private static Set<Integer> numbers(String list) {
        return list.isBlank()
                ? Set.of()
                : Arrays.stream(list.strip().split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static String says(String string, List<Integer> purposes, Optional<Integer> vendor) {
        return TcStrings.says(string, new Ledger.TcString("s", purposes, vendor));
    }

    @Test
    void stringsSayWhatTheIabsTestsSay() throws IOException {
        List<Decoded> all = decoded();
        assertThat(all).hasSize(22);
        int asked = 0;
        for (Decoded one : all) {
            boolean isReadable = one.error().isEmpty() && one.version().equals("2");
            for (int purpose = 1; purpose <= 24; purpose++) {
                String expected = !isReadable ? "unreadable" : one.purposes().contains(purpose) ? "granted" : "refused";
                assertThat(says(one.string(), List.of(purpose), Optional.empty()))
                        .as("%s, purpose %d", one.string(), purpose)
                        .isEqualTo(expected);
                asked++;
            }
            if (isReadable && !one.purposes().isEmpty()) {
                List<Integer> purposes = List.copyOf(one.purposes());
                assertThat(says(one.string(), purposes, Optional.empty())).isEqualTo("granted");
                for (int vendor = 1; vendor <= 1_000; vendor++) {
                    assertThat(says(one.string(), purposes, Optional.of(vendor)))
                            .as("%s, vendor %d", one.string(), vendor)
                            .isEqualTo(one.vendors().contains(vendor) ? "granted" : "refused");
                }
            }
        }
        assertThat(asked).isEqualTo(22 * 24);
        assertThat(all)
                .anyMatch(one -> one.version().equals("1"))
                .anyMatch(one -> !one.error().isEmpty());
    }

    @Test
    void allPurposesAndTheVendorMustBeConsented() {
        assertThat(says(STRING, List.of(3, 9), Optional.empty())).isEqualTo("granted");
        assertThat(says("  " + STRING + "\n", List.of(3, 9), Optional.of(37))).isEqualTo("granted");
        assertThat(says(STRING, List.of(3, 9), Optional.of(38))).isEqualTo("refused");
        assertThat(says(STRING, List.of(2, 3, 9), Optional.empty())).isEqualTo("refused");
    }

    @Test
    void garbageIsUnreadableAndThrowsNothing() {
        for (String garbage : Arrays.asList(
                null,
                "",
                " ",
                ".",
                "..",
                "C",
                "CO",
                "COv",
                "\u0000",
                "'; drop table x; --",
                "é",
                "C".repeat(100_000))) {
            assertThat(says(garbage, List.of(1), Optional.of(1))).isEqualTo("unreadable");
        }
        Random random = new Random(5);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \"'%";
        for (int number = 0; number < 20_000; number++) {
            StringBuilder string = new StringBuilder(number % 2 == 0 ? "C" : "");
            int length = random.nextInt(60);
            for (int place = 0; place < length; place++) {
                string.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(says(string.toString(), List.of(1), Optional.empty())).isIn("unreadable", "refused", "granted");
        }
        // A string that was cut anywhere is no yes; one with a letter changed throws nothing either.
        for (int cut = 0; cut < STRING.length(); cut++) {
            assertThat(says(STRING.substring(0, cut), List.of(3), Optional.empty()))
                    .isEqualTo("unreadable");
            assertThat(says(STRING.substring(0, cut) + "~" + STRING.substring(cut + 1), List.of(3), Optional.of(37)))
                    .isIn("unreadable", "refused", "granted");
        }
    }
}
