package io.integrator.webhooks.embedded;

/** Whether a process runs; one that has ended may still be listed, without a command line, until its parent takes notice. */
final class Running {

    private Running() {}

    static boolean is(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .isPresent();
    }
}
