package io.dramatis.input.text;

import java.util.Optional;

/**
 * A record of a file of text.
 *
 * @param values of the needed columns, in UTF-8; null where the record has none, or is broken
 * @param broken why it cannot be used
 * @param hash over all of its columns
 * @param line it begins in, counted in the split from 1
 */
public record TextRecord(byte[][] values, Optional<Oddity> broken, long hash, long line) {}
