package io.integrator.webhooks.http;

import io.netty.util.ByteProcessor;

/**
 * Looks at the bytes of a request's head for what Netty reads in one way and others read in another: lines that continue the line
 * before (obs-fold, RFC 9112 section 5.2), carriage returns and other control characters within lines, and a request line
 * whose three parts aren't separated by single spaces.
 */
final class HeadScan implements ByteProcessor {

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte SPACE = ' ';
    private static final byte TAB = '\t';
    private static final byte DELETE = 127;
    private static final int SPACES_OF_REQUEST_LINE = 2;

    private boolean begun;
    private boolean inRequestLine;
    private int spaces;
    private byte previous;
    private String fault;

    HeadScan() {
        reset();
    }

    /** Begins with another head. */
    void reset() {
        begun = false;
        inRequestLine = true;
        spaces = 0;
        previous = LF;
        fault = null;
    }

    /** What is wrong with the bytes that it has seen; null for nothing. */
    String fault() {
        return fault;
    }

    /** Takes the next byte; always goes on. */
    @Override
    public boolean process(byte next) {
        // Empty lines before a request are to be passed over (RFC 9112 section 2.2).
        if (!begun && (next == CR || next == LF)) {
            return true;
        }
        begun = true;
        if (previous == CR && next != LF) {
            fault = "a carriage return stands alone";
        } else if (next == LF) {
            endLine();
        } else if (inRequestLine) {
            takeOfRequestLine(next);
        } else if (previous == LF && (next == SPACE || next == TAB)) {
            fault = "a line is folded";
        } else if (previous == LF && next == ':') {
            fault = "a field has no name";
        } else if (isControl(next) && next != TAB && next != CR) {
            fault = "a control character stands in it";
        }
        previous = next;
        return true;
    }

    private void endLine() {
        if (inRequestLine && spaces != SPACES_OF_REQUEST_LINE) {
            fault = "the request line hasn't three parts";
        }
        inRequestLine = false;
    }

    private void takeOfRequestLine(byte next) {
        if (next == SPACE) {
            spaces++;
        } else if (next != CR && (next < 0 || isControl(next))) {
            fault = "a character of the request line must be escaped";
        }
    }

    private static boolean isControl(byte next) {
        return (next >= 0 && next < SPACE) || next == DELETE;
    }
}
