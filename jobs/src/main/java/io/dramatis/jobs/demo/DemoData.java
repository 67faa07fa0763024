package io.dramatis.jobs.demo;

import io.dramatis.error.DramatisException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The data of {@code conf/demo.conf}: a CRM extract ({@code crm.csv}), the log of a web shop ({@code web/*.jsonl}), a survey
 * ({@code survey.parquet}), an id map ({@code id_map.csv}) and a consent ledger ({@code consent.csv}), of people who fall
 * into the four personas of {@link Persona}. Nobody in it is real: addresses are of the example domains of RFC 2606, phone
 * numbers are those that Ofcom keeps for drama.
 */
public final class DemoData {
    /** The day of the demo study. */
    public static final LocalDate AS_OF = LocalDate.of(2026, 1, 1);

    static final String CRM = "crm";
    static final String WEB = "web";
    static final String SURVEY = "survey";

    /** Share of the rows that are broken. */
    static final double BROKEN = 0.01;

    private DemoData() {}

    /**
     * Writes everything, over what is there. The same people and seed give the same bytes.
     *
     * @param directory of the data; the truth goes to {@code truth/truth.csv} beside it, where no source points
     * @param people about 50 web events each
     */
    public static Written write(SparkSession spark, Path directory, int people, long seed) {
        Path data = directory.toAbsolutePath().normalize();
        Path truth = data.resolveSibling("truth").resolve("truth.csv");
        List<Person> drawn = Population.draw(people, seed);
        try {
            Files.createDirectories(data);
            Files.createDirectories(truth.getParent());
            Written.Source crm = CrmFile.write(data.resolve("crm.csv"), drawn, seed);
            CrmFile.writeIdMap(data.resolve("id_map.csv"), drawn);
            Written.Source web = WebFiles.write(data.resolve("web"), drawn, seed);
            Written.Source survey = SurveyFile.write(spark, data.resolve("survey.parquet"), drawn, seed);
            int notConsented = ConsentFile.write(data.resolve("consent.csv"), drawn, seed);
            writeTruth(truth, drawn);
            return new Written(data, truth, people, notConsented, Map.of(CRM, crm, WEB, web, SURVEY, survey));
        } catch (IOException e) {
            throw DramatisException.usage(
                            "The demo data cannot be written to " + directory + ".",
                            "Writing failed: " + e.getMessage() + ".",
                            "Name a directory with about 150 MB of space in which you may write.")
                    .causedBy(e);
        }
    }

    private static void writeTruth(Path file, List<Person> people) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("customer_id,persona\n");
            for (Person person : people) {
                out.write(person.customerId() + "," + person.persona().name() + "\n");
            }
        }
    }
}
