package io.dramatis.input;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;

import io.dramatis.config.Input;
import io.dramatis.input.text.CsvHead;
import io.dramatis.input.text.FileListing;
import io.dramatis.input.text.Piece;
import io.dramatis.input.text.PieceRows;
import io.dramatis.input.text.SplitSummary;
import io.dramatis.input.text.Summaries;
import io.dramatis.input.text.TextPlan;
import io.dramatis.input.text.TextRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** An input of CSV or JSON files: each line of each file is a record's, blank, or one that the config says to skip. */
final class TextInput implements ReadInput {
    private final SparkSession spark;
    private final InputName name;
    private final Input input;
    private final FileListing listing;
    private final TextRules rules;
    private final TextPlan plan;
    private final List<Note> notes;
    private final TextAccount accounts;
    private final Summaries summaries = new Summaries();
    private final Dataset<Row> rows;

    private TextInput(
            SparkSession spark,
            InputName name,
            Input input,
            FileListing listing,
            TextRules rules,
            TextPlan plan,
            List<CsvHead> heads,
            List<Note> notes,
            Set<String> inEachFile) {
        this.spark = spark;
        this.name = name;
        this.input = input;
        this.listing = listing;
        this.rules = rules;
        this.plan = plan;
        this.notes = notes;
        this.accounts = new TextAccount(name, input, listing, rules, plan, heads, inEachFile);
        spark.sparkContext().register(summaries);
        this.rows = dataset();
    }

    /**
     * Looks at the heads of the files, and prepares the reading of the rest.
     *
     * @param inEachFile columns that each file must have in some record
     */
    static TextInput of(
            SparkSession spark,
            InputName name,
            Input input,
            FileListing listing,
            List<String> needed,
            Map<String, String> separators,
            Set<String> inEachFile) {
        TextRules rules = rules(name, input, needed, separators);
        Configuration configuration = InputRows.configuration(spark, input);
        List<Note> notes = new ArrayList<>();
        TextHeads heads = new TextHeads(name, input, listing, rules, configuration);
        List<CsvHead> found = heads.read(notes);
        TextPlan plan = TextPlan.of(
                rules, listing, found, configuration, spark.sparkContext().defaultParallelism());
        return new TextInput(spark, name, input, listing, rules, plan, found, notes, inEachFile);
    }

    private static TextRules rules(InputName name, Input input, List<String> needed, Map<String, String> separators) {
        TextOptions options = new TextOptions(name, input);
        TextRules.Kind kind = input.format().equalsIgnoreCase("csv") ? TextRules.Kind.CSV : TextRules.Kind.JSON;
        return new TextRules(kind, options.text(), needed, separators, options.dialect());
    }

    /** The columns of the first file of CSV that has any. */
    static List<String> columns(SparkSession spark, InputName name, Input input, FileListing listing) {
        TextRules rules = rules(name, input, List.of(), Map.of());
        return new TextHeads(name, input, listing, rules, InputRows.configuration(spark, input))
                .read(new ArrayList<>()).stream()
                        .map(CsvHead::names)
                        .filter(names -> !names.isEmpty())
                        .findFirst()
                        .orElse(List.of());
    }

    private JavaRDD<List<Piece>> tasks() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(plan.tasks(), Math.max(1, plan.tasks().size()));
    }

    private Dataset<Row> dataset() {
        TextRules reading = rules;
        Summaries told = summaries;
        SerializableConfiguration configuration = new SerializableConfiguration(InputRows.configuration(spark, input));
        JavaRDD<Row> read = tasks().mapPartitions(tasks -> {
            List<Piece> pieces = new ArrayList<>();
            tasks.forEachRemaining(pieces::addAll);
            PieceRows records = new PieceRows(reading, pieces.iterator(), configuration.value(), told::add);
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> records.close());
            return records;
        });
        Dataset<Row> raw = spark.createDataFrame(read, PieceRows.schema(rules));
        List<String> needed = rules.needed();
        Stream<Column> columns = Stream.iterate(0, i -> i < needed.size(), i -> i + 1)
                .map(i -> col(PieceRows.column(i)).cast(DataTypes.StringType).as(needed.get(i)));
        return raw.select(Stream.concat(
                        columns,
                        Stream.of(
                                col(PieceRows.BROKEN).as(InputRows.CORRUPT),
                                col(PieceRows.HASH).as(InputRows.ROW),
                                col(PieceRows.AT).as(InputRows.AT)))
                .toArray(Column[]::new));
    }

    @Override
    public Dataset<Row> rows() {
        return rows;
    }

    @Override
    public Account account() {
        return accounts.account(summaries(), notes);
    }

    /** The summary of every split: as the rows were read, or by reading the files. */
    private Map<Integer, SplitSummary> summaries() {
        Map<Integer, SplitSummary> told = summaries.value();
        if (told.size() == plan.fileOf().size()) {
            return told;
        }
        TextRules reading = rules;
        SerializableConfiguration configuration = new SerializableConfiguration(InputRows.configuration(spark, input));
        tasks().flatMap(pieces -> pieces.stream()
                        .map(piece -> PieceRows.summary(reading, piece, configuration.value()))
                        .iterator())
                .collect()
                .forEach(summaries::add);
        return summaries.value();
    }

    @Override
    public Dataset<Row> withPlace(Dataset<Row> placed, String file, String line) {
        Map<Integer, SplitSummary> all = summaries();
        Map<Integer, Long> before = new HashMap<>();
        List<Row> splits = new ArrayList<>();
        for (int split = 0; split < plan.fileOf().size(); split++) {
            int of = plan.fileOf().get(split);
            long lines = before.getOrDefault(of, 0L);
            splits.add(RowFactory.create(split, listing.names().get(of), lines));
            before.put(of, lines + all.get(split).lines());
        }
        StructType schema = new StructType()
                .add("__split", DataTypes.IntegerType)
                .add("__split_file", DataTypes.StringType)
                .add("__split_line", DataTypes.LongType);
        Dataset<Row> files = broadcast(spark.createDataFrame(splits, schema));
        Column at = col(InputRows.AT);
        return placed.join(
                        files, shiftright(at, PieceRows.SPLIT_SHIFT).cast("int").equalTo(col("__split")), "left")
                .withColumn(file, col("__split_file"))
                .withColumn(line, col("__split_line").plus(at.bitwiseAND(lit((1L << PieceRows.SPLIT_SHIFT) - 1))))
                .drop("__split", "__split_file", "__split_line");
    }

    @Override
    public String toString() {
        return name.words();
    }
}
