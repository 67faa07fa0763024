package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;

/** {@code input_meetings}: how many ids of a kind two inputs of a run have in common; counts alone. */
public final class InputMeetings {
    public static final String LEFT_INPUT = "left_input";
    public static final String RIGHT_INPUT = "right_input";
    public static final String KIND = "kind";
    public static final String LEFT_ID_COUNT = "left_id_count";
    public static final String RIGHT_ID_COUNT = "right_id_count";
    public static final String MEETING_ID_COUNT = "meeting_id_count";
    public static final String NEAR_ID_COUNT = "near_id_count";

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "input_meetings",
            "How many ids of a kind two inputs have in common.",
            Table.required(Table.RUN_ID, StringType, "The run that read the inputs."),
            Table.required(LEFT_INPUT, StringType, "A source, id map or ledger, as the config names it."),
            Table.required(RIGHT_INPUT, StringType, "Another one with ids of the kind."),
            Table.required(KIND, StringType, "The kind of id."),
            Table.required(LEFT_ID_COUNT, LongType, "Distinct valid ids of the one."),
            Table.required(RIGHT_ID_COUNT, LongType, "Distinct valid ids of the other."),
            Table.required(MEETING_ID_COUNT, LongType, "Ids that both have."),
            Table.required(
                    NEAR_ID_COUNT,
                    LongType,
                    "Ids that do not meet, but would without leading zeros, upper and lower case, or blanks."));

    private InputMeetings() {}
}
