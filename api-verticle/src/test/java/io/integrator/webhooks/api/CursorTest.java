package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CursorTest {

    @Property
    void aCursorIsReadAsTheIdThatItWasMadeOf(@ForAll long most, @ForAll long least) {
        UUID id = new UUID(most, least);

        String cursor = Cursor.after(id);

        assertThat(cursor).matches("[A-Za-z0-9_-]{22}");
        assertThat(Cursor.read(cursor)).hasValue(id);
    }

    @Property
    void whatIsReadIsWhatWouldBeWritten(@ForAll String text) {
        assertThat(Cursor.read(text).map(Cursor::after).orElse(text)).isEqualTo(text);
    }
}
