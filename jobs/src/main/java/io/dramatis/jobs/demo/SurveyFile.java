package io.dramatis.jobs.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The survey: a row an answer, known by an e-mail address as people type it. */
final class SurveyFile {
    static final List<String> CHANNELS = List.of("store", "email", "app", "social", "magazine");
    private static final List<String> SATISFACTION =
            List.of("very dissatisfied", "dissatisfied", "neither", "satisfied", "very satisfied");
    private static final List<String> AGE_BANDS = List.of("18-29", "30-44", "45-59", "60-74", "75+");
    private static final List<String> SCALES = List.of("price", "novelty", "service");
    private static final int ITEMS = 3;
    private static final double ITEM_MISSING = 0.04;
    private static final double DUPLICATES = 0.003;
    /** Where the scale items begin in a row. */
    private static final int FIRST_ITEM = 5;

    private SurveyFile() {}

    static Written.Source write(SparkSession spark, Path file, List<Person> people, long seed) throws IOException {
        Draws draws = new Draws(seed, DemoData.SURVEY);
        List<Person> answering = people.stream().filter(Person::answers).toList();
        double[] place = draws.spread(answering.size());
        List<Defect> defects = Defect.of(DemoData.SURVEY);
        Written.Tally tally = new Written.Tally();
        int broken = 0;
        List<Row> rows = new ArrayList<>(answering.size());
        for (int number = 0; number < answering.size(); number++) {
            Object[] row = row(answering.get(number), draws);
            if (place[number] < DemoData.BROKEN) {
                Defect defect = defects.get(broken++ % defects.size());
                spoil(row, defect);
                tally.broken(defect);
            } else {
                tally.row();
                if (place[number] > 1 - DUPLICATES) {
                    rows.add(RowFactory.create(row));
                    tally.duplicate();
                }
            }
            rows.add(RowFactory.create(row));
        }
        save(spark, rows, file);
        return tally.source();
    }

    private static Object[] row(Person person, Draws draws) {
        List<Object> row = new ArrayList<>();
        row.add(typed(person.email(), draws));
        row.add("2025-%02d-%02dT%02d:%02d:%02dZ"
                .formatted(9 + draws.below(3), 1 + draws.below(28), draws.below(24), draws.below(60), draws.below(60)));
        row.add(draws.chance(0.03) ? null : AGE_BANDS.get(ageBand(2025 - person.birthYear())));
        row.add(channels(person.persona(), draws));
        double satisfaction = 3.6 + person.persona().contentment() + 0.9 * draws.normal();
        row.add(draws.chance(0.05) ? null : SATISFACTION.get(answer(satisfaction, SATISFACTION.size()) - 1));
        for (double attitude : person.attitudes()) {
            for (int item = 1; item <= ITEMS; item++) {
                int answer = answer(attitude + 0.85 * draws.normal(), 7);
                // The last item of each scale is worded the other way round.
                row.add(draws.chance(ITEM_MISSING) ? null : item == ITEMS ? 8 - answer : answer);
            }
        }
        return row.toArray();
    }

    private static int answer(double value, int highest) {
        return (int) Math.max(1, Math.min(highest, Math.round(value)));
    }

    private static int ageBand(int age) {
        return age < 30 ? 0 : age < 45 ? 1 : age < 60 ? 2 : age < 75 ? 3 : 4;
    }

    private static String channels(Persona persona, Draws draws) {
        List<String> ticked = new ArrayList<>();
        for (int channel = 0; channel < CHANNELS.size(); channel++) {
            if (draws.chance(persona.channels()[channel])) {
                ticked.add(CHANNELS.get(channel));
            }
        }
        return ticked.isEmpty() ? null : String.join(";", ticked);
    }

    /** The address as its owner types it: capitals, spaces. */
    private static String typed(String email, Draws draws) {
        return switch (draws.below(4)) {
            case 0 -> email.toUpperCase(Locale.ROOT);
            case 1 -> Character.toUpperCase(email.charAt(0)) + email.substring(1);
            case 2 -> "  " + email + " ";
            default -> email;
        };
    }

    private static void spoil(Object[] row, Defect defect) {
        switch (defect) {
            case NO_PERSON -> row[0] = null;
            case BAD_EMAIL -> row[0] = ((String) row[0]).replace("@", " at ");
            case IMPOSSIBLE_TIME -> row[1] = ((String) row[1]).replaceFirst("T\\d\\d", "T25");
            case UNKNOWN_CATEGORY -> row[2] = "thirtyish";
            case OUT_OF_RANGE -> row[FIRST_ITEM] = 9;
            default -> throw new IllegalArgumentException("No " + defect + " in the survey");
        }
    }

    private static StructType schema() {
        StructType schema = new StructType();
        for (String column : Arrays.asList("email", "submitted_at", "age_band", "channels", "satisfaction")) {
            schema = schema.add(column, DataTypes.StringType);
        }
        for (String scale : SCALES) {
            for (int item = 1; item <= ITEMS; item++) {
                schema = schema.add(scale + "_" + item, DataTypes.IntegerType);
            }
        }
        return schema;
    }

    /** Spark writes a folder; its one part becomes the file, so that its name holds nothing random. */
    private static void save(SparkSession spark, List<Row> rows, Path file) throws IOException {
        Path folder = file.resolveSibling("." + file.getFileName());
        spark.createDataFrame(rows, schema())
                .coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(folder.toUri().toString());
        try (Stream<Path> written = Files.list(folder)) {
            for (Path part : written.toList()) {
                if (part.getFileName().toString().startsWith("part-")) {
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.delete(part);
                }
            }
        }
        Files.delete(folder);
    }
}
