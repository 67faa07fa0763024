package io.dramatis.jobs.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.spark.SparkSessions;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends when what was delivered is not what was agreed. */
@ExtendWith(SparkSessions.class)
class IntakeFaultsTest {
    private static final String CRM = """
            crm { shape = attributes, block = crm, path = ${data}"/crm.csv"
                  person { column = id, id = customer-id }, time = seen
                  columns { age { type = integer, max = 120 }, mail { identifying = true, pattern = ".*@.*" }, seen = date } }
            """;
    private static final String STUDY = IntakeRun.BLANKET + IntakeRun.sources("crm", CRM);
    private static final String HEADER = "id,age,mail,seen\n";

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void open(SparkSession session) {
        spark = session;
    }

    private IntakeRun run(String file) {
        IntakeRun.write(folder, "crm.csv", file);
        return IntakeRun.of(spark, folder, STUDY);
    }

    private void assertFault(IntakeRun run, ExitCode code, String problem, String reason, String cure) {
        DramatisException fault = run.fault().orElseThrow();
        assertThat(fault.problem().replace(folder + "/", "")).isEqualTo(problem);
        assertThat(fault.reason().replace(folder + "/", "")).isEqualTo(reason);
        assertThat(fault.cure().replace(folder + "/", "")).isEqualTo(cure);
        assertThat(fault.exitCode()).isEqualTo(code);
        assertThat(run.isCleanWritten("crm")).isFalse();
    }

    @Test
    void tooManyBrokenRows() {
        IntakeRun run = run(HEADER + """
                C1,30,a@b.c,2025-01-01
                C2,thirty,a@b.c,2025-01-01
                C3,130,a@b.c,2025-01-01
                C4,forty,a@b.c,2025-01-01
                C5,30,canary,2025-01-01
                """);
        assertFault(
                run,
                ExitCode.CONTRACT,
                "Source crm (study.conf:11): 4 of 5 rows (80.0%) break the contract, more than max-rejected = 0.05",
                "2 x age: not an integer (such as aaaaa); 1 x age: more than 120 (such as 999);"
                        + " 1 x mail: not of the declared pattern (first in crm.csv:6)",
                "Mend the file or its contract, or raise max-rejected; all of them are in the table rejected_rows. Nothing was published");
        assertThat(run.account("crm")).containsExactly(5L, 1L, 4L, 0L, 0L);
        assertThat(run.rejected("crm")).hasSize(4);
    }

    @Test
    void noFile() {
        assertFault(
                IntakeRun.of(spark, folder, STUDY),
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) has no file",
                "crm.csv does not exist or holds no file",
                "Deliver the file, or correct `path`");
    }

    @Test
    void anEmptyFile() {
        assertFault(
                run(""),
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) is empty",
                "crm.csv holds not a single byte",
                "Deliver the file again; nothing was published");
    }

    @Test
    void aHeaderAlone() {
        IntakeRun run = run(HEADER);
        assertFault(
                run,
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) is empty",
                "crm.csv has no row",
                "Deliver the file again; nothing was published");
        assertThat(run.account("crm")).containsExactly(0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void anotherDelimiter() {
        assertFault(
                run((HEADER + "C1,30,a@b.c,2025-01-01\n").replace(',', ';')),
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) lacks columns id, age, mail, seen",
                "the header of crm.csv is one piece at the delimiter \",\"",
                "It looks as if the delimiter were \";\": set options { sep = \";\" }");
    }

    @Test
    void noHeaderAndNoValueShown() {
        IntakeRun run = run("C1,30,canary@b.c,2025-01-01\nC2,31,a@b.c,2025-01-01\n");
        assertFault(
                run,
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) lacks columns id, age, mail, seen",
                "crm.csv has 4 columns, and none has a declared name: is there a header?",
                "Correct the file, or the columns' `from` in the config");
    }

    @Test
    void aColumnThatIsNotThere() {
        assertFault(
                run("id,years,mail,seen\nC1,30,a@b.c,2025-01-01\n"),
                ExitCode.CONTRACT,
                "Source crm (study.conf:11) lacks column age",
                "crm.csv has 4 columns: id, years, mail, seen",
                "Correct the file, or the columns' `from` in the config");
    }

    @Test
    void aSwappedHeader() {
        assertFault(
                run("id,mail,age,seen\nC1,30,canary@b.c,2025-01-01\nC2,31,a@b.c,2025-01-01\n"),
                ExitCode.CONTRACT,
                "Source crm (study.conf:11): 2 of 2 rows (100.0%) break the contract, more than max-rejected = 0.05",
                "2 x age: not an integer (such as a@a.a)",
                "Mend the file or its contract, or raise max-rejected; all of them are in the table rejected_rows. Nothing was published");
    }

    @Test
    void asOfBeforeAllData() {
        IntakeRun.write(folder, "crm.csv", HEADER + "C1,30,a@b.c,2025-01-01\n");
        assertFault(
                IntakeRun.of(spark, folder, STUDY, LocalDate.parse("2024-12-31")),
                ExitCode.USAGE,
                "as-of 2024-12-31 is before all data",
                "the earliest row is of 2025-01-01",
                "Give a later --as-of, or set dramatis.study.as-of");
    }

    @Test
    void nobodyConsented() {
        IntakeRun.write(folder, "crm.csv", HEADER + "C1,30,a@b.c,2025-01-01\n");
        IntakeRun.write(folder, "consent.csv", "customer_id,purpose,status,at\nC1,personas,denied,2025-01-01\n");
        IntakeRun run = IntakeRun.of(
                spark,
                folder,
                "dramatis.consent.ledger.path = ${data}\"/consent.csv\"\n" + IntakeRun.sources("crm", CRM));
        assertFault(
                run,
                ExitCode.PRIVACY,
                "Nobody is left in the study",
                "no row's person has a granted, unexpired consent for purpose personas",
                "Look at the ledger's purpose, statuses and times, and at intake_accounts. Nothing was published");
        assertThat(run.account("crm")).containsExactly(1L, 0L, 0L, 1L, 0L);
    }

    @Test
    void aJoinedFileWithAKeyTwice() {
        IntakeRun.write(folder, "crm.csv", HEADER + "C1,30,a@b.c,2025-01-01\n");
        IntakeRun.write(folder, "names.csv", "age,name\n30,x\n30,y\n31,z\n");
        String joined = CRM.replace(
                "seen = date }",
                "seen = date, name = string }\n"
                        + "join.names { path = ${data}\"/names.csv\", on = [age], columns = [name] }");
        assertFault(
                IntakeRun.of(spark, folder, IntakeRun.BLANKET + IntakeRun.sources("crm", joined)),
                ExitCode.CONTRACT,
                "File names joined to source crm (study.conf:14) has 1 keys more than once",
                "a row of the source would be counted once for each of them",
                "Make age unique in names.csv");
    }
}
