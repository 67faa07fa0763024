package io.dramatis.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvHeadTest {
    @Test
    void callsAColumnWithoutANameByItsPlace() {
        CsvHead head = CsvHead.of(List.of("", "x", ""), List.of("x", "_c2", "y"), 0);
        assertThat(head.names()).containsExactly("_c0", "x", "_c2");
        assertThat(head.places()).containsExactly(1, 2, -1);
        // Else rows that differ in where a value stands would be copies.
        assertThat(head.seeds()).doesNotHaveDuplicates();
    }

    @Test
    void takesNoNameThatAnotherColumnHas() {
        assertThat(CsvHead.named(List.of("_c1", "", "_c1"))).containsExactly("_c1", "", "_c1");
    }

    @Test
    void findsOtherSpellingsWithoutComparingEach() {
        Spelling.Others others = new Spelling.Others(List.of("Customer ID", "age"));
        assertThat(List.of("customer_id", "AGE", "age ")).allMatch(others::contain);
        assertThat(List.of("Customer ID", "age", "page", "")).noneMatch(others::contain);
    }
}
