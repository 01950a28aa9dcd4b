package io.integrator.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The urls by which others have been made to call their own network, by why they are refused. */
class HostileUrlsTest {

    private static final Path TABLE = Path.of("src/test/resources/hostile-urls.json");

    private final UrlRules production = new UrlRules(false);

    static Stream<Arguments> hostileUrls() throws IOException {
        return new JsonObject(Files.readString(TABLE))
                .stream()
                        .flatMap(group ->
                                ((JsonArray) group.getValue()).stream().map(url -> Arguments.of(group.getKey(), url)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostileUrls")
    void noneOfThemPasses(String why, String url) {
        assertThat(production.faultOf(url))
                .as(why)
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("must"));
    }

    @Test
    void thereAreAtLeastTwoHundred() throws IOException {
        assertThat(hostileUrls()).hasSizeGreaterThanOrEqualTo(200);
    }
}
