package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids in two domains: no two pseudonyms are alike. */
class PseudonymCollisionTest {
    private static final Identity.Kind CUSTOMER =
            new Identity.Kind("customer-id", List.of(Normalisation.TRIM, Normalisation.LOWER_CASE), "");

    @TempDir
    private Path directory;

    @Test
    void tenThousandIdsInTwoDomainsAreAllApart() {
        assertAllApart(10_000);
    }

    @Test
    @Tag("long")
    void tenMillionIdsInTwoDomainsAreAllApart() {
        assertAllApart(10_000_000);
    }

    /** By their first eight bytes alone, so that whole pseudonyms are the more so. */
    private void assertAllApart(int ids) {
        KeyReference key = PseudonymKey.create(directory.resolve("key"));
        long[] starts = new long[2 * ids];
        for (int domain = 0; domain < 2; domain++) {
            Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study-" + domain, "personas");
            int from = domain * ids;
            var udf = pseudonyms.udf(CUSTOMER);
            IntStream.range(0, ids).parallel().forEach(id -> {
                try {
                    starts[from + id] = ByteBuffer.wrap(udf.call("C" + id)).getLong();
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
        }
        Arrays.parallelSort(starts);
        assertThat(IntStream.range(1, starts.length).filter(i -> starts[i] == starts[i - 1]))
                .isEmpty();
    }
}
