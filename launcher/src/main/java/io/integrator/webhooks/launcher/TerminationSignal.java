package io.integrator.webhooks.launcher;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something in order when the process is asked to end, by SIGTERM or by Ctrl-C. Shutdown hooks all run at once, and a
 * process that has any ends with 143; a signal that is handled lets the work in flight end first, and the exit code be 0.
 */
final class TerminationSignal {

    private static final Logger LOG = LoggerFactory.getLogger(TerminationSignal.class);
    private static final int KILLED = 137;

    private TerminationSignal() {}

    /**
     * Stops once, then exits with 0, or with 1 when stopping failed. A second signal ends the process at once.
     *
     * @param stop runs on a thread of its own and may block
     */
    static void onReceipt(Runnable stop) {
        AtomicBoolean received = new AtomicBoolean();
        Runnable handler = () -> {
            if (received.getAndSet(true)) {
                Runtime.getRuntime().halt(KILLED);
            }
            System.exit(stopped(stop) ? 0 : 1);
        };
        for (String signal : List.of("TERM", "INT")) {
            handle(signal, handler);
        }
    }

    private static boolean stopped(Runnable stop) {
        try {
            stop.run();
            return true;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The process did not stop in order");
            return false;
        }
    }

    /** The JDK supports the class, but its compiler refuses to name it where warnings are errors; hence by reflection. */
    private static void handle(String name, Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object proxy = Proxy.newProxyInstance(
                    TerminationSignal.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            new Thread(handler, "stop").start();
                        }
                        return null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
        } catch (ReflectiveOperationException e) {
            LOG.atWarn()
                    .addKeyValue("signal", name)
                    .setCause(e)
                    .log("The signal can't be handled; it ends the process at once");
        }
    }
}
