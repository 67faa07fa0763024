package io.dramatis;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionBuilder;
import org.junit.jupiter.api.Test;

/** The floors of the house: what may import what. */
class ArchitectureTest {
    /** The packages of common; each imports only from those before it. */
    private static final List<String> FLOORS = List.of(
            "error", "config", "spark", "table", "input", "consent", "privacy", "mixture", "evidence", "store", "run");

    private static final String STAGES = "io.dramatis.jobs..";
    private static final String COMMAND_LINE = "io.dramatis.cli..";
    private static final int MAX_LINES = 350;

    /** Classes of both modules, from folders or jars, without their tests. */
    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(ArchitectureTest::isNoTest).importPackages("io.dramatis");

    @Test
    void eachPackageImportsOnlyFromThoseAboveIt() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            String[] below = Stream.concat(
                            FLOORS.subList(floor + 1, FLOORS.size()).stream().map(ArchitectureTest::within),
                            Stream.of(STAGES, COMMAND_LINE))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(within(FLOORS.get(floor)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .check(HOUSE);
        }
    }

    @Test
    void everyClassIsOnAFloor() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(Stream.of(common()), Stream.of(STAGES, COMMAND_LINE))
                        .toArray(String[]::new))
                .check(HOUSE);
    }

    @Test
    void stagesImportNoOtherStage() {
        slices().matching("io.dramatis.jobs.(*)..")
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
    }

    @Test
    void stagesSeeNeitherTheStoreNorTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage(STAGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(within("store"), COMMAND_LINE)
                .check(HOUSE);
    }

    @Test
    void thereAreNoCircles() {
        slices().matching("io.dramatis.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void deltaIsKnownToTheStoreAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(within("store"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.delta..", "org.apache.spark.sql.delta..")
                .check(HOUSE);
    }

    @Test
    void commonHasNoMainMethod() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(common())
                .should()
                .haveName("main")
                .check(HOUSE);
    }

    @Test
    void onlyTheCommandLineMakesASession() {
        noClasses()
                .that()
                .resideOutsideOfPackage(COMMAND_LINE)
                .should()
                .accessTargetWhere(
                        JavaAccess.Predicates.target(describe("makes a SparkSession", ArchitectureTest::makesSession)))
                .check(HOUSE);
    }

    @Test
    void filesOfStagesAreShort() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/dramatis/jobs"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        Map<String, Integer> tooLong = new LinkedHashMap<>();
        for (Path source : sources) {
            int lines = Files.readAllLines(source).size();
            if (lines > MAX_LINES) {
                tooLong.put(source.getFileName().toString(), lines);
            }
        }
        assertThat(sources).isNotEmpty();
        assertThat(tooLong).as("files of over %d lines", MAX_LINES).isEmpty();
    }

    private static boolean isNoTest(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    private static boolean makesSession(AccessTarget target) {
        return target.getOwner().isAssignableTo(SparkSessionBuilder.class)
                || (target.getOwner().isAssignableTo(SparkSession.class)
                        && List.of("builder", "newSession").contains(target.getName()));
    }

    private static String within(String floor) {
        return "io.dramatis." + floor + "..";
    }

    private static String[] common() {
        return FLOORS.stream().map(ArchitectureTest::within).toArray(String[]::new);
    }
}
