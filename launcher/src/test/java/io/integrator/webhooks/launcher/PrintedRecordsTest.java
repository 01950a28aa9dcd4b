package io.integrator.webhooks.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** A record prints all that it holds unless it says otherwise: payloads and keys must not get into logs by that. */
@AnalyzeClasses(packages = "io.integrator.webhooks", importOptions = ImportOption.DoNotIncludeTests.class)
class PrintedRecordsTest {

    private static final Set<String> BYTES = Set.of(Buffer.class.getName(), byte[].class.getName());

    private static final DescribedPredicate<JavaClass> HOLD_BYTES = DescribedPredicate.describe(
            "hold bytes",
            type -> type.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .flatMap(field -> field.getAllInvolvedRawTypes().stream())
                    .anyMatch(part -> BYTES.contains(part.getFullName())));

    private static final ArchCondition<JavaClass> SAY_WHAT_THEY_PRINT = new ArchCondition<>("say what they print") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            // The one that the compiler adds is final.
            boolean own = !type.getMethod("toString").getModifiers().contains(JavaModifier.FINAL);
            events.add(new SimpleConditionEvent(
                    type, own, type.getName() + (own ? " has" : " has no") + " toString of its own"));
        }
    };

    /** The contract is public. */
    @ArchTest
    static final ArchRule RECORDS_THAT_HOLD_BYTES_SAY_WHAT_THEY_PRINT = classes()
            .that()
            .areRecords()
            .and(HOLD_BYTES)
            .and()
            .doNotHaveSimpleName("Contract")
            .should(SAY_WHAT_THEY_PRINT);
}
