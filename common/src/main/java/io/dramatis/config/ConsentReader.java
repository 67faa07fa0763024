package io.dramatis.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads on what ground people are in the study: a basis in words, or a ledger. */
final class ConsentReader {
    private static final String CURE =
            "Give either the words of the consent under which all data were collected, or a ledger";

    private ConsentReader() {}

    static Consent read(ConfigNode node, Set<String> kinds) {
        String purpose = node.required("purpose", "Name the purpose that must be granted")
                .orElse("");
        Optional<String> basis = node.text("basis").filter(words -> !words.isBlank());
        ConfigNode ledger = node.node("ledger");
        boolean hasLedger = !ledger.isMissing("path") || !InputReader.needsPath(ledger);
        if (hasLedger && basis.isPresent()) {
            node.problem("basis", "dramatis.consent has both a `basis` and a `ledger.path`", CURE);
        }
        if (!hasLedger && node.isMissing("basis")) {
            node.problem("basis", "dramatis.consent has neither a `basis` nor a `ledger.path`", CURE);
        } else if (!hasLedger && basis.isEmpty()) {
            node.wrong("basis", "blank", "the words of the consent under which all data were collected");
        }
        if (!hasLedger) {
            // Only to know its keys.
            ledger.findings().quietly(() -> ledger(ledger, purpose, kinds));
            return new Consent.Blanket(purpose, basis.orElse(""));
        }
        return ledger(ledger, purpose, kinds);
    }

    private static Consent.Ledger ledger(ConfigNode node, String purpose, Set<String> kinds) {
        Input input = InputReader.read(node);
        Optional<String> id = node.required("id", "Say which kind of id the ledger knows people by");
        id.ifPresent(kind -> IdentityReader.checkKind(node, "id", kind, kinds));
        List<String> formats = node.someTexts("formats", "Give patterns of times, such as yyyy-MM-dd HH:mm:ss");
        formats.forEach(format -> TimeFormats.check(node, "formats", format));
        List<String> granted = node.someTexts("granted", "List the statuses that say yes").stream()
                .map(status -> status.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return new Consent.Ledger(
                purpose,
                input,
                id.orElse(""),
                column(node, "person"),
                column(node, "purpose"),
                column(node, "status"),
                column(node, "at"),
                node.text("expires").filter(name -> !name.isBlank()),
                formats,
                granted,
                node.origin());
    }

    private static String column(ConfigNode node, String key) {
        return node.required(key, "Name a column of the ledger").orElse("");
    }
}
