package io.integrator.webhooks.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTest {

    @ParameterizedTest
    @MethodSource("answers")
    void aUrlTellsHowToAnswer(Answer answer) {
        assertThat(Answer.ofPath(answer.path())).isEqualTo(answer);
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> Answer.ofPath("soon")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<Answer> answers() {
        return Stream.of(Answer.AT_ONCE, Answer.NEVER, Answer.after(Duration.ofMillis(100)));
    }
}
