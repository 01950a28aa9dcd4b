package io.integrator.webhooks.docker;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The chart, told some values.
 *
 * @param values by their paths, as {@code helm --set} has them
 */
record Chart(Map<String, String> values) {

    /** What hooks are annotated with in {@link #manifests()}, instead of {@code helm.sh/hook}. */
    static final String HOOK = "rendered.helm.sh/hook";

    private static final Path FOLDER = Path.of("helm/webhooks");
    private static final String DESCRIPTION = "Chart.yaml";

    /** What nobody can install it without. */
    static Chart withNeeds() {
        return new Chart(Map.of())
                .with("existingSecret", "webhooks")
                .with("settings.WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "kafka:9093")
                .with("settings.WEBHOOKS_AUTH_JWKS_URI", "https://issuer.example/jwks.json")
                .with("settings.WEBHOOKS_AUTH_ISSUER", "https://issuer.example")
                .with("settings.WEBHOOKS_AUTH_AUDIENCE", "integrator-webhooks");
    }

    /** With everything that can be turned on. */
    static Chart withAll() {
        return withNeeds()
                .with("image.digest", "sha256:" + "0123456789abcdef".repeat(4))
                .with("imagePullSecrets[0].name", "registry")
                .with("settings.WEBHOOKS_POSTGRES_CA_BUNDLE", "/etc/webhooks/certificates/postgres.pem")
                .with("settings.WEBHOOKS_KAFKA_TOPICS", "domain-events,payments")
                .with("certificatesSecret", "certificates")
                .with("migration.existingSecret", "webhooks-owner")
                .with("migration.grantTo", "webhooks")
                .with("api.autoscaling.enabled", "true")
                .with("api.podAnnotations.team", "integrations")
                .with("delivery.autoscaling.enabled", "true")
                .with("delivery.autoscaling.authenticationRef", "kafka")
                .with("delivery.autoscaling.metadata.tls", "enable")
                .with("delivery.nodeSelector.pool", "general")
                .with("networkPolicy.postgres.peers[0].ipBlock.cidr", "10.1.0.0/16")
                .with("networkPolicy.kafka.peers[0].ipBlock.cidr", "10.2.0.0/16")
                .with("networkPolicy.callers[0].namespaceSelector.matchLabels.name", "ingress")
                .with("networkPolicy.scrapers[0].namespaceSelector.matchLabels.name", "monitoring")
                .with("serviceMonitor.enabled", "true")
                .with("serviceMonitor.labels.release", "prometheus")
                .with("extraEnv[0].name", "JAVA_TOOL_OPTIONS")
                .with("extraEnv[0].value", "-Xlog:gc");
    }

    Chart with(String path, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(path, value);
        return new Chart(more);
    }

    /** The manifests, as one document after the other. */
    String rendered() {
        TemplateCommand template =
                new Helm(forTheLibrary()).template().withName("hooks").withNamespace("integrations");
        values.forEach(template::set);
        return template.call();
    }

    /** The manifests, each as a tree. */
    List<Tree> manifests() {
        return Tree.all(rendered());
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** What the chart says of itself. */
    static Tree description() {
        return Tree.read(FOLDER.resolve(DESCRIPTION));
    }

    /**
     * A copy that differs where the library does from the program: it takes the cluster for an old one and can't be told otherwise, and it
     * leaves out what is installed by a hook.
     */
    private static Path forTheLibrary() {
        Path copy = Path.of("target/chart");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(
                        to,
                        Files.readString(file)
                                .replaceFirst("(?m)^kubeVersion: .*$", "")
                                .replace("helm.sh/hook", HOOK));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
