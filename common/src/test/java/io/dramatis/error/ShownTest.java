package io.dramatis.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void whatBreaksALineOrSteersATerminalIsWrittenOut() {
        assertThat(Shown.line("Zoë's `x`; drop table \"y\" ../..")).isEqualTo("Zoë's `x`; drop table \"y\" ../..");
        assertThat(Shown.line("a\nProblem: b\r\tc")).isEqualTo("a\\nProblem: b\\r\\tc");
        assertThat(Shown.line("\u001b[31mred\u2028\u202e\u0000")).isEqualTo("\\u001b[31mred\\u2028\\u202e\\u0000");
    }

    @Test
    void aFaultHasThreeLinesUnlessItsCauseIsAList() {
        DramatisException fault = DramatisException.contract("a\nb", "c\nd\u001b", "e");
        assertThat(fault.getMessage()).isEqualTo("a\\nb\nc\nd\\u001b\ne");
        assertThat(new Problem("x:1", "a\nb", "c\u0007").toString()).isEqualTo("x:1: a\\nb. c\\u0007");
    }
}
