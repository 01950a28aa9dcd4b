package io.integrator.webhooks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final Path FILE = Path.of("compose.yaml");

    private final Tree services = Tree.read(FILE).at("services");

    @Test
    void itIsValid() throws Exception {
        PythonTool schemas = PythonTool.assumed("check-jsonschema");

        PythonTool.Run run = schemas.run(List.of("--builtin-schema", "vendor.compose-spec", FILE.toString()));

        assertThat(run.exit()).as(run.output()).isZero();
    }

    @Test
    void theServiceIsToldOnlySettingsThatThereAre() {
        List<String> known = Settings.all().stream().map(Setting::name).toList();

        for (String role : List.of("api", "delivery")) {
            List<String> named = services.at(role, "environment").names();
            assertThat(named).isNotEmpty().allMatch(known::contains);
            assertThat(services.at(role, "command").texts()).containsExactly("serve", "--role", role);
        }
    }

    @Test
    void othersImagesAreOfOneVersionEach() {
        for (String name : List.of("postgres", "kafka", "prometheus", "grafana")) {
            assertThat(services.at(name, "image").text()).matches(".+:v?[0-9][0-9.]*");
        }
    }

    @Test
    void nothingListensBeyondThisMachine() {
        for (String name : services.names()) {
            assertThat(services.at(name, "ports").texts()).allMatch(port -> port.startsWith("127.0.0.1:"));
        }
    }
}
