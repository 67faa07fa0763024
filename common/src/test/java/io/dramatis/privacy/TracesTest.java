package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> pseudonyms(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> random(random, Pseudonyms.LENGTH))
                .toList();
    }

    /** One in each form. */
    private static List<byte[]> written(byte[] pseudonym) {
        List<byte[]> written = new ArrayList<>(List.of(pseudonym));
        for (String text : List.of(
                HexFormat.of().formatHex(pseudonym),
                HexFormat.of().withUpperCase().formatHex(pseudonym),
                Base64.getEncoder().encodeToString(pseudonym),
                Base64.getUrlEncoder().encodeToString(pseudonym))) {
            written.add(text.getBytes(StandardCharsets.US_ASCII));
        }
        return written;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void findsEachFormWhereverItStands(int seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> pseudonyms = pseudonyms(random, 50);
        Traces traces = new Traces(pseudonyms);
        // Longer than a buffer, so that some stand across its end.
        for (int before :
                new int[] {0, 1, 31, (1 << 20) - 40, (1 << 20) - 1, (1 << 20) + 30, (1 << 20) + 63, 3 << 20}) {
            for (byte[] form : written(pseudonyms.get(random.nextInt(50)))) {
                for (int after : new int[] {0, 1, 100}) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    bytes.writeBytes(random(random, before));
                    bytes.writeBytes(form);
                    bytes.writeBytes(random(random, after));
                    assertThat(traces.count(new ByteArrayInputStream(bytes.toByteArray())))
                            .isEqualTo(new Traces.Count(1, before + form.length + after));
                }
            }
        }
    }

    @Test
    void findsThemAllAndNothingElse() throws IOException {
        Random random = new Random(6);
        List<byte[]> pseudonyms = pseudonyms(random, 2_000);
        Traces traces = new Traces(pseudonyms);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] pseudonym : pseudonyms) {
            bytes.writeBytes(random(random, random.nextInt(2_000)));
            bytes.writeBytes(pseudonym);
        }
        assertThat(traces.count(new ByteArrayInputStream(bytes.toByteArray())).found())
                .isEqualTo(2_000);
        assertThat(new Traces(pseudonyms(random, 2_000))
                        .count(new ByteArrayInputStream(bytes.toByteArray()))
                        .found())
                .isZero();
        assertThat(new Traces(List.of())
                        .count(new ByteArrayInputStream(bytes.toByteArray()))
                        .found())
                .isZero();
        for (byte[] pseudonym : pseudonyms) {
            assertThat(traces.isIn(pseudonym)).isTrue();
            byte[] other = pseudonym.clone();
            other[31] ^= 1;
            assertThat(traces.isIn(other)).isFalse();
        }
        assertThat(traces.isIn(new byte[3])).isFalse();
    }
}
