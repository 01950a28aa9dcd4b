package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document is written as {@code src/test/contract/spectral.yaml} has it. */
class LintTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/" + Contract.RESOURCE);

    @Test
    void theDocumentGivesNoWarning(@TempDir Path directory) throws Exception {
        ContractTool spectral = ContractTool.assumed("node_modules/.bin/spectral");
        Path rules = ContractTool.FOLDER.resolve("spectral.yaml").toAbsolutePath();

        ContractTool.Run run = spectral.run(
                directory,
                60,
                List.of(
                        "lint",
                        "--fail-severity=hint",
                        "--ruleset",
                        rules.toString(),
                        DOCUMENT.toAbsolutePath().toString()));

        assertThat(run.exit()).as(run.output()).isZero();
    }
}
