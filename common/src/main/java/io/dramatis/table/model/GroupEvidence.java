package io.dramatis.table.model;

import static io.dramatis.table.Table.optional;
import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.DataTypes;

/** {@code group_evidence}: what speaks for and against each group, published or not. */
public final class GroupEvidence {
    public static final String GROUP_INDEX = "group_index";
    public static final String CHECK_NAME = "check_name";
    public static final String SUBJECT = "subject";
    public static final String STATISTIC = "statistic";
    public static final String THRESHOLD = "threshold";
    public static final String IS_PASSED = "is_passed";
    public static final String PEOPLE_COUNT = "people_count";
    public static final String VERDICT = "verdict";
    public static final String SENTENCE = "sentence";

    /** The check whose statistic is a number of people. */
    public static final String GROUP_PEOPLE = "group_people";

    public static final Table.Column CHECK = required(
            CHECK_NAME,
            DataTypes.StringType,
            "structure, separation, valley, stability, prediction_strength, held_out_gain, group_people,"
                    + " effective_people, people_per_feature, groups, smallest_detectable, leaving_out, separation_share,"
                    + " forming_difference, or verdict.");
    public static final Table.Column OF_SUBJECT = optional(
            SUBJECT,
            DataTypes.StringType,
            "Block or feature that the check is about; empty where it is about the groups as such.");
    public static final Table.Column OF_STATISTIC =
            optional(STATISTIC, DataTypes.DoubleType, "What was found; empty where it could not be measured.");
    public static final Table.Column OF_THRESHOLD =
            optional(THRESHOLD, DataTypes.DoubleType, "What it was held against; empty for a verdict.");
    public static final Table.Column OF_IS_PASSED = optional(
            IS_PASSED, DataTypes.BooleanType, "Whether the check was passed; empty where it could not be made.");
    public static final Table.Column OF_VERDICT = required(
            VERDICT,
            DataTypes.StringType,
            "Of the group, or of all together: natural (stands apart and comes back), reproducible (comes back, but"
                    + " with no gap), constructive (a cut that we made), withheld (too few people to say, or a claim that"
                    + " cannot be tested on such data).");
    public static final Table.Column OF_SENTENCE = required(SENTENCE, DataTypes.StringType, "Why, in plain words.");

    public static final Table TABLE = Table.of(
            Table.Zone.RESTRICTED,
            "group_evidence",
            "The checks that each group was put to, with their outcome and the verdict; one row a check, group and run.",
            required(Table.RUN_ID, DataTypes.StringType, "The run that wrote the row."),
            optional(
                    GROUP_INDEX,
                    DataTypes.IntegerType,
                    "The group, 0 for the largest; empty for a check of all groups together."),
            CHECK,
            OF_SUBJECT,
            OF_STATISTIC,
            OF_THRESHOLD,
            OF_IS_PASSED,
            required(PEOPLE_COUNT, DataTypes.LongType, "People that the check is about."),
            OF_VERDICT,
            OF_SENTENCE);

    private GroupEvidence() {}
}
