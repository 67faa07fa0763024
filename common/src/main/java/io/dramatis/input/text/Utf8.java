package io.dramatis.input.text;

/** Well-formed UTF-8, as the Unicode Standard has it (table 3-7): no overlong forms, no surrogates. */
final class Utf8 {
    private Utf8() {}

    /** All is ASCII; all is well-formed. Else the place of the first byte that is not. */
    static final int ASCII = -1;

    static final int WELL_FORMED = -2;

    /** {@link #ASCII}, {@link #WELL_FORMED}, or the place of the first byte that is no part of a well-formed text. */
    static int check(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        if (i == to) {
            return ASCII;
        }
        while (i < to) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int length = length(lead & 0xFF);
            if (length == 0 || i + length > to || !isSecond(lead & 0xFF, bytes[i + 1] & 0xFF)) {
                return i;
            }
            for (int k = 2; k < length; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return i;
                }
            }
            i += length;
        }
        return WELL_FORMED;
    }

    private static int length(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    }

    private static boolean isSecond(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF;
            case 0xED -> second >= 0x80 && second <= 0x9F;
            case 0xF0 -> second >= 0x90 && second <= 0xBF;
            case 0xF4 -> second >= 0x80 && second <= 0x8F;
            default -> second >= 0x80 && second <= 0xBF;
        };
    }

    /** The first U+FFFD, which stands where somebody could not read a character; -1 where there is none. */
    static int replacement(byte[] bytes, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD) {
                return i;
            }
        }
        return -1;
    }
}
