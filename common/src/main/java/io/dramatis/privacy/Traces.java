package io.dramatis.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Searches bytes for pseudonyms, in every way in which they are written down: raw, as hexadecimal digits in lower or upper
 * case, as base64 of either alphabet. All are searched for at once, so the time does not depend on how many there are.
 */
public final class Traces implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Every form is longer than this; its first bytes, as a number, lead to it. */
    private static final int WINDOW = Long.BYTES;

    private static final int BUFFER = 1 << 20;

    private final Map<Long, List<byte[]>> byStart = new HashMap<>();
    private final long[] filter;
    private final int shift;
    private final int longest;

    /** @param pseudonyms of {@link Pseudonyms#LENGTH} bytes */
    public Traces(Collection<byte[]> pseudonyms) {
        int length = WINDOW;
        for (byte[] pseudonym : pseudonyms) {
            for (byte[] form : forms(pseudonym)) {
                byStart.computeIfAbsent(start(form), start -> new ArrayList<>()).add(form);
                length = Math.max(length, form.length);
            }
        }
        longest = length;
        // Some 64 bits a form, so that few other windows pass.
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, byStart.size()) * 64L);
        bits = Math.min(Math.max(bits, 16), 27);
        shift = 64 - bits;
        filter = new long[1 << (bits - 6)];
        byStart.keySet().forEach(start -> {
            int bit = bit(start);
            filter[bit >>> 6] |= 1L << bit;
        });
    }

    private static List<byte[]> forms(byte[] pseudonym) {
        if (pseudonym.length != Pseudonyms.LENGTH) {
            throw new IllegalArgumentException("a pseudonym of " + pseudonym.length + " bytes");
        }
        String hex = HexFormat.of().formatHex(pseudonym);
        List<byte[]> forms = new ArrayList<>(List.of(pseudonym.clone()));
        for (String text : List.of(
                hex,
                hex.toUpperCase(Locale.ROOT),
                Base64.getEncoder().withoutPadding().encodeToString(pseudonym),
                Base64.getUrlEncoder().withoutPadding().encodeToString(pseudonym))) {
            byte[] form = text.getBytes(StandardCharsets.US_ASCII);
            if (forms.stream().noneMatch(other -> Arrays.equals(other, form))) {
                forms.add(form);
            }
        }
        return forms;
    }

    /**
     * What a search saw.
     *
     * @param found occurrences
     * @param bytes that were searched
     */
    public record Count(long found, long bytes) {}

    /** Searches the stream to its end. */
    public Count count(InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER + longest];
        int held = 0;
        long found = 0;
        long total = 0;
        while (true) {
            int read = bytes.readNBytes(buffer, held, buffer.length - held);
            int end = held + read;
            total += read;
            if (end < buffer.length) {
                return new Count(found + count(buffer, end, end), total);
            }
            // What begins in the last bytes may go on in the next.
            int starts = end - longest + 1;
            found += count(buffer, starts, end);
            held = end - starts;
            System.arraycopy(buffer, starts, buffer, 0, held);
        }
    }

    /** Whether one is among these bytes. */
    public boolean isIn(byte[] bytes) {
        return count(bytes, bytes.length, bytes.length) > 0;
    }

    /** Those that begin before {@code starts} and end before {@code end}. */
    private long count(byte[] buffer, int starts, int end) {
        long found = 0;
        long window = 0;
        for (int i = 0; i < Math.min(WINDOW - 1, end); i++) {
            window = (window << 8) | (buffer[i] & 0xFF);
        }
        int last = Math.min(starts, end - WINDOW + 1);
        for (int i = 0; i < last; i++) {
            window = (window << 8) | (buffer[i + WINDOW - 1] & 0xFF);
            int bit = bit(window);
            if ((filter[bit >>> 6] & (1L << bit)) != 0) {
                found += countAt(buffer, i, end, byStart.getOrDefault(window, List.of()));
            }
        }
        return found;
    }

    private static long countAt(byte[] buffer, int at, int end, List<byte[]> forms) {
        return forms.stream()
                .filter(form ->
                        at + form.length <= end && Arrays.equals(buffer, at, at + form.length, form, 0, form.length))
                .count();
    }

    private int bit(long window) {
        return (int) ((window * 0x9E3779B97F4A7C15L) >>> shift);
    }

    private static long start(byte[] form) {
        long start = 0;
        for (int i = 0; i < WINDOW; i++) {
            start = (start << 8) | (form[i] & 0xFF);
        }
        return start;
    }
}
