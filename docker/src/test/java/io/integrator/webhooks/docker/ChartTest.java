package io.integrator.webhooks.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import inet.ipaddr.IPAddressString;
import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.Settings;
import io.integrator.webhooks.settings.WorkerSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart, rendered by Helm. */
class ChartTest {

    private static final List<String> OWN_SCHEMA = List.of("ScaledObject", "ServiceMonitor");

    /** Of Kubernetes: the oldest that the chart admits, and the newest whose schemas there are. */
    private static final List<String> VERSIONS = List.of("1.29", "1.37");

    private static List<Tree> least;
    private static List<Tree> all;

    @BeforeAll
    static void render() {
        least = Chart.withNeeds().manifests();
        all = Chart.withAll().manifests();
    }

    @Test
    void helmFindsNothingToSayOfIt() {
        LintResult lint = Chart.lint();

        assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
    }

    @Test
    void kubernetesWouldTakeEveryManifest(@TempDir Path directory) throws Exception {
        PythonTool validate = PythonTool.assumed("kubernetes-validate");
        List<String> files = new ArrayList<>();
        for (Chart chart : List.of(Chart.withNeeds(), Chart.withAll())) {
            for (String document : chart.rendered().split("(?m)^---\\s*$", -1)) {
                List<Tree> manifests = Tree.all(document);
                if (!manifests.isEmpty() && !OWN_SCHEMA.contains(kind(manifests.get(0)))) {
                    Path file = directory.resolve(files.size() + ".yaml");
                    files.add(Files.writeString(file, document).toString());
                }
            }
        }

        for (String version : VERSIONS) {
            List<String> arguments = new ArrayList<>(List.of("--strict", "-k", version));
            arguments.addAll(files);
            PythonTool.Run run = validate.run(arguments);

            assertThat(run.exit()).as(version + ": " + run.output()).isZero();
        }
        assertThat(files).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ScaledObject", "ServiceMonitor"})
    void whatOperatorsReadIsOfTheirForm(String kind) throws Exception {
        JsonObject schema = new JsonObject(Files.readString(Path.of("src/test/resources/schemas/" + kind + ".json")));
        Validator validator = Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions().setDraft(Draft.DRAFT7).setBaseUri("https://schemas.invalid/"));

        OutputUnit result = validator.validate(json(only(all, kind, "")));

        assertThat(result.getValid()).as(String.valueOf(result.getErrors())).isTrue();
        assertThat(least).noneMatch(manifest -> kind(manifest).equals(kind));
    }

    @Test
    void podsMayDoNothingButServe() {
        List<Tree> pods = Stream.concat(least.stream(), all.stream())
                .filter(manifest -> List.of("Deployment", "Job").contains(kind(manifest)))
                .map(manifest -> manifest.at("spec", "template", "spec"))
                .toList();

        assertThat(pods).hasSize(6);
        for (Tree pod : pods) {
            assertThat(pod.at("automountServiceAccountToken").root()).isEqualTo(false);
            assertThat(pod.at("securityContext", "runAsNonRoot").root()).isEqualTo(true);
            assertThat(pod.at("securityContext", "runAsUser").root()).isEqualTo(10001);
            assertThat(pod.at("securityContext", "seccompProfile", "type").text())
                    .isEqualTo("RuntimeDefault");
            for (Tree container : pod.at("containers").items()) {
                Tree security = container.at("securityContext");
                assertThat(security.at("readOnlyRootFilesystem").root()).isEqualTo(true);
                assertThat(security.at("allowPrivilegeEscalation").root()).isEqualTo(false);
                assertThat(security.at("capabilities", "drop").texts()).containsExactly("ALL");
                assertThat(container.at("resources", "limits", "memory").isAbsent())
                        .isFalse();
                assertThat(container.at("resources", "requests").names()).contains("cpu", "memory");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "delivery"})
    void probesAskTheManagementPort(String role) {
        Tree container = container(least, role);

        assertThat(container.at("args").texts()).containsExactly("serve", "--role", role);
        assertThat(container.at("startupProbe", "httpGet", "path").text()).isEqualTo("/health/live");
        assertThat(container.at("livenessProbe", "httpGet", "path").text()).isEqualTo("/health/live");
        assertThat(container.at("readinessProbe", "httpGet", "path").text()).isEqualTo("/health/ready");
        assertThat(environment(container)).contains("WEBHOOKS_MANAGEMENT_PORT");
    }

    @Test
    void onlySettingsThatThereAreAreNamed() {
        List<String> known = Settings.all().stream().map(Setting::name).toList();
        List<String> named =
                new ArrayList<>(only(all, "ConfigMap", "").at("data").names());
        for (String role : List.of("api", "delivery", "migration")) {
            named.addAll(environment(container(all, role)));
        }

        assertThat(named)
                .filteredOn(name -> name.startsWith(Setting.PREFIX))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @ParameterizedTest
    @CsvSource({"20s, 60", "500ms, 41", "2m, 160"})
    void aPodMayTakeAsLongToStopAsItsSettingsSay(String stopTimeout, int seconds) {
        String name = WorkerSettings.STOP_TIMEOUT.name();
        List<Tree> manifests = stopTimeout.equals(
                        WorkerSettings.STOP_TIMEOUT.defaultText().orElseThrow())
                ? least
                : Chart.withNeeds().with("settings." + name, stopTimeout).manifests();

        Tree grace = only(manifests, "Deployment", "-delivery")
                .at("spec", "template", "spec", "terminationGracePeriodSeconds");

        assertThat(grace.root()).isEqualTo(seconds);
    }

    @Test
    void theSchemaIsMigratedBeforeWhatNeedsIt() {
        Tree job = only(all, "Job", "-migration");

        assertThat(job.at("metadata", "annotations", Chart.HOOK).text()).isEqualTo("pre-install,pre-upgrade");
        assertThat(container(all, "migration").at("args").texts()).containsExactly("migrate", "--grant-to", "webhooks");
        assertThat(environment(container(all, "migration")))
                .contains("WEBHOOKS_POSTGRES_URI", "WEBHOOKS_POSTGRES_CA_BUNDLE")
                .doesNotContain("WEBHOOKS_KAFKA_TOPICS");
        assertThat(only(all, "ConfigMap", "")
                        .at("data", "WEBHOOKS_POSTGRES_MIGRATE")
                        .text())
                .isEqualTo("false");

        List<Tree> without =
                Chart.withNeeds().with("migration.enabled", "false").manifests();
        assertThat(without).noneMatch(manifest -> kind(manifest).equals("Job"));
        assertThat(only(without, "ConfigMap", "").at("data").names()).doesNotContain("WEBHOOKS_POSTGRES_MIGRATE");
    }

    @Test
    void deliveryIsScaledByTheLagOfItsTopics() {
        Tree spec = only(all, "ScaledObject", "-delivery").at("spec");

        assertThat(spec.at("triggers").items())
                .extracting(trigger -> trigger.at("metadata", "topic").text())
                .containsExactly("domain-events", "payments");
        assertThat(only(all, "Deployment", "-delivery").at("spec").names()).doesNotContain("replicas");
        assertThat(only(all, "Deployment", "-api").at("spec").names()).doesNotContain("replicas");
        assertThat(only(least, "Deployment", "-delivery").at("spec", "replicas").root())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "93.184.215.14",
                "10.1.2.3",
                "127.0.0.1",
                "169.254.169.254",
                "172.31.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "168.63.129.16",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
                "::1",
                "fc00::1",
                "fe80::1",
                "2001:db8::1",
                "2002:a00:1::",
                "64:ff9b::a00:1",
                "3fff::1",
                "ff02::1"
            })
    void thePolicyLetsDeliveryReachWhatTheGuardDoes(String address) throws Exception {
        Tree policy = only(least, "NetworkPolicy", "-delivery");
        List<Tree> blocks = policy.at("spec", "egress").items().stream()
                .filter(rule -> rule.at("ports").items().stream()
                        .anyMatch(port -> port.at("port").text().equals("443")))
                .flatMap(rule -> rule.at("to").items().stream())
                .map(peer -> peer.at("ipBlock"))
                .toList();

        boolean reached = blocks.stream()
                .anyMatch(block -> contains(block.at("cidr").text(), address)
                        && block.at("except").texts().stream().noneMatch(cidr -> contains(cidr, address)));

        assertThat(blocks).hasSize(2);
        assertThat(reached).isEqualTo(new AddressRules(List.of()).permits(InetAddress.getByName(address)));
    }

    @Test
    void theImageIsOfTheVersionThatIsBuilt() {
        String version = System.getProperty("project.version").replace("-SNAPSHOT", "");

        assertThat(Chart.description().at("appVersion").text()).isEqualTo(version);
        assertThat(container(least, "api").at("image").text()).isEqualTo("integrator-webhooks:" + version);
        assertThat(container(all, "api").at("image").text()).startsWith("integrator-webhooks@sha256:");
    }

    @ParameterizedTest
    @CsvSource({
        "api.replica, 3",
        "settings.KAFKA_TOPICS, a",
        "image.digest, latest",
        "settings.WEBHOOKS_POSTGRES_MIGRATE, true",
        "settings.WEBHOOKS_WORKER_STOP_TIMEOUT, soon"
    })
    void whatIsMisspeltIsRefused(String path, String value) {
        Chart chart = Chart.withNeeds().with(path, value);

        assertThatThrownBy(chart::rendered).hasMessageContaining(path.substring(path.lastIndexOf('.') + 1));
    }

    private static boolean contains(String cidr, String address) {
        return new IPAddressString(cidr).contains(new IPAddressString(address));
    }

    private static String kind(Tree manifest) {
        return manifest.at("kind").text();
    }

    private static Tree only(List<Tree> manifests, String kind, String ending) {
        List<Tree> found = manifests.stream()
                .filter(manifest -> kind(manifest).equals(kind)
                        && manifest.at("metadata", "name").text().endsWith(ending))
                .toList();
        assertThat(found).as(kind + " " + ending).hasSize(1);
        return found.get(0);
    }

    private static Tree container(List<Tree> manifests, String component) {
        String kind = component.equals("migration") ? "Job" : "Deployment";
        return only(manifests, kind, "-" + component)
                .at("spec", "template", "spec", "containers")
                .items()
                .get(0);
    }

    private static List<String> environment(Tree container) {
        return container.at("env").items().stream()
                .map(variable -> variable.at("name").text())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static JsonObject json(Tree manifest) {
        return new JsonObject((Map<String, Object>) manifest.root());
    }
}
