package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    private static final JsonObject STATE =
            new JsonObject().put("url", "https://a.example/").put("failureCount", 3);
    private static final String TAG = EntityTag.of(STATE);

    @Test
    void theTagIsStrongAndOfTheState() {
        assertThat(TAG).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(EntityTag.of(STATE.copy())).isEqualTo(TAG);
        assertThat(EntityTag.of(STATE.copy().put("failureCount", 4))).isNotEqualTo(TAG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "TAG", "  TAG ", "\"other\",TAG", "\"a,b\" , TAG", ",,TAG,", "W/\"weak\", TAG", "\"\",TAG"})
    void anythingAndAListWithTheTagMatch(String ifMatch) {
        assertThat(EntityTag.matches(ifMatch.replace("TAG", TAG), TAG)).isTrue();
        assertThat(EntityTag.faults(call(ifMatch.replace("TAG", TAG)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/TAG", "\"a\", \"b\"", "\"*\"", "\"\""})
    void otherAndWeakTagsDoNotMatch(String ifMatch) {
        assertThat(EntityTag.matches(ifMatch.replace("TAG", TAG), TAG)).isFalse();
        assertThat(EntityTag.faults(call(ifMatch.replace("TAG", TAG)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ",", "tag", "\"", "\"open", "TAG TAG", "w/TAG", "*, TAG", "TAG, *", "**", "\"a b\"", "TAG;", "'a'"
            })
    void whatIsNoListIsAFaultAndMatchesNothing(String ifMatch) {
        assertThat(EntityTag.faults(call(ifMatch.replace("TAG", TAG))))
                .extracting(Fault::pointer)
                .containsExactly("header/If-Match");
        assertThat(EntityTag.matches(ifMatch.replace("TAG", TAG), TAG)).isFalse();
    }

    @Test
    void aListAsLongAsAHeadMayBeIsReadAtOnce() {
        String many = "\"x\",".repeat(100_000);

        assertThat(EntityTag.matches(many + TAG, TAG)).isTrue();
        assertThat(EntityTag.matches(many + '"', TAG)).isFalse();
    }

    private static Call call(String ifMatch) {
        return new Call(
                new Caller(Optional.of("it"), Set.of(), Instant.MAX), Map.of("If-Match", ifMatch), new JsonObject());
    }
}
