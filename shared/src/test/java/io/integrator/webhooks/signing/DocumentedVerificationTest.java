package io.integrator.webhooks.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The snippets of {@code docs/integrating.md} are run as they stand there, against what the signer makes. */
class DocumentedVerificationTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1614265330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String OF_THE_STANDARD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    static Stream<DocumentedSnippet> snippets() {
        return Stream.of(
                DocumentedSnippet.java(),
                DocumentedSnippet.javaScript(),
                DocumentedSnippet.python(),
                DocumentedSnippet.go());
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void aSnippetTakesWhatIsSignedAndNothingElse(DocumentedSnippet snippet, @TempDir Path directory)
            throws IOException, InterruptedException {
        WebhookSecret newer = WebhookSecret.generate();
        Signer rotating = new Signer(List.of(newer, WebhookSecret.parse(SECRET)));
        String twoSignatures = rotating.sign(ID, TIME, BODY.getBytes(UTF_8));
        String ofNewer = new Signer(List.of(newer)).sign(ID, TIME, BODY.getBytes(UTF_8));

        List<Boolean> verified = snippet.verify(
                directory,
                List.of(
                        new DocumentedSnippet.Message(SECRET, ID, TIME, OF_THE_STANDARD, BODY, TIME),
                        new DocumentedSnippet.Message(SECRET, ID, TIME, twoSignatures, BODY, TIME + 299),
                        new DocumentedSnippet.Message(newer.text(), ID, TIME, twoSignatures, BODY, TIME - 299),
                        new DocumentedSnippet.Message(SECRET, ID, TIME, ofNewer, BODY, TIME),
                        new DocumentedSnippet.Message(SECRET, ID, TIME, twoSignatures, BODY + " ", TIME),
                        new DocumentedSnippet.Message(SECRET, ID, TIME, "v1a,AAAA", BODY, TIME),
                        new DocumentedSnippet.Message(SECRET, ID, TIME, OF_THE_STANDARD, BODY, TIME + 301),
                        new DocumentedSnippet.Message(SECRET, "msg_other", TIME, OF_THE_STANDARD, BODY, TIME)));

        assertThat(verified).containsExactly(true, true, true, false, false, false, false, false);
    }
}
