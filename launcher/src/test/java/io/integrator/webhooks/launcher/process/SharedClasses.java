package io.integrator.webhooks.launcher.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Class-data sharing for the processes that tests start, of which half of the processor time goes into loading classes. The
 * first worker that stops in order leaves an archive of what it has loaded, and those that start later use it.
 */
final class SharedClasses {

    /** Surefire may run several JVMs at once; an archive is of the class path of one. */
    private static final SharedClasses OF_THIS_JVM =
            new SharedClasses(Path.of("target", "class-data", System.getProperty("surefire.forkNumber", "1"))
                    .toAbsolutePath());

    private final Path directory;
    private final String classPath;
    private final Path archive;
    private final Path recorded;
    private Optional<Process> recorder = Optional.empty();

    private SharedClasses(Path directory) {
        this.directory = directory;
        this.archive = directory.resolve("archive.jsa");
        this.recorded = directory.resolve("recorded.jsa");
        this.classPath = ofJars(System.getProperty("java.class.path"));
        forgetFormer();
    }

    static SharedClasses ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** This JVM's class path with jars in the place of folders, whose classes can't be shared. */
    String classPath() {
        return classPath;
    }

    /**
     * Starts a JVM.
     *
     * @param command    the command line, to which options come after its first word
     * @param recordable whether what it loads is worth an archive
     */
    synchronized Process start(ProcessBuilder builder, List<String> command, boolean recordable) throws IOException {
        keepWhatWasRecorded();
        boolean shared = Files.exists(archive);
        boolean recording = recordable && !shared && recorder.isEmpty();
        List<String> whole = new ArrayList<>(command);
        if (shared) {
            whole.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
        } else if (recording) {
            // What it has to say about classes that can't be archived would stand among the lines on stdout.
            whole.addAll(1, List.of("-XX:ArchiveClassesAtExit=" + recorded, "-Xlog:disable"));
        }
        Process process = builder.command(whole).start();
        if (recording) {
            recorder = Optional.of(process);
        }
        return process;
    }

    /** One that was killed has left nothing, and another may try. */
    private void keepWhatWasRecorded() throws IOException {
        if (recorder.filter(process -> !process.isAlive()).isPresent()) {
            if (Files.exists(recorded)) {
                Files.move(recorded, archive, StandardCopyOption.ATOMIC_MOVE);
            }
            recorder = Optional.empty();
        }
    }

    private void forgetFormer() {
        try {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(recorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ofJars(String path) {
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(element -> Files.isDirectory(Path.of(element)) ? jarOf(Path.of(element)) : element)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String jarOf(Path folder) {
        String name = folder.toString().replaceAll("\\W+", "-") + ".jar";
        try {
            Path jar = Files.createDirectories(directory).resolve(name);
            int status = ToolProvider.findFirst("jar")
                    .orElseThrow(() -> new IllegalStateException("no jar tool in this JDK"))
                    .run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", folder.toString(), ".");
            if (status != 0) {
                throw new IllegalStateException("jar ended with " + status + " for " + folder);
            }
            return jar.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
