package io.integrator.webhooks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * Follows a chunked body beside Netty's decoder, which takes anything after a space for no part of a chunk's size. Sees the line with
 * the size before the decoder does, and is told how far that came.
 */
final class ChunkScan {

    private static final int MOST_DIGITS = 8;
    private static final byte DELETE = 127;
    private static final int LINE_END = 2;

    /** After the last chunk, which is empty, come trailers. */
    private static final long NO_MORE = -1;

    private boolean sizeIsNext;
    private long left;
    private int lineLength;

    ChunkScan() {
        reset();
    }

    /** Begins with another body. */
    void reset() {
        sizeIsNext = true;
        left = 0;
        lineLength = 0;
    }

    /** Whether what comes next can be read in one way only, as far as it is there. */
    boolean accepts(ByteBuf bytes) {
        lineLength = 0;
        if (!sizeIsNext) {
            return true;
        }
        int end = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\n');
        if (end < 0) {
            return true;
        }
        OptionalLong size = sizeIn(bytes, bytes.readerIndex(), end);
        left = size.orElse(0);
        lineLength = end + 1 - bytes.readerIndex();
        return size.isPresent();
    }

    /**
     * Goes on, after the decoder has.
     *
     * @param consumed bytes that the decoder has taken
     * @param content  those of them that are the body's
     */
    void advance(int consumed, int content) {
        if (consumed == 0) {
            return;
        }
        if (sizeIsNext && left == 0) {
            left = NO_MORE;
        }
        left -= left == NO_MORE ? 0 : content;
        sizeIsNext = left == 0 && consumed - lineLength - content == LINE_END;
    }

    /** Hexadecimal digits, and after them nothing or extensions, up to a carriage return (RFC 9112 section 7.1). */
    private static OptionalLong sizeIn(ByteBuf bytes, int start, int end) {
        int at = start;
        while (at < end && Character.digit(bytes.getByte(at), 16) >= 0) {
            at++;
        }
        int digits = at - start;
        boolean ended = bytes.getByte(at) == '\r' && at + 1 == end;
        if (digits == 0 || digits > MOST_DIGITS || !(ended || isExtension(bytes, at, end))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(bytes.toString(start, digits, US_ASCII), 16));
    }

    private static boolean isExtension(ByteBuf bytes, int start, int end) {
        if (bytes.getByte(start) != ';' || bytes.getByte(end - 1) != '\r') {
            return false;
        }
        return bytes.forEachByte(start, end - 1 - start, ChunkScan::isText) < 0;
    }

    private static boolean isText(byte next) {
        return (next >= ' ' && next != DELETE) || next == '\t';
    }
}
