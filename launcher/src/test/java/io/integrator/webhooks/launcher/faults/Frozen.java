package io.integrator.webhooks.launcher.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A process and its children that are stopped by SIGSTOP: there, with their sockets open, and doing nothing. */
final class Frozen {

    private final List<ProcessHandle> processes;

    private Frozen(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    /** Freezes a process, then its children, of which it can't get more. */
    static Frozen of(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(List.of(process));
        signal("STOP", all);
        List<ProcessHandle> children = process.descendants().toList();
        signal("STOP", children);
        all.addAll(children);
        return new Frozen(all);
    }

    /** Lets all of them go on. */
    void thaw() {
        signal("CONT", processes);
    }

    private static void signal(String signal, List<ProcessHandle> to) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        to.stream().map(ProcessHandle::pid).map(Object::toString).forEach(command::add);
        if (to.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(command).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no kill to send SIG" + signal, e);
        }
    }
}
