package io.dramatis.config.reading;

import io.dramatis.config.Input;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Column;
import io.dramatis.config.Source.Join;
import io.dramatis.config.Source.Layout;
import io.dramatis.config.Source.SecondRow;
import io.dramatis.config.Source.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a source with its contract. */
final class SourceReader {
    static final List<String> BLOCKS = List.of("crm", "web", "survey");

    private final Set<String> kinds;
    private final ConfigNode joinTemplate;
    private final ConfigNode columnTemplate;

    /**
     * @param kinds of id that the study declares
     * @param joinTemplate what it says for every joined file
     * @param columnTemplate what it says for every column
     */
    SourceReader(Set<String> kinds, ConfigNode joinTemplate, ConfigNode columnTemplate) {
        this.kinds = kinds;
        this.joinTemplate = joinTemplate;
        this.columnTemplate = columnTemplate;
    }

    Source read(ConfigNode node) {
        ColumnReader.checkName(node, "source");
        Shape shape = node.word("shape", Shape.class);
        String block = node.word("block", BLOCKS);
        Input input = InputReader.read(node);
        ConfigNode person = node.node("person");
        String personColumn = person.required("column", "Name the column of the file with the person's id")
                .orElse("");
        Optional<String> personId = person.required("id", "Say which kind of id the column holds");
        personId.ifPresent(kind -> IdentityReader.checkKind(person, "id", kind, kinds));
        Map<String, String> ids = ids(node, personId, personColumn);

        Set<String> identifying = new HashSet<>(ids.values());
        identifying.add(personColumn);
        List<Column> columns = ColumnReader.read(
                node.nodes("columns", Optional.of(columnTemplate), Optional.of("type")),
                node.texts("missing"),
                identifying);
        Layout layout = node.word("layout", Layout.class);
        Optional<String> item = node.text("item");
        Optional<String> value = node.text("value");
        checkLayout(node, shape, layout);
        Optional<String> time = node.text("time");
        SecondRow secondRow = node.word("second-row", SecondRow.class);
        checkTime(node, shape, secondRow, columns);
        checkTieBreak(node, secondRow, columns);
        Map<String, ConfigNode> joinNodes = node.nodes("join", Optional.of(joinTemplate), Optional.empty());
        List<Join> joins = joinNodes.values().stream().map(SourceReader::join).toList();
        Set<String> used = new HashSet<>(identifying);
        columns.forEach(column -> used.add(column.from()));
        item.ifPresent(used::add);
        value.ifPresent(used::add);
        checkJoins(joins, joinNodes, used);
        return new Source(
                node.name(),
                shape,
                block,
                input,
                joins,
                personColumn,
                personId.orElse(""),
                ids,
                time,
                layout,
                item,
                value,
                columns,
                node.texts("missing"),
                node.word("duplicates", List.of("drop", "keep")).equals("keep"),
                secondRow,
                node.texts("tie-break"),
                node.number("max-rejected", Range.SHARE),
                node.number("max-unmatched", Range.SHARE),
                node.origin());
    }

    private Map<String, String> ids(ConfigNode node, Optional<String> personId, String personColumn) {
        Map<String, String> ids = IdentityReader.ids(node, kinds);
        if (personId.filter(ids::containsKey).isPresent()) {
            node.problem(
                    "ids",
                    node.key("ids") + " names a column for `" + personId.get() + "`, as `person` does",
                    "Name each kind of id once");
        }
        if (!personColumn.isEmpty() && ids.containsValue(personColumn)) {
            node.problem(
                    "ids",
                    node.key("ids") + " names the column " + node.shown(personColumn) + ", as `person` does",
                    "Give each kind of id its own column");
        }
        return ids;
    }

    private static void checkLayout(ConfigNode node, Shape shape, Layout layout) {
        if (shape != Shape.ANSWERS && node.says("layout")) {
            node.problem(
                    "layout",
                    node.key("layout") + " is of no use to the shape " + Words.of(shape),
                    "Leave it out, or say shape = answers");
        }
        for (String key : List.of("item", "value")) {
            if (layout == Layout.LONG && shape == Shape.ANSWERS) {
                node.required(key, "In the long layout, name the column of the item and that of its value");
            } else if (node.says(key)) {
                node.problem(
                        key,
                        node.key(key) + " is of no use without the long layout of answers",
                        "Leave it out, or say shape = answers and layout = long");
            }
        }
    }

    private static void checkTime(ConfigNode node, Shape shape, SecondRow secondRow, List<Column> columns) {
        if (node.isMissing("time")) {
            if (shape == Shape.EVENTS) {
                node.missing("time", "Name the column with the time of an event");
            } else if (secondRow == SecondRow.LATEST) {
                node.missing("time", "Name the column that says which row is the latest");
            }
            return;
        }
        node.text("time").ifPresent(name -> {
            Optional<Column> column =
                    columns.stream().filter(one -> one.name().equals(name)).findFirst();
            if (column.isEmpty()) {
                node.problem(
                        "time",
                        node.key("time") + " names " + node.shown(name) + ", which is no column of the source",
                        undeclared(node, name, columns));
            } else if (column.get().identifying()) {
                node.problem(
                        "time",
                        node.key("time") + " names " + node.shown(name) + ", which identifies people",
                        "Take another column: an identifying one is never stored");
            } else if (!ColumnReader.isTime(column.get())) {
                node.problem(
                        "time",
                        node.key("time") + " names " + node.shown(name) + ", which is of the type "
                                + Words.of(column.get().type()),
                        "Make it a date or a timestamp");
            }
        });
    }

    private static void checkTieBreak(ConfigNode node, SecondRow secondRow, List<Column> columns) {
        List<String> names = node.texts("tie-break");
        if (!names.isEmpty() && secondRow != SecondRow.LATEST) {
            node.problem(
                    "tie-break",
                    node.key("tie-break") + " is of no use where a second row is a breach",
                    "Leave it out, or say second-row = latest");
        }
        for (String name : names) {
            Optional<Column> column =
                    columns.stream().filter(one -> one.name().equals(name)).findFirst();
            if (column.isEmpty()) {
                node.problem(
                        "tie-break",
                        node.key("tie-break") + " names " + node.shown(name) + ", which is no column of the source",
                        undeclared(node, name, columns));
            } else if (column.get().identifying()) {
                node.problem(
                        "tie-break",
                        node.key("tie-break") + " names " + node.shown(name) + ", which identifies people",
                        "Take another column: an identifying one is never stored");
            }
        }
    }

    /** How to mend a column that the source does not declare. */
    static String undeclared(ConfigNode node, String name, List<Column> columns) {
        return node.findings()
                .didYouMean(
                        name, columns.stream().map(Column::name).toList(), "Declare it in the `columns` of the source");
    }

    static Join join(ConfigNode node) {
        Input input = InputReader.read(node);
        List<String> on = node.someTexts("on", "Name the columns that both files have");
        List<String> columns = node.someTexts("columns", "Name the columns to take from the joined file");
        columns.stream()
                .filter(on::contains)
                .forEach(column -> node.problem(
                        "columns",
                        node.key("columns") + " takes " + node.shown(column) + ", which is in `on`",
                        "Leave it out: the source has it"));
        return new Join(node.name(), input, on, columns, node.flag("required"), node.origin());
    }

    /**
     * Two joins that give the same column, and joined columns that nothing reads.
     *
     * @param used columns of the file that the source reads
     */
    private static void checkJoins(List<Join> joins, Map<String, ConfigNode> nodes, Set<String> used) {
        joins.forEach(join -> used.addAll(join.on()));
        Map<String, String> givers = new HashMap<>();
        for (Join join : joins) {
            ConfigNode node = nodes.get(join.name());
            for (String column : join.columns()) {
                String takes = node.key("columns") + " takes " + node.shown(column);
                String before = givers.putIfAbsent(column, join.name());
                if (before != null) {
                    node.problem("columns", takes + ", as the join `" + before + "` does", "Take it from one of them");
                } else if (!used.contains(column)) {
                    node.problem(
                            "columns",
                            takes + ", which no column of the source is read from",
                            node.findings()
                                    .didYouMean(
                                            column,
                                            used,
                                            "Declare it in the `columns` of the source, or leave it out"));
                }
            }
        }
    }
}
