package io.dramatis.config.reading;

import io.dramatis.config.Consent;
import io.dramatis.config.Consent.MinimumAge;
import io.dramatis.config.Ledger;
import io.dramatis.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads on what ground people are in the study: a basis in words, or ledgers. */
final class ConsentReader {
    private static final String ONE = "ledger";
    private static final String CURE =
            "Give either the words of the consent under which all data were collected, or a ledger";
    private static final int OLDEST = 120;

    private final ConfigNode node;
    private final LedgerReader ledgerReader;
    private final List<Source> sources;

    private ConsentReader(ConfigNode node, Set<String> kinds, List<Source> sources) {
        this.node = node;
        this.ledgerReader = new LedgerReader(kinds);
        this.sources = sources;
    }

    /**
     * @param template what the study says for every ledger of {@code ledgers}
     * @param kinds of id that the study declares
     */
    static Consent read(ConfigNode node, ConfigNode template, Set<String> kinds, List<Source> sources) {
        ConsentReader reader = new ConsentReader(node, kinds, sources);
        template.probe(reader.ledgerReader::read);
        return reader.read(template);
    }

    private Consent read(ConfigNode template) {
        String purpose = node.required("purpose", "Name the purpose that must be granted")
                .orElse("");
        Optional<String> basis = node.text("basis").filter(words -> !words.isBlank());
        Optional<String> explicit = node.text("explicit-purpose").filter(words -> !words.isBlank());
        List<Ledger> ledgers = ledgers(template, basis);
        Optional<MinimumAge> minimumAge = minimumAge(node.node("minimum-age"));
        if (explicit.isPresent() && ledgers.isEmpty()) {
            node.problem(
                    "explicit-purpose",
                    "dramatis.consent.explicit-purpose is of no use without a ledger",
                    "Leave it out: that somebody consented explicitly must stand in a ledger");
        }
        explicit.filter(other -> other.strip().equalsIgnoreCase(purpose.strip()))
                .ifPresent(other -> node.wrong(
                        "explicit-purpose",
                        "the `purpose` once more",
                        "a purpose of its own: explicit consent is asked apart"));
        return ledgers.isEmpty()
                ? new Consent.Blanket(purpose, basis.orElse(""), minimumAge)
                : new Consent.OfLedgers(purpose, explicit, ledgers, minimumAge);
    }

    private List<Ledger> ledgers(ConfigNode template, Optional<String> basis) {
        ConfigNode one = node.node(ONE);
        Map<String, ConfigNode> more = node.nodes("ledgers", Optional.of(template), Optional.empty());
        boolean hasOne = !one.isMissing("path") || !InputReader.needsPath(one);
        boolean hasLedger = hasOne || !more.isEmpty();
        if (hasLedger && basis.isPresent()) {
            node.problem(
                    "basis",
                    "dramatis.consent has both a `basis` and a `" + (hasOne ? "ledger.path" : "ledgers") + "`",
                    CURE);
        }
        if (!hasLedger && node.isMissing("basis")) {
            node.problem("basis", "dramatis.consent has neither a `basis` nor a `ledger.path`", CURE);
        } else if (!hasLedger && basis.isEmpty()) {
            node.wrong("basis", "blank", "the words of the consent under which all data were collected");
        }
        List<Ledger> ledgers = new ArrayList<>();
        // Read though nothing uses it, so that its keys are known.
        Ledger single = one.ifUsed(hasOne, () -> ledgerReader.read(one));
        if (hasOne) {
            ledgers.add(single);
        }
        more.forEach((name, ledger) -> {
            ColumnReader.checkName(ledger, "ledger");
            if (hasOne && name.toLowerCase(Locale.ROOT).equals(ONE)) {
                ledger.problemHere(
                        "The ledger `" + name + "` has the name of `consent.ledger`", "Give it another name");
            }
            ledgers.add(ledgerReader.read(ledger));
        });
        return ledgers;
    }

    private Optional<MinimumAge> minimumAge(ConfigNode age) {
        boolean isUnknownAllowed =
                age.word("unknown-age", List.of("deny", "allow")).equals("allow");
        Optional<String> source = age.text("source");
        Optional<String> column = age.text("column");
        if (age.isMissing("years")) {
            return Optional.empty();
        }
        int years = (int) age.integer("years", new Range(1, OLDEST, false));
        age.required("source", "Name the source that tells when people were born");
        age.required("column", "Name its column with the date or the year of birth");
        Optional<Source> known = source.flatMap(
                name -> sources.stream().filter(one -> one.name().equals(name)).findFirst());
        if (source.isPresent() && known.isEmpty()) {
            List<String> names = sources.stream().map(Source::name).toList();
            age.problem(
                    "source",
                    age.key("source") + " names the unknown source " + age.shown(source.get()),
                    age.didYouMean(source.get(), names));
        }
        if (known.isPresent() && column.isPresent()) {
            checkColumn(age, known.get(), column.get());
        }
        return Optional.of(new MinimumAge(years, source.orElse(""), column.orElse(""), isUnknownAllowed, age.origin()));
    }

    private static void checkColumn(ConfigNode age, Source source, String name) {
        Optional<Source.Column> column =
                source.columns().stream().filter(one -> one.name().equals(name)).findFirst();
        if (column.isEmpty()) {
            age.problem(
                    "column",
                    age.key("column") + " names " + age.shown(name) + ", which is no column of the source `"
                            + source.name() + "`",
                    SourceReader.undeclared(age, name, source.columns()));
        } else if (column.get().type() != Source.Type.INTEGER && !ColumnReader.isTime(column.get())) {
            age.problem(
                    "column",
                    age.key("column") + " names " + age.shown(name) + ", which is of the type "
                            + Words.of(column.get().type()),
                    "Make it an integer (the year of birth) or a date");
        } else if (source.layout() == Source.Layout.LONG) {
            age.problem(
                    "column",
                    age.key("column") + " is of a source in the long layout",
                    "Take a source with a column for the date or year of birth");
        }
    }
}
