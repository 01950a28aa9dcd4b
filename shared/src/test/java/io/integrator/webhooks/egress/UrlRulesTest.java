package io.integrator.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRulesTest {

    private final UrlRules production = new UrlRules(false);
    private final UrlRules development = new UrlRules(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/",
                "https://example.com/hooks?a=b&c=%20",
                "https://example.com:443/hooks",
                "https://example.com:8443/hooks",
                "HTTPS://Example.COM/Hooks",
                "https://a.b.c.example.co.uk/x",
                "https://xn--bcher-kva.example/",
                "https://1.example.com/",
                "https://internal.example.com/",
                "https://localhost.example.com/"
            })
    void aPublicHttpsUrlIsTaken(String url) {
        assertThat(production.faultOf(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/,must be an https url",
        "ftp://example.com/,must be an https url",
        "file:///etc/passwd,must be an https url",
        "javascript:alert(1),must be an https url",
        "//example.com/,must be an https url",
        "example.com,must be an https url",
        "https:example.com,must name a host",
        "https:///path,must name a host",
        "https://,must be an absolute URI",
        "https://user@example.com/,must not carry user information",
        "https://user:pass@example.com/,must not carry user information",
        "https://@example.com/,must not carry user information",
        "https://example.com/#top,must not have a fragment",
        "https://example.com/#,must not have a fragment",
        "https://example.com:80/,must use port 443 or 8443",
        "https://example.com:8080/,must use port 443 or 8443",
        "https://example.com:0/,must use port 443 or 8443",
        "https://example.com:99999/,must",
        "https://127.0.0.1/,by an address",
        "https://8.8.8.8/,by an address",
        "https://[::1]/,by an address",
        "https://[2606:4700::1111]/,by an address",
        "https://[::ffff:127.0.0.1]/,by an address",
        "https://localhost/,must name a public host",
        "https://LOCALHOST/,must name a public host",
        "https://intranet/,must name a public host",
        "https://printer.local/,must name a public host",
        "https://db.internal/,must name a public host",
        "https://DB.Internal/,must name a public host",
        "https://a.localhost/,must name a public host",
        "https://example.com./,must name a public host",
        "https://localhost./,must name a public host",
        "https://exa mple.com/,must be an absolute URI",
        "https://example.com/a b,must be an absolute URI",
        "'https://example.com/a\u0000b',must be an absolute URI",
        "'https://example.com/\r\nx: y',must be an absolute URI",
        "https://example.com/%zz,must be an absolute URI",
        "https://exa_mple.com/,must"
    })
    void anythingElseIsRefusedInWords(String url, String words) {
        assertThat(production.faultOf(url))
                .hasValueSatisfying(fault -> assertThat(fault).contains(words).startsWith("must"));
    }

    /** The spellings that some resolver somewhere takes for an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "017700000001",
                "127.1",
                "127.0.1",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.0.0.1.",
                "0x7f.1",
                "1.2.3.4.5",
                "①②⑦.⓪.⓪.①",
                "127。0。0。1"
            })
    void noSpellingOfAnAddressPasses(String host) {
        assertThat(production.faultOf("https://" + host + "/")).isPresent();
    }

    @Test
    void theLongestUrlHas2048Characters() {
        String prefix = "https://example.com/";

        assertThat(production.faultOf(prefix + "a".repeat(2_048 - prefix.length())))
                .isEmpty();
        assertThat(production.faultOf(prefix + "a".repeat(2_049 - prefix.length())))
                .hasValueSatisfying(fault -> assertThat(fault).contains("2048"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/x",
                "http://localhost:9000",
                "https://[::1]:9443/",
                "http://subscriber:80/",
                "https://example.com/"
            })
    void developmentAdmitsHttpAnyPortAndAnyHost(String url) {
        assertThat(development.faultOf(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "http://u@h/", "http://h/#f", "http:///p", "h", "http://h h/"})
    void developmentStillAsksForAUrl(String url) {
        assertThat(development.faultOf(url)).isPresent();
    }

    @Property(tries = 1_000)
    void noTextMakesTheRulesThrow(@ForAll String text) {
        assertThatCode(() -> production.faultOf(text)).doesNotThrowAnyException();
        assertThatCode(() -> production.faultOf("https://" + text)).doesNotThrowAnyException();
        assertThatCode(() -> development.faultOf("http://" + text)).doesNotThrowAnyException();
    }
}
