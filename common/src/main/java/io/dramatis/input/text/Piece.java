package io.dramatis.input.text;

import java.io.Serializable;

/** A split with the head of its file. */
public record Piece(Split split, CsvHead head) implements Serializable {}
