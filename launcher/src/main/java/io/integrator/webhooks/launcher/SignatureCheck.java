package io.integrator.webhooks.launcher;

import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.WebhookSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Verifies requests as Standard Webhooks wants a receiver to. Not for several threads at once. */
final class SignatureCheck {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<Signer> signers;
    private final InstantSource clock;

    /** What a check came to. */
    enum Verdict {
        VERIFIED("verified"),
        NO_SECRET("not verified: start with --secret whsec_…"),
        MISSING_FIELDS("refused: a webhook-id, webhook-timestamp or webhook-signature field is missing or malformed"),
        TOO_OLD_OR_NEW("refused: its timestamp is more than five minutes off"),
        WRONG_SIGNATURE("refused: no signature is by this secret");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** For people. */
        String text() {
            return text;
        }

        /** True, false, or null when there was no secret to verify with. */
        Boolean verified() {
            return this == NO_SECRET ? null : Boolean.valueOf(this == VERIFIED);
        }
    }

    /** @param secrets any of which may have signed; none for not verifying */
    SignatureCheck(List<WebhookSecret> secrets, InstantSource clock) {
        this.signers =
                secrets.stream().map(secret -> new Signer(List.of(secret))).toList();
        this.clock = clock;
    }

    /**
     * Judges a request; its fields may be null.
     *
     * @param body the bytes as they came
     */
    Verdict judge(String id, String timestamp, String signatures, byte[] body) {
        if (signers.isEmpty()) {
            return Verdict.NO_SECRET;
        }
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("\\d{1,11}")) {
            return Verdict.MISSING_FIELDS;
        }
        long seconds = Long.parseLong(timestamp);
        if (Duration.between(Instant.ofEpochSecond(seconds), clock.instant())
                        .abs()
                        .compareTo(TOLERANCE)
                > 0) {
            return Verdict.TOO_OLD_OR_NEW;
        }
        boolean verified = false;
        for (Signer signer : signers) {
            verified |= signer.verifies(signatures, id, seconds, body);
        }
        return verified ? Verdict.VERIFIED : Verdict.WRONG_SIGNATURE;
    }
}
