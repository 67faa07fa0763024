package io.dramatis.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 deliveries of CSV files, each changed in one to three ways: they are read as a deliberately simple reader reads
 * them, record by record and line by line, or refused where that one has a reason to, at its file and line. However the
 * files are split, the same comes of it.
 */
class CsvFuzzerTest {
    private static final int MUTATIONS = 2_000;

    /** What came of a delivery. */
    private enum Outcome {
        READ_IN_FULL,
        READ_WITH_BROKEN_ROWS,
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
            CsvDraft draft = new CsvDraft(i).changed();
            Path delivery = written(folder, draft.files());
            SimpleCsv.Result simple = SimpleCsv.read(draft.files(), CsvDraft.NEEDED, draft.rules());
            if (draft.files().values().stream().allMatch(file -> file.length == 0)) {
                outcomes.merge(Outcome.EMPTY, 1, Integer::sum);
                continue;
            }
            PlainReading whole = PlainReading.of(input(delivery, draft.rules()), CsvDraft.NEEDED, 1 << 20);
            difference(simple, whole).ifPresent(found -> differences.add(seed + ": " + found));
            long target = i % 20 == 0 ? 64 : 200 + 37 * (i % 50);
            PlainReading pieces = PlainReading.of(input(delivery, draft.rules()), CsvDraft.NEEDED, target);
            difference(simple, pieces).ifPresent(found -> differences.add(seed + " in pieces: " + found));
            boolean isFull = simple.records().stream().noneMatch(SimpleRecord::isBroken);
            Outcome outcome = !simple.refusals().isEmpty()
                    ? Outcome.REFUSED
                    : isFull ? Outcome.READ_IN_FULL : Outcome.READ_WITH_BROKEN_ROWS;
            outcomes.merge(outcome, 1, Integer::sum);
            records += whole.records().size();
            splits += pieces.splits();
        }
        System.out.printf(
                "CSV: %d deliveries, %s, %,d records, %,d splits, %d differences%n",
                MUTATIONS, outcomes, records, splits, differences.size());
        assertThat(differences).as("silent differences").isEmpty();
        assertThat(outcomes.get(Outcome.READ_IN_FULL)).isGreaterThan(MUTATIONS / 3);
        assertThat(outcomes.get(Outcome.READ_WITH_BROKEN_ROWS)).isGreaterThan(MUTATIONS / 10);
        assertThat(outcomes.get(Outcome.REFUSED)).isGreaterThan(MUTATIONS / 10);
        assertThat(records).isGreaterThan(30L * MUTATIONS / 2);
        assertThat(splits).isGreaterThan(4L * MUTATIONS);
    }

    /** In one folder, in place of the delivery before. */
    static Path written(Path folder, SortedMap<String, byte[]> files) throws IOException {
        try (Stream<Path> before = Files.list(folder)) {
            for (Path file : before.toList()) {
                if (!files.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    private static Input input(Path delivery, SimpleCsv.Rules rules) {
        Input.Text text = new Input.Text(
                rules.charset().name(),
                rules.multiLine(),
                rules.skipRows() == 0 ? Input.Text.UNSAID : rules.skipRows(),
                rules.maxRecordLines(),
                8 << 20,
                200);
        Map<String, String> options =
                rules.comment() == SimpleCsv.Rules.NO_COMMENT ? Map.of() : Map.of("comment", "" + rules.comment());
        // A pattern: of a folder's files Hadoop asks a process each for the rights on the local disk.
        return PlainReading.input("csv", delivery + "/*.csv", text, options);
    }

    /** What the reader makes of it otherwise, in words. */
    static Optional<String> difference(SimpleCsv.Result simple, PlainReading read) {
        if (!simple.refusals().isEmpty()) {
            if (read.fault().isEmpty()) {
                return Optional.of("not refused: " + simple.refusals());
            }
            boolean isTold = simple.refusals().stream().anyMatch(refusal -> isTold(refusal, read.words()));
            return isTold ? Optional.empty() : Optional.of(simple.refusals() + " are not " + read.words());
        }
        if (read.fault().isPresent()) {
            return Optional.of("refused: " + read.words());
        }
        for (int i = 0; i < Math.min(simple.records().size(), read.records().size()); i++) {
            if (!simple.records().get(i).equals(read.records().get(i))) {
                return Optional.of(
                        simple.records().get(i) + " is not " + read.records().get(i));
            }
        }
        ReadInput.Account account = read.account().orElseThrow();
        long broken = simple.records().stream().filter(SimpleRecord::isBroken).count();
        if (simple.records().size() != read.records().size()
                || account.records().orElseThrow() != simple.records().size()
                || account.broken() != broken) {
            return Optional.of(simple.records().size() + " records, " + broken + " broken, and not "
                    + read.records().size() + ", " + account.broken());
        }
        // Broken bytes are more than the simple reader can tell apart.
        for (int i = 0; i < simple.records().size(); i++) {
            for (int k = 0; k < i; k++) {
                boolean isCopy = simple.wholes().get(i).equals(simple.wholes().get(k));
                boolean isText = !simple.records().get(i).broken().contains("bytes");
                if (isText
                        && isCopy != read.hashes().get(i).equals(read.hashes().get(k))) {
                    return Optional.of("copies: " + simple.wholes().get(i) + " and "
                            + simple.wholes().get(k));
                }
            }
        }
        return untold(simple.records(), account);
    }

    private static boolean isTold(SimpleCsv.Refusal refusal, String words) {
        String place = refusal.file() + (refusal.line() > 0 ? ":" + refusal.line() + ";" : "");
        String also = refusal.file() + (refusal.line() > 0 ? ":" + refusal.line() + " (and in" : "");
        return words.contains(refusal.words()) && (words.contains(place) || words.contains(also));
    }

    /** Broken records are told by file and reason, with their number and the first one's line. */
    private static Optional<String> untold(List<SimpleRecord> records, ReadInput.Account account) {
        Map<List<String>, List<Long>> expected = new HashMap<>();
        records.stream()
                .filter(SimpleRecord::isBroken)
                .forEach(record -> expected.computeIfAbsent(
                                List.of(record.file(), record.broken()), none -> new ArrayList<>())
                        .add(record.line()));
        Map<List<String>, List<Long>> told = new HashMap<>();
        account.notes().stream()
                .filter(note -> note.kind() == NoteKind.ROWS_BROKEN || note.kind() == NoteKind.BYTES_NOT_TEXT)
                .forEach(note -> told.put(
                        List.of(note.file().orElseThrow(), note.shape().orElseThrow()),
                        List.of(note.count(), note.line().orElseThrow())));
        Map<List<String>, List<Long>> counted = new HashMap<>();
        expected.forEach((place, lines) -> counted.put(place, List.of((long) lines.size(), lines.get(0))));
        if (!told.equals(counted)) {
            return Optional.of("told " + told + " and not " + counted);
        }
        Optional<String> first = records.stream()
                .filter(SimpleRecord::isBroken)
                .findFirst()
                .map(record -> record.file() + ":" + record.line() + ": " + record.broken());
        return account.example().equals(first)
                ? Optional.empty()
                : Optional.of("the first is " + first + " and not " + account.example());
    }
}
