package io.integrator.webhooks.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes tokens for {@code dev}. */
@Command(
        name = "token",
        description = "Prints a token for the running dev, or for one that keeps its data in a directory.")
final class TokenCommand implements Callable<Integer> {

    private static final String OPERATOR = "operator";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--integrator",
            paramLabel = "ID",
            description = "Whose token it is. Needed unless a scope is operator.")
    private String integrator;

    @Option(
            names = "--scope",
            split = "[, ]",
            description = "What it allows: webhooks:read, webhooks:write, operator (${DEFAULT-VALUE}).",
            defaultValue = "webhooks:read,webhooks:write")
    private List<String> scopes;

    @Option(
            names = "--ttl",
            defaultValue = "30d",
            converter = DurationConverter.class,
            description = "How long it is good for, such as 15m or 30d (${DEFAULT-VALUE}).")
    private Duration ttl;

    @Option(names = "--data", paramLabel = "DIR", description = "The directory that was given to dev with --data.")
    private Path data;

    @Override
    public Integer call() {
        if (integrator == null && !scopes.contains(OPERATOR)) {
            throw new ParameterException(spec.commandLine(), "--integrator ID is missing");
        }
        if (integrator != null && integrator.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--integrator can't be empty");
        }
        TokenIssuer issuer = data == null ? ofRunning() : ofDirectory();
        String token = issuer.issue(
                Optional.ofNullable(integrator),
                scopes.stream().filter(scope -> !scope.isEmpty()).toList(),
                ttl);
        spec.commandLine().getOut().println(token);
        return 0;
    }

    private static TokenIssuer ofRunning() {
        DevState dev = DevStates.ofUser().requireRunning("the --data DIR of one");
        return new TokenIssuer(SigningKey.in(dev.keys()), dev.audience(), InstantSource.system());
    }

    private TokenIssuer ofDirectory() {
        Path state = DevDirectory.stateIn(data);
        if (!Files.exists(state) || !SigningKey.isIn(DevDirectory.keysIn(data))) {
            throw new CommandException(data + " holds no keys of a dev: it is not what dev was given with --data");
        }
        try {
            DevState last = DevState.ofJson(Files.readString(state));
            return new TokenIssuer(SigningKey.in(DevDirectory.keysIn(data)), last.audience(), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(state + " can't be read", e);
        }
    }
}
