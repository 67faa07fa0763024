package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdNormalisationTest {
    private static final List<String> PIECES = List.of(
            " ",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "\t",
            "a",
            "B",
            "\u00c9",
            "E\u0301",
            "\u0130",
            "\u03a3",
            "\u00df",
            "@",
            "@",
            ".",
            "\uff21",
            "\u2460",
            "1",
            "0",
            "+44",
            "7911",
            "1.0E5",
            ".0",
            "E+",
            "\ud83d\ude00",
            "\ufb01",
            "-",
            "\u1e9e");

    @ParameterizedTest
    @CsvSource({
        "' Ann@Example.ORG ', ann@example.org",
        "'\u00a0ann@example.org\u200b', ann@example.org",
        "'\uff41nn@example.org', ann@example.org",
    })
    void emails(String given, String normalised) {
        assertThat(of(given, Normalisation.EMAIL)).contains(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "ann", "@example.org", "ann@", "a@b@c", " @ ", "ann @example.org", "a@b c@d", "@@"})
    void brokenEmails(String given) {
        assertThat(of(given, Normalisation.EMAIL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "07911 123456, +447911123456",
        "+44 (0)7911-123456, +447911123456",
        "0044 7911 123456, +447911123456",
        "'\uff10\uff17911 123456', +447911123456",
        "+1 202-555-0123, +12025550123",
        "020 7946 0018 ext. 7, +442079460018;ext=7",
    })
    void phones(String given, String normalised) {
        assertThat(of(given, Normalisation.PHONE)).contains(normalised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "none", "+999 123456", "07911 12345", "0000000000", "ann@example.org"})
    void brokenPhones(String given) {
        assertThat(of(given, Normalisation.PHONE)).isEmpty();
    }

    @Test
    void aPhoneWithoutACountryNeedsARegion() {
        Identity.Kind nowhere = new Identity.Kind("phone", List.of(Normalisation.PHONE), "");
        assertThat(IdNormalisation.normalised("07911 123456", nowhere)).isEmpty();
        assertThat(IdNormalisation.normalised("+447911123456", nowhere)).contains("+447911123456");
    }

    @Test
    void lowerCaseIsTheSameWhateverTheMachineSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(of("TITLE", Normalisation.LOWER_CASE)).contains("title");
            assertThat(of("TITLE@I.ORG", Normalisation.EMAIL)).contains("title@i.org");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void stepsAreTakenInOrderAndNoneMeansNone() {
        assertThat(of(" Ab ", Normalisation.TRIM, Normalisation.LOWER_CASE)).contains("ab");
        assertThat(of(" Ab ", Normalisation.TRIM)).contains("Ab");
        assertThat(of(" Ab ")).contains("Ab");
        assertThat(of(" \u200b\t")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100000.0, 100000",
        "100000.00, 100000",
        "'\u00a0100000.0 ', 100000",
        "1.0E5, 100000",
        "1.2345678E7, 12345678",
        "1.0E+5, 100000",
        "1e+05, 100000",
        "9.007199254740991E15, 9007199254740991",
        "-1.0, -1",
        "007, 007",
        "007.0, 007",
        "12E5, 12E5",
        "1E5, 1E5",
        "1.25E1, 1.25E1",
        "1.5, 1.5",
        "1.0.0, 1.0.0",
        "v1.0, v1.0",
        "1.0E5x, 1.0E5x",
        "1.0e-5, 1.0e-5",
        "12345678901234567890.0, 12345678901234567890",
    })
    void aWholeNumberIsItsDigitsAndAllElseStaysAsItIs(String given, String normalised) {
        assertThat(of(given)).contains(normalised);
        assertThat(IdNormalisation.plain(given)).isEqualTo(normalised);
        assertThat(of(normalised)).contains(normalised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.23457E+11", "5E+11", "1.2345678901234567E19", "9.007199254740992E15", "1.0E999"})
    void aRoundedNumberIsNoId(String given) {
        assertThat(of(given)).isEmpty();
        assertThat(IdNormalisation.plain(given)).isEqualTo(given);
    }

    @Test
    void theSameTextForUnicodeIsTheSameIdAndOpaqueIdsStayApart() {
        assertThat(of("e\u0301")).isEqualTo(of("\u00e9"));
        assertThat(of("\u2460")).isNotEqualTo(of("1"));
    }

    @Test
    void whatIsNoTextIsBroken() {
        assertThat(of("a\ufffd")).isEmpty();
        assertThat(of("a\ud83d")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Normalisation.class)
    void twiceIsAsOnceAndTheEdgesDoNotMatter(Normalisation step) {
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder given = new StringBuilder();
            for (int piece = random.nextInt(9); piece >= 0; piece--) {
                given.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            Optional<String> once = of(given.toString(), step);
            assertThat(once.flatMap(id -> of(id, step))).as("%s", given).isEqualTo(once);
            assertThat(of(" \u00a0" + given + "\t\ufeff", step)).as("%s", given).isEqualTo(once);
            if (step == Normalisation.EMAIL) {
                once.ifPresent(email -> assertThat(email).matches("[^@]+@[^@]+"));
            }
        }
    }

    private static Optional<String> of(String id, Normalisation... steps) {
        return IdNormalisation.normalised(id, new Identity.Kind("kind", List.of(steps), "GB"));
    }
}
