package io.dramatis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "scheduled__2026-01-01T00:00:00+00:00",
                "manual__2026-01-01T00:00:00.123456+00:00",
                "'; drop table personas; --",
                "../../etc/passwd",
                "`$(id)` ${HOME} \"x\" \\",
                "M\u00fcller \ud83d\ude80",
                "--only"
            })
    void takesWhatAnOrchestratorMakes(String id) {
        assertThat(RunId.checked(id)).isEqualTo(id);
    }

    @Test
    void countsCharactersAndNotTheirBytes() {
        assertThat(RunId.checked("\ud83d\ude80".repeat(250))).hasSize(500);
        assertRefused("\ud83d\ude80".repeat(251), "it has 251 characters");
    }

    private static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "it is blank"),
                Arguments.of(" \t", "it is blank"),
                Arguments.of(" a", "it begins or ends with a blank"),
                Arguments.of("a\u00a0", "it begins or ends with a blank"),
                Arguments.of("a\nb", "a control character, a line break"),
                Arguments.of("a\u0000b", "a control character, a line break"),
                Arguments.of("a\u0085b", "a control character, a line break"),
                Arguments.of("a\u2028b", "a control character, a line break"),
                Arguments.of("a\u001b[31mb", "a control character, a line break"),
                Arguments.of("a\ud83d", "half a character"),
                Arguments.of("\ude80b", "half a character"),
                Arguments.of("__HIVE_DEFAULT_PARTITION__", "it is Spark's own word for no value"),
                Arguments.of("M\ufffdller", "start the job in a UTF-8 locale"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhyItTakesNoOther(String id, String reason) {
        assertRefused(id, reason);
    }

    private static void assertRefused(String id, String reason) {
        assertThatThrownBy(() -> RunId.checked(id)).isInstanceOfSatisfying(DramatisException.class, fault -> {
            assertThat(fault.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(fault.problem()).isEqualTo("The run id is not valid");
            assertThat(fault.reason()).contains(reason);
            assertThat(fault.cure()).contains("1 to 250 characters on one line");
        });
    }

    @Test
    void isToldAsAShellTakesIt() {
        assertThat(RunId.option("scheduled__2026-01-01T00:00:00+00:00"))
                .isEqualTo("--run-id scheduled__2026-01-01T00:00:00+00:00");
        assertThat(RunId.option("-it's $HOME")).isEqualTo("--run-id='-it'\\''s $HOME'");
    }
}
