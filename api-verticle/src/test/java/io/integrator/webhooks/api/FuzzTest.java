package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemathesis reads the document and asks the service whatever it allows, and much that it doesn't. */
class FuzzTest {

    /** How long it asks, in seconds; {@code -Dfuzz.seconds=600} for a long look. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 10);

    /** What the document allows and an operation refuses by rules that no schema can tell, such as whose host a url names. */
    private static final String NOT_CHECKED = "positive_data_acceptance";

    /** Its answer has no end, so nothing can be said of it as a whole. */
    private static final String ENDLESS = "/v1/integrator/stream";

    /** It waits for a worker, and here is none. */
    private static final String WITH_A_WORKER = "/v1/integrator/webhooks/{webhookId}/test";

    private final ApiUnderTest api = ApiUnderTest.get();

    @Test
    void noRequestGetsAnAnswerThatTheDocumentDoesNotHave(@TempDir Path directory) throws Exception {
        ContractTool schemathesis = ContractTool.assumed("python/bin/schemathesis");
        String token = api.issuer.rs256(TokenIssuer.claims(api.integrator(), "webhooks:read webhooks:write operator"));

        ContractTool.Run run = schemathesis.run(
                directory,
                SECONDS + 90L,
                List.of(
                        "run",
                        api.open + "/openapi.json",
                        "--url=" + api.open,
                        "--header=Authorization: Bearer " + token,
                        "--exclude-checks=" + NOT_CHECKED,
                        "--exclude-path=" + ENDLESS,
                        "--exclude-path=" + WITH_A_WORKER,
                        "--max-time=" + SECONDS,
                        "--generation-database=none",
                        "--no-shrink",
                        "--continue-on-failure",
                        "--warnings=off",
                        "--no-color"));

        assertThat(run.exit()).as(run.output()).isZero();
    }
}
