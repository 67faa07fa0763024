package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import io.dramatis.input.text.CsvHead;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Piece;
import io.dramatis.input.text.SplitSummary;
import io.dramatis.input.text.TextPlan;
import io.dramatis.input.text.TextRecord;
import io.dramatis.input.text.TextRecords;
import io.dramatis.input.text.TextRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Reads an input of text whole, as {@link InputRows#readWhole} does, by the same classes and without a Spark job. */
public final class SparklessReading {
    private static final Configuration CONFIGURATION = configuration();

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        // Check sums beside each file would only cost time.
        configuration.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        return configuration;
    }

    private SparklessReading() {}

    /**
     * The rows, with the needed columns as text; null where a row has none.
     *
     * @param inEachFile columns that each file must have
     * @param separators between the parts of a list, by column
     * @param splitBytes a file is read in pieces of so many bytes
     * @throws DramatisException where it cannot be read whole
     */
    public static List<String[]> rows(
            InputName name,
            Input input,
            List<String> needed,
            Set<String> inEachFile,
            Map<String, String> separators,
            long splitBytes) {
        FileListing listing = FileListing.of(input, CONFIGURATION);
        if (listing.files().stream().allMatch(file -> file.getLen() == 0)) {
            throw name.refused(" is empty", "not a single byte", "");
        }
        TextOptions options = new TextOptions(name, input);
        TextRules.Kind kind = TextRules.Kind.valueOf(input.format().toUpperCase(Locale.ROOT));
        TextRules rules = new TextRules(kind, options.text(), needed, separators, options.dialect());
        List<Note> notes = new ArrayList<>();
        List<CsvHead> heads = new TextHeads(name, input, listing, rules, CONFIGURATION).read(notes);
        TextPlan plan = TextPlan.of(rules, listing, heads, CONFIGURATION, splitBytes);
        List<String[]> rows = new ArrayList<>();
        Map<Integer, SplitSummary> summaries = new HashMap<>();
        plan.tasks()
                .forEach(pieces -> pieces.forEach(piece -> {
                    SplitSummary summary = read(rules, piece, rows);
                    summaries.put(summary.split(), summary);
                }));
        ReadInput.Account account =
                new TextAccount(name, input, listing, rules, plan, heads, inEachFile).account(summaries, notes);
        account.requireSound();
        if (account.broken() > 0) {
            throw name.refused(" has broken rows", account.example().orElse(""), "");
        }
        return rows;
    }

    private static SplitSummary read(TextRules rules, Piece piece, List<String[]> rows) {
        try (TextRecords records = TextRecords.open(rules, piece.split(), piece.head(), CONFIGURATION)) {
            for (Optional<TextRecord> next = records.next(); next.isPresent(); next = records.next()) {
                rows.add(Arrays.stream(next.get().values())
                        .map(value -> value == null ? null : new String(value, StandardCharsets.UTF_8))
                        .toArray(String[]::new));
            }
            return records.summary();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
