package io.dramatis.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.dramatis.spark.SparkSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class DemoDataTest {
    private static final int PEOPLE = 20_000;

    @Test
    void sameSeedGivesTheSameBytes(SparkSession spark, @TempDir Path directory) throws IOException {
        Written first = DemoData.write(spark, directory.resolve("one/data"), 500, 7);
        Written second = DemoData.write(spark, directory.resolve("two/data"), 500, 7);

        assertThat(second.sources()).isEqualTo(first.sources());
        assertThat(files(directory.resolve("two"))).isEqualTo(files(directory.resolve("one")));
        assertThat(files(directory.resolve("one")))
                .containsOnlyKeys(
                        "data/consent.csv",
                        "data/crm.csv",
                        "data/id_map.csv",
                        "data/survey.parquet",
                        "data/web/events-1.jsonl",
                        "data/web/events-2.jsonl",
                        "data/web/events-3.jsonl",
                        "data/web/events-4.jsonl",
                        "truth/truth.csv");
    }

    @Test
    void anotherSeedGivesOtherBytesInThePlaceOfTheFirst(SparkSession spark, @TempDir Path directory)
            throws IOException {
        DemoData.write(spark, directory.resolve("data"), 500, 7);
        Map<String, String> before = files(directory);
        DemoData.write(spark, directory.resolve("data"), 500, 8);
        Map<String, String> after = files(directory);

        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).allSatisfy((file, bytes) -> assertThat(bytes).as(file).isNotEqualTo(before.get(file)));
    }

    @Test
    void countsOfTheWholeDemo(SparkSession spark, @TempDir Path directory) throws IOException {
        Written written = DemoData.write(spark, directory.resolve("data"), PEOPLE, 1);
        Written.Source crm = written.sources().get("crm");
        Written.Source web = written.sources().get("web");
        Written.Source survey = written.sources().get("survey");

        assertThat(web.rows()).isBetween(950_000L, 1_050_000L).isEqualTo(lines(directory.resolve("data/web")));
        assertThat(crm.rows())
                .isEqualTo(PEOPLE + crm.duplicates())
                .isEqualTo(lines(directory.resolve("data/crm.csv")) - 1);
        assertThat((double) (survey.rows() - survey.duplicates()) / PEOPLE).isCloseTo(0.40, within(0.01));
        assertThat(spark.read()
                        .parquet(directory.resolve("data/survey.parquet").toString())
                        .count())
                .isEqualTo(survey.rows());
        assertThat((double) written.notConsented() / PEOPLE).isCloseTo(0.25, within(0.01));
        assertThat(lines(written.truth()) - 1).isEqualTo(PEOPLE);
        assertThat(web.late()).isBetween(100L, 2_000L);

        Set<Defect> planted = EnumSet.noneOf(Defect.class);
        written.sources().forEach((name, source) -> {
            assertThat((double) source.brokenRows() / source.rows()).as(name).isCloseTo(0.01, within(0.001));
            assertThat(source.duplicates()).as(name).isPositive();
            assertThat(source.broken()).as(name).containsOnlyKeys(Defect.of(name));
            planted.addAll(source.broken().keySet());
        });
        assertThat(planted).hasSize(10);
        assertThat(Files.readAllLines(written.truth()).stream()
                        .skip(1)
                        .map(row -> row.substring(row.indexOf(',') + 1))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .isEqualTo(Map.of(
                        "offer-planner",
                        7_600L,
                        "steady-regular",
                        5_400L,
                        "curious-explorer",
                        4_000L,
                        "counter-loyal",
                        3_000L));
    }

    @Test
    void idsAreDistinctAndPhoneNumbersValidThoughNobodys() throws NumberParseException {
        List<Person> people = Population.draw(PEOPLE, 1);
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        Set<PhoneNumber> phones = new HashSet<>();
        int given = 0;
        for (Person person : people) {
            if (person.phone().isPresent()) {
                PhoneNumber number = numbers.parse(person.phone().orElseThrow(), "GB");
                assertThat(numbers.isValidNumberForRegion(number, "GB"))
                        .as("%s", number)
                        .isTrue();
                phones.add(number);
                given++;
            }
        }

        assertThat(given).isEqualTo(16_000);
        assertThat(phones).hasSize(given);
        assertThat(people)
                .extracting(Person::email)
                .doesNotHaveDuplicates()
                .allMatch(email -> email.matches("[a-z.]+[0-9]+@example\\.(com|org|net)"));
        assertThat(people.stream().flatMap(person -> person.cookies().stream())).doesNotHaveDuplicates();
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(
                        directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static long lines(Path path) throws IOException {
        long lines = 0;
        try (Stream<Path> found = Files.walk(path)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                try (Stream<String> read = Files.lines(file)) {
                    lines += read.count();
                }
            }
        }
        return lines;
    }
}
