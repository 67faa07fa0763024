package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code intake_notes}: a row for each oddity of an input that did not end the run; no value, only shapes. */
public final class IntakeNotes {
    public static final String INPUT = "input";
    public static final String FILE = "file";
    public static final String KIND = "kind";
    public static final String COLUMN_NAME = "column_name";
    public static final String LINE = "line";
    public static final String NOTED_COUNT = "noted_count";
    public static final String EXAMPLE_SHAPE = "example_shape";
    public static final String MEANING = "meaning";
    public static final String CURE = "cure";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "intake_notes",
            "An oddity of an input that did not end the run.",
            Table.required(Table.RUN_ID, StringType, "The run that read the input."),
            Table.required(INPUT, StringType, "The source, joined file, id map or ledger, as the config names it."),
            Table.optional(FILE, StringType, "The file's name, where it is one file's."),
            Table.required(KIND, StringType, "The kind of oddity: see docs/notices.md."),
            Table.optional(COLUMN_NAME, StringType, "The column, choice or other input that it is about."),
            Table.optional(LINE, LongType, "The first line of the file that has it, from 1."),
            Table.required(NOTED_COUNT, LongType, "How many rows, ids, columns or files have it."),
            Table.optional(EXAMPLE_SHAPE, StringType, "An example with letters as a and digits as 9, 24 characters."),
            Table.required(MEANING, StringType, "What it is, in words."),
            Table.required(CURE, StringType, "What to do about it."));

    private IntakeNotes() {}
}
