package io.dramatis.table.run;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code processing_records}: what a run did with personal data, as the law wants it on record (GDPR Art. 30). */
public final class ProcessingRecords {
    public static final String STUDY = "study";
    public static final String CONTROLLER = "controller";
    public static final String OFFICER = "officer";
    public static final String PURPOSE = "purpose";
    public static final String BASIS = "basis";
    public static final String SUBJECTS = "subjects";
    public static final String CATEGORIES = "categories";
    public static final String RECIPIENTS = "recipients";
    public static final String TRANSFERS = "transfers";
    public static final String RETENTION_DAYS = "retention_days";
    public static final String SAFEGUARDS = "safeguards";
    public static final String DOCUMENT = "document";

    private static final ArrayType TEXTS = DataTypes.createArrayType(StringType, false);

    /** What is read of a source, by the names of its columns. */
    public static final StructType CATEGORY = new StructType()
            .add("source", StringType, false)
            .add("block", StringType, false)
            .add("ids", TEXTS, false)
            .add("kept", TEXTS, false)
            .add("checked_only", TEXTS, false)
            .add("special", TEXTS, false)
            .add("protected", TEXTS, false);

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "processing_records",
            "What a run did with personal data: the record of processing (GDPR Art. 30).",
            Table.required(Table.RUN_ID, StringType, "The run."),
            Table.required(STUDY, StringType, "The study's name."),
            Table.optional(
                    CONTROLLER, StringType, "Who answers for the processing; null where the study does not say."),
            Table.optional(OFFICER, StringType, "The data protection officer; null where the study does not say."),
            Table.required(PURPOSE, StringType, "What the data were processed for."),
            Table.required(BASIS, StringType, "On what ground: the one consent, or the ledgers of consents."),
            Table.optional(SUBJECTS, StringType, "Whose data they are; null where the study does not say."),
            Table.required(
                    CATEGORIES,
                    DataTypes.createArrayType(CATEGORY, false),
                    "What is read of each source: kinds of id, columns kept under a pseudonym, columns checked only."),
            Table.required(RECIPIENTS, TEXTS, "To whom the personas are shown; empty where the study does not say."),
            Table.optional(TRANSFERS, StringType, "Transfers to third countries; null where the study does not say."),
            Table.required(
                    RETENTION_DAYS,
                    DataTypes.createMapType(StringType, IntegerType, false),
                    "Days that rows about people are kept after their run, by what they are."),
            Table.required(SAFEGUARDS, TEXTS, "What protects the people in the data."),
            Table.required(DOCUMENT, StringType, "All of this as a page in Markdown."));

    private ProcessingRecords() {}
}
