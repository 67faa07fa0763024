package io.dramatis.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Ledger;
import io.dramatis.consent.Purposes.Naming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PurposesTest {
    private static final Ledger.Statuses RULES = new Ledger.Statuses(
            "purpose",
            List.of(";", ",", " and "),
            List.of("All", "*"),
            "status",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("granted"),
            List.of(),
            List.of());

    private static Optional<List<String>> named(String cell) {
        return Purposes.named(cell, RULES, List.of("", "NA", "null"));
    }

    private static Naming naming(String cell) {
        return Purposes.naming(named(cell), "Personas");
    }

    @Test
    void aCellNamesItselfAndItsParts() {
        assertThat(named(" Personas\u00a0")).contains(List.of("personas"));
        assertThat(named("A; b,c AND d")).contains(List.of("a; b,c and d", "a", "b", "c", "d"));
        assertThat(named("a;;NA; ")).contains(List.of("a;;na;", "a", ""));
        assertThat(named("a;all")).contains(List.of("a;all", "a", "all", "*"));
        assertThat(named("[\"A, b\", 'c', null, 7]")).contains(List.of("a, b", "c", "", "7"));
        for (String none : new String[] {null, "", " \u200b", "na", "NULL", ";", " ; , ", "[]"}) {
            assertThat(named(none)).as(none).contains(List.of());
        }
        for (String garbage : List.of("[a, b]", "{a,b}", "[\"a\"", "[\"a\"] x", "[[\"a\"]]", "{\"a\": true}", "[")) {
            assertThat(named(garbage)).as(garbage).isEmpty();
        }
    }

    @Test
    void whatItIsToAPurpose() {
        Map<String, Naming> expected = new TreeMap<>();
        for (String exact : List.of(
                "personas",
                " PERSONAS\t",
                "a;personas",
                "a and Personas",
                "all,personas",
                "[\"x\",\"personas\"]",
                "NA;personas")) {
            expected.put(exact, Naming.EXACT);
        }
        for (String near : List.of(
                "persona s",
                "personas_",
                "per-sonas",
                "p\u00e9rsonas",
                "\uff50ersonas",
                "a/personas",
                "a+Persona-s",
                "'personas'",
                "[\"a/personas\"]",
                "personas\u0000",
                "a\npersonas")) {
            expected.put(near, Naming.NEAR);
        }
        expected.put("personas\u0000", Naming.EXACT);
        for (String every : List.of("all", "*", "a;ALL", "\"all\"", "[\"*\"]", "a/all", "x + All", "a/ *")) {
            expected.put(every, Naming.EVERY);
        }
        expected.put("", Naming.UNNAMED);
        expected.put("a;NA", Naming.UNNAMED);
        for (String unreadable : List.of("[personas]", "perso\ufffdnas", "pers\ufffdnas", "\ufffd")) {
            expected.put(unreadable, Naming.UNREADABLE);
        }
        for (String other : List.of("persona", "newsletter", "mypersonas", "personas2", "a b", "?")) {
            expected.put(other, Naming.OTHER);
        }
        Map<String, Naming> found = new TreeMap<>();
        expected.keySet().forEach(cell -> found.put(cell, naming(cell)));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aPurposeMayHoldASeparatorOrBeAWordForAll() {
        assertThat(Purposes.naming(named("A; b"), "a; B")).isEqualTo(Naming.EXACT);
        assertThat(Purposes.naming(named("b; a"), "a; b")).isEqualTo(Naming.OTHER);
        assertThat(Purposes.naming(named("all"), "ALL")).isEqualTo(Naming.EXACT);
        assertThat(Purposes.naming(named("?"), "!")).isEqualTo(Naming.OTHER);
    }
}
