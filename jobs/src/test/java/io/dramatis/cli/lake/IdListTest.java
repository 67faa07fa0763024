package io.dramatis.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Identity;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.privacy.PseudonymKey;
import io.dramatis.privacy.Pseudonyms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdListTest {
    private static final Identity.Kind CUSTOMER =
            new Identity.Kind("customer-id", List.of(Identity.Normalisation.TRIM), "");
    private static final Identity.Kind EMAIL = new Identity.Kind("email", List.of(Identity.Normalisation.EMAIL), "");

    @TempDir
    private Path directory;

    private Pseudonyms pseudonyms;

    @BeforeEach
    void key() {
        pseudonyms = new Pseudonyms(PseudonymKey.create(directory.resolve("key")), 1, "tiny", "tests");
    }

    private IdList read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("list.csv"), text);
        return IdList.ids(file, Map.of("customer-id", CUSTOMER, "email", EMAIL), pseudonyms);
    }

    private static Stream<Arguments> entries() {
        return Stream.of(
                Arguments.of("customer-id,P1", CUSTOMER, "P1"),
                Arguments.of(" customer-id , P1 ", CUSTOMER, "P1"),
                Arguments.of("customer-id,\"P1\"", CUSTOMER, "P1"),
                Arguments.of("\"customer-id\",\"P1\"", CUSTOMER, "P1"),
                Arguments.of("\"customer-id\" ,\t\" P1 \"\u2003", CUSTOMER, "P1"),
                Arguments.of("email,Ann@Example.COM", EMAIL, "ann@example.com"),
                Arguments.of("customer-id,\"a, \"\"b\"\"\"", CUSTOMER, "a, \"b\""),
                Arguments.of("customer-id,'; drop table x; --", CUSTOMER, "'; drop table x; --"),
                Arguments.of("customer-id,`../../etc`", CUSTOMER, "`../../etc`"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void takesAnIdAsASourceWould(String line, Identity.Kind kind, String id) throws IOException {
        for (String end : List.of("", "\n", "\r\n", "\n\n \n")) {
            IdList list = read("\uFEFFkind,id" + (end.contains("\r") ? "\r\n" : "\n") + line + end);
            assertThat(list.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.line()).isEqualTo(2);
                assertThat(entry.pseudonym()).isEqualTo(pseudonyms.of(id, kind).orElseThrow());
            });
        }
    }

    @Test
    void tellsAllWrongLinesAndNothingOfThem() throws IOException {
        String text = "kind,id\ncustomer-id,P1\ncustomer-id\nphone,123\nemail,none\ncustomer-id,\ncustomer-id,a,b\n"
                + "customer-id,\"open\ncustomer-id,a\"b\n,P2\n";
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(DramatisException.class, fault -> {
            assertThat(fault.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(fault.problem()).isEqualTo("The list " + directory.resolve("list.csv") + " cannot be used");
            assertThat(fault.reason()).isEqualTo("lines 3, 4, 5, 6, 7, 8, 9, 10 are not as a list has them");
            assertThat(fault.cure()).startsWith("A line is kind,id: a kind is ");
            assertThat(fault.getMessage()).doesNotContain("phone", "none", "open", "P2");
        });
    }

    /** What a table exported with all its fields in quotes begins with, and what none begins with. */
    @Test
    void takesAHeaderInQuotes() throws IOException {
        assertThat(read("\"kind\",\"id\"\r\n\"customer-id\",\"P1\"\r\n").entries())
                .hasSize(1);
        for (String wrong : List.of("\"kind,id\"", "kind,id,", "kind;id", "\"kind\",\"id", "KIND,ID")) {
            assertThatThrownBy(() -> read(wrong + "\ncustomer-id,P1\n"))
                    .hasMessageContaining("its first line is not kind,id");
        }
    }

    @Test
    void takesNoOddLine() {
        String text = "kind,id\nkind,id\ncustomer-id;P1\n\"customer-id,P1\"\ncustomer-id,\"P1\"x\n"
                + "customer-id,P1,\ncustomer-id,\"P\n1\"\ncustomer-id,M\ufffdller\n\ufeffcustomer-id,P1\n";
        assertThatThrownBy(() -> read(text))
                .hasMessageContaining("lines 2, 3, 4, 5, 6, 7, 8, 9, 10 are not as a list has them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P1\nP2\n", "customer-id,P1\n", "id,kind\nP1,customer-id\n"})
    void wantsItsHeader(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("its first line is not kind,id");
    }

    @Test
    void refusesWhatIsNoList() throws IOException {
        assertThatThrownBy(() -> read("kind,id\n\n")).hasMessageContaining("it names nobody");
        Path file = directory.resolve("no\nsuch\u001b[31m.csv");
        assertThatThrownBy(() -> IdList.pseudonyms(file))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("no\\nsuch\\u001b[31m.csv")
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> IdList.pseudonyms(directory)).hasMessageContaining("it is no file");
        Files.write(
                directory.resolve("latin"), "kind,id\ncustomer-id,M\u00fcller".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> IdList.pseudonyms(directory.resolve("latin")))
                .hasMessageContaining("it is no UTF-8 text");
    }

    @Test
    void takesPseudonymsInHexadecimalDigits() throws IOException {
        String digits = "0f".repeat(32);
        Path file = Files.writeString(directory.resolve("p"), digits + "\n\n " + digits.toUpperCase() + "\n");
        assertThat(IdList.pseudonyms(file).entries())
                .hasSize(2)
                .allSatisfy(entry ->
                        assertThat(entry.pseudonym()).isEqualTo(HexFormat.of().parseHex(digits)));
        Files.writeString(file, digits + "\n" + digits + "0\nX'" + digits + "'\n");
        assertThatThrownBy(() -> IdList.pseudonyms(file)).hasMessageContaining("lines 2, 3 are not as a list has them");
    }
}
