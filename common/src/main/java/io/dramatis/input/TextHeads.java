package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.error.Shown;
import io.dramatis.input.text.CsvHead;
import io.dramatis.input.text.FileHead;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Oddity;
import io.dramatis.input.text.Spelling;
import io.dramatis.input.text.TextRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Looks at the begin of each file of an input of text: is it of the format, has it the needed columns? */
final class TextHeads {
    private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

    private final InputName name;
    private final Input input;
    private final FileListing listing;
    private final TextRules rules;
    private final Configuration configuration;

    TextHeads(InputName name, Input input, FileListing listing, TextRules rules, Configuration configuration) {
        this.name = name;
        this.input = input;
        this.listing = listing;
        this.rules = rules;
        this.configuration = configuration;
    }

    /** The heads of all files; those of JSON have nothing in them. */
    List<CsvHead> read(List<Note> notes) {
        listing.skipped()
                .forEach(skipped ->
                        notes.add(Note.of(name.key(), NoteKind.FILE_SKIPPED, 1).ofFile(skipped)));
        List<CsvHead> heads = new ArrayList<>();
        Optional<CsvHead> first = Optional.empty();
        for (int f = 0; f < listing.files().size(); f++) {
            FileStatus file = listing.files().get(f);
            String shown = listing.names().get(f);
            requireText(file, shown);
            CsvHead head = rules.kind() == TextRules.Kind.JSON ? CsvHead.none() : head(f, file, shown, notes);
            if (first.filter(before -> !before.names().isEmpty()).isEmpty()) {
                first = Optional.of(head);
            } else if (!head.names().isEmpty()
                    && !Set.copyOf(head.names()).equals(Set.copyOf(first.get().names()))) {
                Set<String> differing = new HashSet<>(head.names());
                differing.addAll(first.get().names());
                Set<String> common = new HashSet<>(head.names());
                common.retainAll(first.get().names());
                differing.removeAll(common);
                notes.add(Note.of(name.key(), NoteKind.HEADERS_DIFFER, differing.size())
                        .ofFile(shown)
                        .ofColumn(listed(differing.stream().sorted().toList())));
            }
            heads.add(head);
        }
        return heads;
    }

    private void requireText(FileStatus file, String shown) {
        try {
            FileHead.otherKind(file, rules.text(), configuration).ifPresent(kind -> {
                throw name.refused(
                        " cannot be read",
                        shown + " is no " + rules.kind().name() + ": it is " + kind,
                        "Deliver it as " + rules.kind().name() + ", or correct `format` or `path`");
            });
        } catch (IOException failure) {
            throw name.refused(
                            " cannot be read: " + Shown.line(shown),
                            "opening it failed: " + failure.getClass().getSimpleName(),
                            "Give the job the right to read it, or deliver it again")
                    .causedBy(failure);
        }
    }

    private CsvHead head(int place, FileStatus file, String shown, List<Note> notes) {
        FileHead head = FileHead.of(rules, file, configuration);
        if (head.stop().isPresent() && head.rows().isEmpty()) {
            throw TextFaults.of(
                    name, shown, head.stop().get().line(), head.stop().get(), rules, 0);
        }
        head.oddity().ifPresent(oddity -> requireHeader(shown, oddity));
        List<String> cells = head.cells();
        if (cells.isEmpty()) {
            if (name.isOfConsent()) {
                throw name.refused(
                        " has a file without a header",
                        shown + " holds nothing: whether entries are missing cannot be told",
                        "Deliver the file again, with its header");
            }
            notes.add(Note.of(name.key(), NoteKind.FILE_EMPTY, 1).ofFile(shown));
            return CsvHead.of(List.of(), rules.needed(), 0);
        }
        Set<String> constants = listing.constants().get(place).keySet();
        List<String> names = CsvHead.named(cells);
        requireColumns(shown, names, constants);
        cells(shown, names, notes);
        int empty = unread(cells, names);
        if (empty > 0) {
            notes.add(Note.of(name.key(), NoteKind.HEADER_CELL_EMPTY, empty).ofFile(shown));
        }
        if (rules.csv().hasHeader()) {
            requireOneHeader(shown, head);
        }
        return CsvHead.of(cells, rules.needed(), head.bytes());
    }

    private void requireHeader(String shown, Oddity oddity) {
        boolean isText = oddity != Oddity.NOT_TEXT;
        throw name.refused(
                " has a header that cannot be read",
                "the header of " + Shown.line(shown) + " has "
                        + (isText
                                ? "text after a closing quote"
                                : oddity.words() + " " + rules.text().encoding()),
                isText
                        ? "Correct the header"
                        : "Set the encoding that the file has, such as encoding = \"windows-1252\"");
    }

    /** Cells without a name that the study does not read by their place either. */
    private int unread(List<String> cells, List<String> names) {
        Set<String> needed = Set.copyOf(rules.needed());
        return (int) IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).isEmpty() && !needed.contains(names.get(i)))
                .count();
    }

    private void cells(String shown, List<String> names, List<Note> notes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        names.forEach(cell -> counts.merge(cell, 1, Integer::sum));
        counts.remove("");
        Optional<String> doubled = rules.needed().stream()
                .filter(needed -> counts.getOrDefault(needed, 0) > 1)
                .findFirst();
        if (doubled.isPresent()) {
            throw name.refused(
                    " has the column " + Shown.line(doubled.get()) + " twice",
                    "the header of " + shown + " names it in cells " + places(names, doubled.get())
                            + ", and which one is meant cannot be told",
                    "Give one of them another name");
        }
        counts.forEach((cell, count) -> {
            if (count > 1) {
                notes.add(Note.of(name.key(), NoteKind.HEADER_CELL_TWICE, count)
                        .ofFile(shown)
                        .ofColumn(cell));
            }
        });
        Set<String> needed = Set.copyOf(rules.needed());
        Spelling.Others others = new Spelling.Others(rules.needed());
        List<String> alike = counts.keySet().stream()
                .filter(cell -> !needed.contains(cell) && others.contain(cell))
                .toList();
        if (name.isOfConsent() && !alike.isEmpty()) {
            throw name.refused(
                    " has a declared column in two spellings",
                    "the header of " + shown + " has it as " + Shown.line(alike.get(0))
                            + ", too, and which of them counts cannot be told",
                    "Take one of them out of the file, or give it another name");
        }
        alike.forEach(cell -> notes.add(Note.of(name.key(), NoteKind.COLUMN_OF_OTHER_CASE, 1)
                .ofFile(shown)
                .ofColumn(cell)));
    }

    private static String places(List<String> cells, String cell) {
        return IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).equals(cell))
                .mapToObj(i -> String.valueOf(i + 1))
                .collect(Collectors.joining(" and "));
    }

    private void requireColumns(String shown, List<String> cells, Set<String> constants) {
        Set<String> known = Set.copyOf(cells);
        List<String> missing = rules.needed().stream()
                .filter(needed -> !known.contains(needed) && !constants.contains(needed))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        String problem = " lacks " + (missing.size() == 1 ? "column " : "columns ") + listed(missing);
        String delimiter = rules.csv().delimiterText();
        if (cells.size() == 1) {
            for (String other : DELIMITERS) {
                List<String> parts = Arrays.stream(cells.get(0).split(Pattern.quote(other)))
                        .map(part -> part.strip().replaceAll("^\"|\"$", ""))
                        .toList();
                if (!other.equals(delimiter) && parts.containsAll(missing)) {
                    String sign = other.replace("\t", "\\t");
                    throw name.refused(
                            problem,
                            "the header of " + shown + " is one piece at the delimiter \"" + delimiter + "\"",
                            "It looks as if the delimiter were \"" + sign + "\": set "
                                    + name.formatSetting("sep", "\"" + sign + "\""));
                }
            }
        }
        Optional<String> alike = cells.stream()
                .filter(cell -> missing.stream().anyMatch(one -> Spelling.isOther(cell, one)))
                .findFirst();
        // A missing header makes the first row the header: its values may identify, so they are not shown.
        boolean isHeader = missing.size() < rules.needed().size() || alike.isPresent();
        throw name.refused(
                problem,
                shown + " has " + cells.size() + (cells.size() == 1 ? " column" : " columns")
                        + (isHeader ? ": " + listed(cells) : ", and none has a declared name: is there a header?"),
                alike.map(cell -> "Did you mean " + Shown.line(cell) + "? ").orElse("")
                        + "Correct the file, or the columns' `from` in the config");
    }

    /** The first few, and how many more there are. */
    static String listed(List<String> names) {
        String first = names.stream().limit(20).map(Shown::line).collect(Collectors.joining(", "));
        return first + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
    }

    /** Rows of a survey's questions, or of its tool's own names, under the header are people to nobody but a reader. */
    private void requireOneHeader(String shown, FileHead head) {
        if (rules.text().skipRows() != Input.Text.UNSAID) {
            return;
        }
        long more = FurtherHeaders.count(head, rules.needed());
        if (more > 0) {
            throw name.refused(
                    " has more than one header row",
                    shown + ": " + (more == 1 ? "the row" : "the " + more + " rows")
                            + " after the header " + (more == 1 ? "looks" : "look")
                            + " like further headers, such as texts of questions or import ids, and not like the rows after",
                    "Set " + name.setting("skip-rows", String.valueOf(more)) + " to skip them, or "
                            + name.setting("skip-rows", "0") + " where they are data");
        }
    }
}
