package dev.kiln.spark.application;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts pieces off logs that can only be had as a whole. */
final class TextPiece {
    private TextPiece() {}

    /** What is behind an offset in bytes. */
    static LogReader.Piece of(String whole, long offset) {
        byte[] all = whole.getBytes(StandardCharsets.UTF_8);
        int from = (int) Math.min(offset, all.length);
        return new LogReader.Piece(
                new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8), all.length, false);
    }
}
