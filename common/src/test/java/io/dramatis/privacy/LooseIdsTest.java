package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooseIdsTest {
    @ParameterizedTest
    @CsvSource({
        "007, 7",
        "7, 7",
        "0, 0",
        "000, 0",
        "C0001, c1",
        "c1, c1",
        "C-0001, c-1",
        "c100, c100",
        "1002, 1002",
        "100000.0, 100000",
        "100000.00, 100000",
        "00.0, 0",
        "' a b ', ab",
        "'Ann@Shop.Example', ann@shop.example",
        "'１２', 12",
        "10.0.0, 10.0.0",
        "0john, 0john",
        "1.5, 1.5",
    })
    void whatFilesSpellInTwoWaysIsTheSame(String id, String loose) {
        assertThat(LooseIds.loose(id)).isEqualTo(loose);
    }

    @Test
    void blanksThatNobodySeesAreLeftOut() {
        assertThat(LooseIds.loose("\uFEFFA\u00A01\u200B2\u20093")).isEqualTo("a123");
    }

    @Test
    void twiceIsAsOnce() {
        String letters = "0019aAbZ.-_ \u00A0\u200B\u0130\u03A3\u00A8\u0301\uFF10E+/#@\u00DF";
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder id = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                id.append(letters.charAt(random.nextInt(letters.length())));
            }
            String once = LooseIds.loose(id.toString());
            assertThat(LooseIds.loose(once)).as("of %s", id).isEqualTo(once);
        }
    }
}
