package io.integrator.webhooks.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parsers that see different hosts in one url are how guards are passed. What the rules let through has the same host for the
 * WHATWG's parser, as Node.js has it, as for the one by which it is sent.
 */
class WhatwgViewTest {

    private static final int URLS = 100_000;

    /** Each either a part of a host, or what parsers have disagreed about. */
    private static final List<String> PIECES = List.of(
            "example",
            "com",
            "a",
            "1",
            "127",
            "0",
            "0x7f",
            "0177",
            "255",
            "4294967295",
            "localhost",
            "internal",
            "xn--",
            "xn--bcher-kva",
            ".",
            ".",
            ".",
            ".",
            "..",
            "-",
            "_",
            "%2e",
            "%31",
            "%00",
            "@",
            ":",
            ":443",
            ":8443",
            "[",
            "]",
            "::1",
            "\\",
            "/",
            "//",
            "?",
            "#",
            "&",
            ";",
            ",",
            "!",
            "~",
            "*",
            "'",
            "$",
            "=",
            "+",
            "\t",
            " ",
            "。",
            "１",
            "ß",
            "X",
            "0X");

    private static final String HOSTS_OF = """
            const urls = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
            console.log(JSON.stringify(urls.map(url => URL.canParse(url) ? new URL(url).hostname : null)));
            """;

    private final UrlRules production = new UrlRules(false);

    @Test
    void whatPassesHasTheSameHostForTheWhatwgsParser(@TempDir Path directory) throws Exception {
        assumeTrue(isInstalled("node"), "Node.js isn't there, whose parser is asked");
        Random random = new Random(1);
        List<String> passing = Stream.generate(() -> url(random))
                .limit(URLS)
                .filter(url -> production.faultOf(url).isEmpty())
                .distinct()
                .toList();

        JsonArray hosts = hostsByNode(directory, passing);

        assertThat(passing).hasSizeGreaterThan(500);
        for (int i = 0; i < passing.size(); i++) {
            String host = URI.create(passing.get(i)).getHost().toLowerCase(Locale.ROOT);
            boolean encoded = host.startsWith("xn--") || host.contains(".xn--");
            // Whether such a label decodes is left to the DNS: one that doesn't has no address.
            if (!encoded || hosts.getString(i) != null) {
                assertThat(hosts.getString(i)).as(passing.get(i)).isEqualTo(host);
            }
        }
    }

    private static String url(Random random) {
        StringBuilder url = new StringBuilder("https://");
        for (int left = 1 + random.nextInt(7); left > 0; left--) {
            url.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return random.nextBoolean() ? url + "/" : url + ".example/";
    }

    private static JsonArray hostsByNode(Path directory, List<String> urls) throws IOException, InterruptedException {
        Path asked = directory.resolve("urls.json");
        Path answered = directory.resolve("hosts.json");
        Files.writeString(asked, new JsonArray(new ArrayList<>(urls)).encode(), UTF_8);
        Process node = new ProcessBuilder("node", "-e", HOSTS_OF, asked.toString())
                .redirectOutput(answered.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
        return new JsonArray(Files.readString(answered));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
