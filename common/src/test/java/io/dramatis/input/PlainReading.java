package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.config.Origin;
import io.dramatis.config.Secret;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.input.text.CsvHead;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.PieceRows;
import io.dramatis.input.text.SplitSummary;
import io.dramatis.input.text.TextPlan;
import io.dramatis.input.text.TextRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * An input of text as the reader reads it, without Spark: the heads, then each split, then the account.
 *
 * @param records in the order of files and lines
 * @param hashes of the records, over all of their columns
 * @param fault why nothing of it may be used
 */
record PlainReading(
        List<SimpleRecord> records,
        List<Long> hashes,
        Optional<ReadInput.Account> account,
        Optional<DramatisException> fault,
        int splits) {
    static final InputName NAME =
            new InputName("crm", "Source crm", new Origin("study.conf:1", "crm"), ExitCode.CONTRACT);

    private static final Configuration CONFIGURATION = configuration();

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        // Check sums beside each file would only cost time.
        configuration.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        return configuration;
    }

    static Input input(String format, String path, Input.Text text, Map<String, String> options) {
        Map<String, Secret> given = new HashMap<>();
        options.forEach((key, value) -> given.put(key, new Secret(value)));
        return new Input(format, path, given, text, NAME.origin());
    }

    /** @param bytesOfSplit at most */
    static PlainReading of(Input input, List<String> needed, long bytesOfSplit) {
        FileListing listing = FileListing.of(input, CONFIGURATION);
        TextOptions options = new TextOptions(NAME, input);
        TextRules.Kind kind = input.format().equals("csv") ? TextRules.Kind.CSV : TextRules.Kind.JSON;
        TextRules rules = new TextRules(kind, options.text(), needed, Map.of(), options.dialect());
        List<Note> notes = new ArrayList<>();
        List<CsvHead> heads;
        try {
            heads = new TextHeads(NAME, input, listing, rules, CONFIGURATION).read(notes);
        } catch (DramatisException refused) {
            return new PlainReading(List.of(), List.of(), Optional.empty(), Optional.of(refused), 0);
        }
        TextPlan plan = TextPlan.of(rules, listing, heads, CONFIGURATION, bytesOfSplit);
        Map<Integer, SplitSummary> summaries = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (var task : plan.tasks()) {
            try (PieceRows pieces = new PieceRows(
                    rules, task.iterator(), CONFIGURATION, summary -> summaries.put(summary.split(), summary))) {
                pieces.forEachRemaining(rows::add);
            }
        }
        ReadInput.Account account =
                new TextAccount(NAME, input, listing, rules, plan, heads, Set.of()).account(summaries, notes);
        return new PlainReading(
                records(rows, plan, listing, summaries, needed.size()),
                rows.stream().map(row -> row.getLong(needed.size() + 1)).toList(),
                Optional.of(account),
                account.fault(),
                plan.fileOf().size());
    }

    private static List<SimpleRecord> records(
            List<Row> rows, TextPlan plan, FileListing listing, Map<Integer, SplitSummary> summaries, int needed) {
        Map<Integer, Long> linesOfFile = new HashMap<>();
        List<Long> before = new ArrayList<>();
        for (int split = 0; split < plan.fileOf().size(); split++) {
            int file = plan.fileOf().get(split);
            before.add(linesOfFile.getOrDefault(file, 0L));
            linesOfFile.merge(file, summaries.get(split).lines(), Long::sum);
        }
        List<SimpleRecord> records = new ArrayList<>();
        for (Row row : rows) {
            long at = row.getLong(needed + 2);
            int split = (int) (at >> PieceRows.SPLIT_SHIFT);
            long line = before.get(split) + (at & ((1L << PieceRows.SPLIT_SHIFT) - 1));
            List<String> values = new ArrayList<>();
            for (int i = 0; i < needed; i++) {
                byte[] value = row.getAs(i);
                values.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
            }
            Optional<String> broken = Optional.ofNullable(row.getString(needed));
            String file = listing.names().get(plan.fileOf().get(split));
            records.add(new SimpleRecord(file, line, broken.isPresent() ? List.of() : values, broken.orElse("")));
        }
        return records;
    }

    static PlainReading of(Input input, List<String> needed) {
        return of(input, needed, 1 << 20);
    }

    List<Note> notes() {
        return account.map(ReadInput.Account::notes).orElse(List.of());
    }

    /** What people are told. */
    String words() {
        return fault.map(found -> found.problem() + "; " + found.reason() + "; " + found.cure())
                .orElse("");
    }
}
