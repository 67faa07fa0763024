package io.dramatis.config.reading;

import io.dramatis.config.Meaning;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Column;
import io.dramatis.config.Source.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the contract of a source's columns. */
final class ColumnReader {
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** Columns that the tables have of their own. */
    static final Set<String> RESERVED = Set.of("run_id", "person_id", "as_of");

    private static final Set<Type> NUMBERS = Set.of(Type.INTEGER, Type.DECIMAL);
    /** Signs between groups of three digits. */
    private static final List<String> GROUPINGS = List.of("", ".", ",", "'", " ");

    private static final Set<Type> TIMES = Set.of(Type.DATE, Type.TIMESTAMP);

    private ColumnReader() {}

    /**
     * @param nodes one a column
     * @param missing what counts as missing in the source
     * @param ids columns of the file that hold ids
     */
    static List<Column> read(Map<String, ConfigNode> nodes, List<String> missing, Set<String> ids) {
        List<Column> columns = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        nodes.forEach((name, node) -> {
            checkName(node, "column");
            String before = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (before != null) {
                node.problemHere(
                        "The columns `" + before + "` and `" + name + "` differ in upper and lower case only",
                        "Give one of them another name, and its name in the file as `from`");
            }
            columns.add(column(node, missing, ids));
        });
        return columns;
    }

    /** Tells a name that tables cannot have. */
    static void checkName(ConfigNode node, String noun) {
        if (RESERVED.contains(node.name().toLowerCase(Locale.ROOT))) {
            node.problemHere(
                    "The " + noun + " `" + node.name() + "` has a name that every table uses itself",
                    "Give it another name" + (noun.equals("column") ? ", and its name in the file as `from`" : ""));
        } else if (!NAME.matcher(node.name()).matches()) {
            node.problemHere(
                    "The " + noun + " `" + node.name() + "` has a name that is not allowed",
                    "Take letters, digits and _, with a letter first"
                            + (noun.equals("column") ? ", and give its name in the file as `from`" : ""));
        }
    }

    static boolean isNumber(Column column) {
        return NUMBERS.contains(column.type());
    }

    static boolean isTime(Column column) {
        return TIMES.contains(column.type());
    }

    static Column column(ConfigNode node, List<String> missing, Set<String> ids) {
        Type type = node.word("type", Type.class);
        String from = node.text("from").filter(name -> !name.isBlank()).orElse(node.name());
        List<String> ownMissing = node.texts("missing");
        boolean identifying = node.flag("identifying");
        Column column = new Column(
                node.name(),
                from,
                type,
                node.flag("required"),
                node.texts("allowed"),
                limit(node, "min", type),
                limit(node, "max", type).filter(max -> isNotBelowMin(node, type, max)),
                pattern(node, type),
                formats(node, type),
                notation(node, type),
                node.isMissing("missing") ? missing : ownMissing,
                identifying || ids.contains(from),
                node.word("category", Source.Category.class),
                node.text("description").orElse(""),
                node.origin());
        checkAllowed(node, column);
        return column;
    }

    private static void checkAllowed(ConfigNode node, Column column) {
        for (String value : column.allowed()) {
            if (Meaning.of(column, value).isEmpty()) {
                node.wrong("allowed", node.shown(value), "a list of values of the type " + Words.of(column.type()));
            }
        }
        ChoicesReader.checkAllowed(node, column);
    }

    private static Source.Notation notation(ConfigNode node, Type type) {
        for (String key : List.of("decimal-mark", "grouping", "not-a-number")) {
            checkOfUse(node, key, type, NUMBERS, "integer or decimal");
        }
        String mark = node.word("decimal-mark", List.of(".", ","));
        String grouping = node.text("grouping").orElse("");
        if (!GROUPINGS.contains(grouping)) {
            node.wrong("grouping", node.shown(grouping), "a point, a comma, an apostrophe, a blank, or empty");
            grouping = "";
        } else if (grouping.equals(mark)) {
            node.wrong("grouping", node.shown(grouping) + ", as `decimal-mark` is", "another sign");
            grouping = "";
        }
        return new Source.Notation(
                mark,
                grouping,
                node.word("not-a-number", List.of("breach", "missing")).equals("missing"));
    }

    private static List<String> formats(ConfigNode node, Type type) {
        List<String> formats = node.texts("formats");
        formats.forEach(format -> TimeFormats.check(node, "formats", format));
        checkOfUse(node, "formats", type, TIMES, "date or timestamp");
        return formats;
    }

    private static Optional<String> limit(ConfigNode node, String key, Type type) {
        Optional<String> limit = node.text(key);
        Set<Type> ranged = EnumSet.of(Type.INTEGER, Type.DECIMAL, Type.DATE, Type.TIMESTAMP);
        if (!checkOfUse(node, key, type, ranged, "integer, decimal, date or timestamp")) {
            return Optional.empty();
        }
        limit.filter(text -> place(type, text).isEmpty())
                .ifPresent(text -> node.wrong(
                        key, node.shown(text), TIMES.contains(type) ? "a date, such as 2026-01-31" : "a number"));
        return limit.filter(text -> place(type, text).isPresent());
    }

    private static boolean isNotBelowMin(ConfigNode node, Type type, String max) {
        Optional<BigDecimal> least = node.text("min").flatMap(min -> place(type, min));
        boolean fits = least.isEmpty()
                || place(type, max)
                        .filter(most -> most.compareTo(least.get()) >= 0)
                        .isPresent();
        if (!fits) {
            node.wrong("max", node.shown(max) + ", which is below `min`", "at least as large as `min`");
        }
        return fits;
    }

    /** Where a limit is on the line of numbers or days; empty if it is none. */
    private static Optional<BigDecimal> place(Type type, String text) {
        if (!TIMES.contains(type)) {
            return Meaning.number(text);
        }
        try {
            return Optional.of(BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> pattern(ConfigNode node, Type type) {
        Optional<String> pattern = node.text("pattern");
        checkOfUse(node, "pattern", type, EnumSet.of(Type.STRING), "string");
        pattern.ifPresent(text -> {
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                node.wrong(
                        "pattern",
                        node.shown(text) + " (" + e.getDescription().toLowerCase(Locale.ROOT) + ")",
                        "a regular expression as Java writes them");
            }
        });
        return pattern;
    }

    /** Tells a key that the column's type has no use for. */
    private static boolean checkOfUse(ConfigNode node, String key, Type type, Set<Type> types, String words) {
        if (!types.contains(type) && node.says(key)) {
            node.problem(
                    key,
                    node.key(key) + " is of no use to the type " + Words.of(type),
                    "Leave it out, or take the type " + words);
            return false;
        }
        return types.contains(type);
    }
}
