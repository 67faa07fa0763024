package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Shown;
import io.dramatis.input.text.CsvHead;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Oddity;
import io.dramatis.input.text.SplitSummary;
import io.dramatis.input.text.Stop;
import io.dramatis.input.text.TextPlan;
import io.dramatis.input.text.TextRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the summaries of all splits of an input come to. */
final class TextAccount {
    private static final Map<Oddity, NoteKind> TOLD = Map.of(
            Oddity.QUOTE_IN_TEXT, NoteKind.QUOTE_IN_TEXT,
            Oddity.OVER_LINES, NoteKind.ROWS_OVER_LINES,
            Oddity.LIST_JOINED, NoteKind.VALUES_JOINED,
            Oddity.REPLACEMENT_CHARACTER, NoteKind.REPLACEMENT_CHARACTERS);

    private final InputName name;
    private final Input input;
    private final FileListing listing;
    private final TextRules rules;
    private final TextPlan plan;
    private final List<CsvHead> heads;
    private final Set<String> inEachFile;

    TextAccount(
            InputName name,
            Input input,
            FileListing listing,
            TextRules rules,
            TextPlan plan,
            List<CsvHead> heads,
            Set<String> inEachFile) {
        this.name = name;
        this.input = input;
        this.listing = listing;
        this.rules = rules;
        this.plan = plan;
        this.heads = heads;
        this.inEachFile = inEachFile;
    }

    /** What stood in a file. */
    private static final class OfFile {
        private final String file;
        private final Set<String> constants;
        private long lines;
        private long records;
        private long blankInside;
        private long blankAtEnd;
        private final long[] present;
        private final long[] otherwise;
        private final String[] spelling;
        private final Map<Oddity, SplitSummary.Seen> oddities = new EnumMap<>(Oddity.class);

        OfFile(String file, Set<String> constants, int needed) {
            this.file = file;
            this.constants = constants;
            this.present = new long[needed];
            this.otherwise = new long[needed];
            this.spelling = new String[needed];
        }

        boolean has(String column, int place) {
            return present[place] > 0 || constants.contains(column);
        }

        void add(SplitSummary split) {
            if (split.records() > 0) {
                blankInside += blankAtEnd;
                blankAtEnd = 0;
            }
            blankInside += split.blankInside();
            blankAtEnd += split.blankAtEnd();
            records += split.records();
            for (int i = 0; i < present.length; i++) {
                present[i] += split.present(i);
                otherwise[i] += split.spelledOtherwise(i);
                spelling[i] = split.otherSpelling(i).orElse(spelling[i]);
            }
            split.oddities()
                    .forEach((oddity, seen) -> oddities.merge(
                            oddity,
                            new SplitSummary.Seen(seen.count(), lines + seen.line(), seen.column()),
                            (before, after) -> new SplitSummary.Seen(
                                    before.count() + after.count(), before.line(), before.column())));
            lines += split.lines();
        }
    }

    ReadInput.Account account(Map<Integer, SplitSummary> summaries, List<Note> before) {
        Map<Integer, OfFile> files = new HashMap<>();
        List<DramatisException> stops = new ArrayList<>();
        long stopped = summaries.values().stream()
                .filter(split -> split.stop().isPresent())
                .count();
        for (int split = 0; split < plan.fileOf().size(); split++) {
            int of = plan.fileOf().get(split);
            OfFile file = files.computeIfAbsent(
                    of,
                    place -> new OfFile(
                            listing.names().get(place),
                            listing.constants().get(place).keySet(),
                            rules.needed().size()));
            SplitSummary summary = summaries.get(split);
            if (summary.stop().isPresent() && stops.isEmpty()) {
                Stop stop = summary.stop().get();
                long line = stop.line() == 0 ? 0 : file.lines + stop.line();
                stops.add(TextFaults.of(name, file.file, line, stop, rules, stopped - 1));
            }
            file.add(summary);
        }
        List<Note> notes = new ArrayList<>(before);
        for (int f = 0; f < listing.files().size(); f++) {
            notes(files.get(f), heads.get(f).names(), notes);
        }
        long records = files.values().stream().mapToLong(file -> file.records).sum();
        long broken = files.values().stream()
                .flatMap(file -> file.oddities.entrySet().stream())
                .filter(each -> each.getKey().isBroken())
                .mapToLong(each -> each.getValue().count())
                .sum();
        Optional<String> example = example(files);
        Optional<DramatisException> fault = stops.stream()
                .findFirst()
                .or(() -> missing(files, records))
                .or(() -> consent(files, broken, example.orElse("")));
        return new ReadInput.Account(Optional.of(records), broken, example, notes, fault);
    }

    private void notes(OfFile file, List<String> columns, List<Note> notes) {
        // A CSV file without a header was told when its head was read.
        if (file.records == 0 && (rules.kind() == TextRules.Kind.JSON || !columns.isEmpty())) {
            notes.add(Note.of(name.key(), NoteKind.FILE_EMPTY, 1).ofFile(file.file));
        }
        if (file.blankInside > 0) {
            notes.add(
                    Note.of(name.key(), NoteKind.LINES_BLANK, file.blankInside).ofFile(file.file));
        }
        file.oddities.forEach((oddity, seen) -> {
            if (oddity == Oddity.QUOTE_IN_NEEDED) {
                // Told as QUOTE_IN_TEXT.
                return;
            }
            NoteKind kind = oddity == Oddity.NOT_TEXT
                    ? NoteKind.BYTES_NOT_TEXT
                    : oddity.isBroken() ? NoteKind.ROWS_BROKEN : TOLD.get(oddity);
            Note note =
                    Note.of(name.key(), kind, seen.count()).ofFile(file.file).atLine(seen.line());
            List<String> names = rules.kind() == TextRules.Kind.CSV ? columns : rules.needed();
            boolean hasColumn = seen.column() >= 0 && seen.column() < names.size();
            note = hasColumn ? note.ofColumn(names.get(seen.column())) : note;
            notes.add(oddity.isBroken() ? note.like(oddity.words()) : note);
        });
        for (int i = 0; rules.kind() == TextRules.Kind.JSON && i < file.present.length; i++) {
            String column = rules.needed().get(i);
            if (file.otherwise[i] > 0) {
                notes.add(Note.of(name.key(), NoteKind.COLUMN_OF_OTHER_CASE, file.otherwise[i])
                        .ofFile(file.file)
                        .ofColumn(column + ": " + file.spelling[i]));
            }
            if (file.present[i] == 0 && file.records > 0 && !file.constants.contains(column)) {
                notes.add(Note.of(name.key(), NoteKind.COLUMN_MISSING_IN_FILE, file.records)
                        .ofFile(file.file)
                        .ofColumn(column));
            }
        }
    }

    private static Optional<String> example(Map<Integer, OfFile> files) {
        return files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .flatMap(file -> file.oddities.entrySet().stream()
                        .filter(each -> each.getKey().isBroken())
                        .sorted(Comparator.comparingLong(each -> each.getValue().line()))
                        .map(each -> file.file + ":" + each.getValue().line() + ": "
                                + each.getKey().words()))
                .findFirst();
    }

    /** A key that no record of any file has is misspelt; so is one that a file of a ledger lacks. */
    private Optional<DramatisException> missing(Map<Integer, OfFile> files, long records) {
        if (rules.kind() != TextRules.Kind.JSON || records == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < rules.needed().size(); i++) {
            int place = i;
            String column = rules.needed().get(i);
            boolean isNowhere = files.values().stream().noneMatch(file -> file.has(column, place));
            Optional<OfFile> without = files.values().stream()
                    .filter(file -> file.records > 0 && !file.has(column, place))
                    .findFirst();
            boolean isWanted = isNowhere || inEachFile.contains(column);
            if (isWanted && without.isPresent()) {
                Optional<String> other = files.values().stream()
                        .flatMap(file -> Optional.ofNullable(file.spelling[place]).stream())
                        .findFirst();
                return Optional.of(name.refused(
                        " lacks column " + Shown.line(column),
                        isNowhere
                                ? "no record of " + Shown.line(input.path()) + " has that key"
                                : String.format(
                                        Locale.ROOT,
                                        "none of the %,d records of %s has that key",
                                        without.get().records,
                                        without.get().file),
                        other.map(spelling -> "Did you mean " + Shown.line(spelling) + "? ")
                                        .orElse("") + "Correct the file, or the column's name in the config"));
            }
        }
        return Optional.empty();
    }

    /** In a ledger, nobody can tell whose no a broken record holds, or which of two spellings counts. */
    private Optional<DramatisException> consent(Map<Integer, OfFile> files, long broken, String example) {
        if (!name.isOfConsent()) {
            return Optional.empty();
        }
        if (broken > 0) {
            return Optional.of(name.refused(
                    " has " + broken + " broken rows",
                    "they do not parse, or have too few or too many fields: whose no they hold cannot be told; the first is "
                            + example,
                    "Mend the file " + input.path()));
        }
        for (OfFile file : files.values()) {
            if (rules.kind() == TextRules.Kind.JSON
                    && file.records == 0
                    && !rules.text().multiLine()) {
                return Optional.of(name.refused(
                        " has a file without a record",
                        file.file + " holds nothing: whether entries are missing cannot be told",
                        "Deliver the file again, or take it away"));
            }
            if (file.oddities.containsKey(Oddity.QUOTE_IN_NEEDED)) {
                SplitSummary.Seen seen = file.oddities.get(Oddity.QUOTE_IN_NEEDED);
                return Optional.of(name.refused(
                        " has quotes inside values without quotes",
                        file.file + ":" + seen.line() + " is the first of " + seen.count()
                                + ": what was lost or added there, and whose no it was, cannot be told",
                        "Correct the file; where a quote is part of the value, put the value in quotes and double it"));
            }
            for (int i = 0; i < file.otherwise.length; i++) {
                if (file.otherwise[i] > 0) {
                    return Optional.of(name.refused(
                            " spells the key " + Shown.line(rules.needed().get(i)) + " in two ways",
                            file.file + " has it as " + Shown.line(file.spelling[i]) + " in " + file.otherwise[i]
                                    + " records: what these say cannot be told",
                            "Mend the file, so that all records have one spelling"));
                }
            }
        }
        return Optional.empty();
    }
}
