package io.dramatis.input.text;

import java.io.Serializable;
import java.util.Map;

/**
 * A piece of a file of text: the lines that begin in it.
 *
 * @param ordinal place among all splits of the input, in the order of files and of bytes
 * @param file place of the file among those of the input
 * @param path of the file, as a URI
 * @param start first byte
 * @param length bytes
 * @param fileBytes bytes of the whole file
 * @param constants values that the folder's names give each row, by column
 */
public record Split(
        int ordinal, int file, String path, long start, long length, long fileBytes, Map<String, String> constants)
        implements Serializable {

    /** The first byte after it. */
    long end() {
        return start + length;
    }
}
