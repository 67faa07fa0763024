package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dramatis.config.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 deliveries of JSON files, each changed in one to three ways: they are read as a tree of each line or object is, or
 * refused where there is a reason to. However the files are split, the same comes of it.
 */
class JsonFuzzerTest {
    private static final int MUTATIONS = 2_000;

    /** What came of a delivery. */
    private enum Outcome {
        READ_IN_FULL,
        READ_WITH_BROKEN_ROWS,
        READ_WITH_COLUMNS_TOLD,
        REFUSED,
        EMPTY
    }

    @TempDir
    private Path folder;

    @Test
    void changedFilesAreReadRightOrRefusedForTheRightReason() throws IOException {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<String> differences = new ArrayList<>();
        long records = 0;
        long splits = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            int seed = i;
            JsonDraft draft = new JsonDraft(seed).changed();
            if (draft.files().values().stream().allMatch(file -> file.length == 0)) {
                outcomes.merge(Outcome.EMPTY, 1, Integer::sum);
                continue;
            }
            Path delivery = CsvFuzzerTest.written(folder, draft.files());
            SimpleJson.Result simple = SimpleJson.read(draft.files(), JsonDraft.NEEDED, draft.rules());
            Input.Text text =
                    new Input.Text(draft.rules().charset().name(), draft.rules().isDocument(), -1, 50, 8 << 20, 200);
            Input input = PlainReading.input("json", delivery + "/*.jsonl", text, Map.of());
            PlainReading whole = PlainReading.of(input, JsonDraft.NEEDED, 1 << 20);
            difference(simple, whole).ifPresent(found -> differences.add(seed + ": " + found));
            long target = i % 20 == 0 ? 64 : 300 + 37 * (i % 50);
            PlainReading pieces = PlainReading.of(input, JsonDraft.NEEDED, target);
            difference(simple, pieces).ifPresent(found -> differences.add(seed + " in pieces: " + found));
            outcomes.merge(outcome(simple, whole), 1, Integer::sum);
            records += whole.records().size();
            splits += pieces.splits();
        }
        System.out.printf(
                "JSON: %d deliveries, %s, %,d records, %,d splits, %d differences%n",
                MUTATIONS, outcomes, records, splits, differences.size());
        assertThat(differences).as("silent differences").isEmpty();
        assertThat(outcomes.get(Outcome.READ_IN_FULL)).isGreaterThan(MUTATIONS / 3);
        assertThat(outcomes.get(Outcome.READ_WITH_BROKEN_ROWS)).isGreaterThan(MUTATIONS / 10);
        assertThat(outcomes.get(Outcome.READ_WITH_COLUMNS_TOLD)).isGreaterThan(MUTATIONS / 50);
        assertThat(outcomes.get(Outcome.REFUSED)).isGreaterThan(MUTATIONS / 50);
        assertThat(records).isGreaterThan(30L * MUTATIONS / 2);
        assertThat(splits).isGreaterThan(4L * MUTATIONS);
    }

    private static Outcome outcome(SimpleJson.Result simple, PlainReading read) {
        if (read.fault().isPresent()) {
            return Outcome.REFUSED;
        }
        if (simple.records().stream().anyMatch(record -> !record.reasons().isEmpty())) {
            return Outcome.READ_WITH_BROKEN_ROWS;
        }
        return told(read).isEmpty() ? Outcome.READ_IN_FULL : Outcome.READ_WITH_COLUMNS_TOLD;
    }

    private static Optional<String> difference(SimpleJson.Result simple, PlainReading read) {
        if (!simple.refused().isEmpty()) {
            boolean isTold = simple.refused().stream().anyMatch(read.words()::contains);
            return isTold ? Optional.empty() : Optional.of(simple.refused() + " is not refused: " + read.words());
        }
        Set<String> everywhere = new TreeSet<>();
        simple.keys().values().forEach(everywhere::addAll);
        Optional<String> nowhere = JsonDraft.NEEDED.stream()
                .filter(key -> !everywhere.contains(key))
                .filter(key -> !simple.records().isEmpty())
                .findFirst();
        if (nowhere.isPresent()) {
            boolean isTold = read.words().contains("lacks column " + nowhere.get());
            return isTold ? Optional.empty() : Optional.of("lacks " + nowhere.get() + ", and " + read.words());
        }
        if (read.fault().isPresent()) {
            return Optional.of("refused: " + read.words());
        }
        for (int i = 0; i < Math.min(simple.records().size(), read.records().size()); i++) {
            if (!isRecord(simple.records().get(i), read.records().get(i))) {
                return Optional.of(
                        simple.records().get(i) + " is not " + read.records().get(i));
            }
        }
        ReadInput.Account account = read.account().orElseThrow();
        long broken = simple.records().stream()
                .filter(record -> !record.reasons().isEmpty())
                .count();
        if (simple.records().size() != read.records().size()
                || account.records().orElseThrow() != simple.records().size()
                || account.broken() != broken) {
            return Optional.of(simple.records().size() + " records, " + broken + " broken, and not "
                    + read.records().size() + ", " + account.broken());
        }
        Set<String> missing = missing(simple);
        return told(read).equals(missing) ? Optional.empty() : Optional.of(missing + " and not " + told(read));
    }

    private static boolean isRecord(SimpleJson.Record simple, SimpleRecord read) {
        if (!simple.file().equals(read.file()) || simple.line() != read.line()) {
            return false;
        }
        if (!simple.reasons().isEmpty()) {
            return simple.reasons().contains(read.broken());
        }
        if (read.isBroken()) {
            return false;
        }
        for (int i = 0; i < JsonDraft.NEEDED.size(); i++) {
            JsonNode value = simple.values().get(JsonDraft.NEEDED.get(i));
            if (!SimpleJson.isValue(read.values().get(i), value)) {
                return false;
            }
        }
        return true;
    }

    /** Columns that no record of a file has. */
    private static Set<String> missing(SimpleJson.Result simple) {
        Set<String> missing = new TreeSet<>();
        simple.keys()
                .forEach((file, keys) -> JsonDraft.NEEDED.stream()
                        .filter(key -> !keys.contains(key))
                        .filter(key -> simple.records().stream()
                                .anyMatch(record -> record.file().equals(file)))
                        .forEach(key -> missing.add(file + ": " + key)));
        return missing;
    }

    private static Set<String> told(PlainReading read) {
        Set<String> told = new TreeSet<>();
        read.account().orElseThrow().notes().stream()
                .filter(note -> note.kind() == NoteKind.COLUMN_MISSING_IN_FILE)
                .forEach(note -> told.add(
                        note.file().orElseThrow() + ": " + note.column().orElseThrow()));
        return told;
    }
}
