package io.integrator.webhooks.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What others may send to a reader, kept for its tests: inputs that between them use all of its grammar, and those that once broke
 * it. Each is a file below {@code corpus/} on the class path.
 */
public final class Corpus {

    /** Bytes at which readers turn: ends, signs, quotes, brackets, and what is no UTF-8. */
    private static final byte[] TURNING =
            "\0\t\n\r \"#%'*+,-./0:;<=?[\\]_{}~\u007f\u0080\u00bf\u00c3\u00ff".getBytes(ISO_8859_1);

    private static final int MOST_DAMAGES = 4;
    private static final int LONGEST_STRETCH = 16;

    private final List<Input> inputs;

    /** One input; its name tells what it is for. */
    public static final class Input {

        private final String name;
        private final byte[] bytes;

        private Input(Path file) {
            try {
                this.name = file.getFileName().toString();
                this.bytes = Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All of it. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** A character for each byte. */
        public String text() {
            return new String(bytes, ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus(List<Input> inputs) {
        this.inputs = inputs;
    }

    /** The inputs of one directory below {@code corpus/}; fails when there are none. */
    public static Corpus of(String directory) {
        URL found = Thread.currentThread().getContextClassLoader().getResource("corpus/" + directory);
        if (found == null) {
            throw new IllegalArgumentException("There is no corpus of " + directory);
        }
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            return new Corpus(files.sorted().map(Input::new).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As they are kept, by name. */
    public Stream<Input> inputs() {
        return inputs.stream();
    }

    /** One of them with damages that are the seed's, the same each time. */
    public byte[] damaged(long seed) {
        Random random = new Random(seed);
        byte[] bytes = pick(random);
        for (int damages = 1 + random.nextInt(MOST_DAMAGES); damages > 0; damages--) {
            bytes = damaged(bytes, random);
        }
        return bytes;
    }

    /** The same with a character for each byte. */
    public String damagedText(long seed) {
        return new String(damaged(seed), ISO_8859_1);
    }

    private byte[] damaged(byte[] bytes, Random random) {
        int place = random.nextInt(bytes.length + 1);
        int after = Math.min(bytes.length, place + random.nextInt(LONGEST_STRETCH));
        byte[] stretch = Arrays.copyOfRange(bytes, place, after);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(bytes, place, after, new byte[0]);
            case 1 -> replaced(bytes, place, place, stretch);
            case 2 -> replaced(bytes, place, after, random(stretch, random));
            case 3 -> replaced(bytes, place, Math.min(bytes.length, place + 1), turning(random));
            case 4 -> replaced(bytes, place, place, turning(random));
            default -> replaced(bytes, place, bytes.length, tail(pick(random), random));
        };
    }

    private byte[] pick(Random random) {
        return inputs.get(random.nextInt(inputs.size())).bytes();
    }

    private static byte[] random(byte[] stretch, Random random) {
        random.nextBytes(stretch);
        return stretch;
    }

    private static byte[] turning(Random random) {
        return new byte[] {TURNING[random.nextInt(TURNING.length)]};
    }

    private static byte[] tail(byte[] bytes, Random random) {
        return Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length);
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length + by.length);
        result.write(bytes, 0, from);
        result.write(by, 0, by.length);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
