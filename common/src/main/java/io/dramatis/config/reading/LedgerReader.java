package io.dramatis.config.reading;

import io.dramatis.config.Input;
import io.dramatis.config.Ledger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a ledger of consents. */
final class LedgerReader {
    private static final List<String> OF_TABLE = List.of(
            "purpose",
            "purpose-separators",
            "all-purposes",
            "status",
            "expires",
            "source",
            "notice-version",
            "granted",
            "refused",
            "objected");
    private static final List<String> OF_TCF = List.of("string", "tcf-purposes", "tcf-vendor");
    private static final List<String> OF_GPC = List.of("signal");

    /** The framework has 11 purposes, and room for 24. */
    private static final int MOST_PURPOSES = 24;

    private static final int MOST_VENDORS = 65_535;

    private final Set<String> kinds;

    /** @param kinds of id that the study declares */
    LedgerReader(Set<String> kinds) {
        this.kinds = kinds;
    }

    Ledger read(ConfigNode node) {
        Input input = InputReader.read(node);
        Optional<String> id = node.required("id", "Say which kind of id the ledger knows people by");
        id.ifPresent(kind -> IdentityReader.checkKind(node, "id", kind, kinds));
        List<String> formats = node.texts("formats");
        formats.forEach(format -> TimeFormats.check(node, "formats", format));
        String kind = node.word("kind", List.of("table", "tcf", "gpc"));
        // All are read, so that the keys of each are known.
        Ledger.Statuses statuses = node.ifUsed(kind.equals("table"), () -> statuses(node));
        Ledger.TcString string = node.ifUsed(kind.equals("tcf"), () -> tcString(node));
        Ledger.Gpc gpc = node.ifUsed(kind.equals("gpc"), () -> new Ledger.Gpc(column(node, "signal")));
        checkOfUse(node, kind);
        return new Ledger(
                node.name(),
                input,
                id.orElse(""),
                column(node, "person"),
                column(node, "at"),
                formats,
                node.texts("missing").stream().map(String::strip).distinct().toList(),
                node.word("without-id", Ledger.WithoutId.class),
                switch (kind) {
                    case "tcf" -> string;
                    case "gpc" -> gpc;
                    default -> statuses;
                },
                node.origin());
    }

    private static void checkOfUse(ConfigNode node, String kind) {
        Stream<String> others = switch (kind) {
            case "tcf" -> Stream.concat(OF_TABLE.stream(), OF_GPC.stream());
            case "gpc" -> Stream.concat(OF_TABLE.stream(), OF_TCF.stream());
            default -> Stream.concat(OF_TCF.stream(), OF_GPC.stream());
        };
        others.filter(node::isWritten)
                .forEach(key -> node.problem(
                        key, node.key(key) + " is of no use to a ledger of the kind " + kind, "Leave it out"));
    }

    private static Ledger.Statuses statuses(ConfigNode node) {
        List<String> granted = words(node.someTexts("granted", "List the statuses that say yes"));
        List<String> refused = words(node.texts("refused"));
        List<String> objected = words(node.texts("objected"));
        Stream.concat(refused.stream(), objected.stream())
                .filter(granted::contains)
                .forEach(status -> node.problem(
                        "granted",
                        node.key("granted") + " has " + node.shown(status) + ", which says no elsewhere",
                        "Leave it out of `granted`, or of `refused` and `objected`"));
        return new Ledger.Statuses(
                column(node, "purpose"),
                node.texts("purpose-separators").stream()
                        .filter(separator -> !separator.isEmpty())
                        .distinct()
                        .toList(),
                words(node.texts("all-purposes")),
                column(node, "status"),
                optional(node, "expires"),
                optional(node, "source"),
                optional(node, "notice-version"),
                granted,
                refused,
                objected);
    }

    private static Ledger.TcString tcString(ConfigNode node) {
        List<String> texts =
                node.someTexts("tcf-purposes", "List the purposes of the framework that must be consented");
        List<Integer> purposes = new ArrayList<>();
        for (String text : texts) {
            Optional<Integer> purpose = number(text, MOST_PURPOSES);
            purpose.ifPresent(purposes::add);
            if (purpose.isEmpty()) {
                node.wrong("tcf-purposes", node.shown(text), "a list of whole numbers from 1 to " + MOST_PURPOSES);
            }
        }
        Optional<String> vendor = node.text("tcf-vendor");
        Optional<Integer> number = vendor.flatMap(text -> number(text, MOST_VENDORS));
        if (vendor.isPresent() && number.isEmpty()) {
            node.wrong("tcf-vendor", node.shown(vendor.get()), "a whole number from 1 to " + MOST_VENDORS);
        }
        return new Ledger.TcString(
                column(node, "string"), purposes.stream().distinct().sorted().toList(), number);
    }

    private static Optional<Integer> number(String text, int most) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(number -> number >= 1 && number <= most)
                : Optional.empty();
    }

    private static List<String> words(List<String> statuses) {
        return statuses.stream()
                .map(status -> composed(composed(status.strip()).toLowerCase(Locale.ROOT)))
                .filter(status -> !status.isEmpty())
                .distinct()
                .toList();
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static Optional<String> optional(ConfigNode node, String key) {
        return node.text(key).filter(name -> !name.isBlank());
    }

    private static String column(ConfigNode node, String key) {
        return node.required(key, "Name a column of the ledger").orElse("");
    }
}
