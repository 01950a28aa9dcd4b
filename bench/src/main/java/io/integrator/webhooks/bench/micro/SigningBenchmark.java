package io.integrator.webhooks.bench.micro;

import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.WebhookSecret;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The signature of an attempt, with a signer that its lane has already. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SigningBenchmark {

    /** Of the body that is signed. */
    @Param({"600", "65536"})
    private int bytes;

    private Signer hmac;
    private Signer both;
    private String id;
    private long timestamp;
    private byte[] body;

    @Setup
    public void prepare() {
        WebhookSecret secret = WebhookSecret.generate();
        hmac = new Signer(List.of(secret));
        both = new Signer(List.of(secret, Ed25519Key.generate()));
        id = Samples.eventId(0);
        timestamp = Samples.TIME.getEpochSecond();
        body = Samples.data(bytes).getBytes();
    }

    /** By the webhook's secret: what nearly every attempt takes. */
    @Benchmark
    public String hmac() {
        return hmac.sign(id, timestamp, body);
    }

    /** By an Ed25519 key in addition. */
    @Benchmark
    public String hmacAndEd25519() {
        return both.sign(id, timestamp, body);
    }
}
