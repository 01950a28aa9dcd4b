package io.integrator.webhooks.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.integrator.webhooks.api.ApiVerticle;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Due times, leases and keys are of the database's clock: a class that asked this machine's would disagree with other
 * processes by as much as their clocks differ.
 */
@AnalyzeClasses(packages = "io.integrator.webhooks", importOptions = ImportOption.DoNotIncludeTests.class)
class ClocksTest {

    private static final String ROOT = "io.integrator.webhooks.";

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_AND_TOKENS_GO_BY_THIS_MACHINES_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "launcher..", ROOT + "embedded..")
            .should()
            .accessTargetWhere(asksTheWallClock().and(DescribedPredicate.not(judgesTokens())));

    /** A token's times are its issuer's, which the database's clock has nothing to do with. */
    private static DescribedPredicate<JavaAccess<?>> judgesTokens() {
        return DescribedPredicate.describe(
                "gives the API the clock that tokens are judged by",
                access -> access.getOriginOwner().isEquivalentTo(ApiVerticle.class)
                        && access.getTargetOwner().isEquivalentTo(InstantSource.class));
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheWallClock() {
        return DescribedPredicate.describe(
                "ask this machine's clock for the time of day",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target && isOfTheWallClock(target));
    }

    private static boolean isOfTheWallClock(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        List<JavaClass> parameters = target.getRawParameterTypes();
        boolean givenNoClock = parameters.stream().allMatch(type -> type.isEquivalentTo(ZoneId.class));
        if (owner.getPackageName().startsWith("java.time") && target.getName().equals("now")) {
            return givenNoClock;
        }
        if (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class)) {
            return givenNoClock
                    && (target.getName().startsWith("system")
                            || target.getName().startsWith("tick"));
        }
        if (owner.isEquivalentTo(System.class)) {
            return target.getName().equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Date.class)) {
            return target.getName().equals("<init>") && parameters.isEmpty();
        }
        return owner.isAssignableTo(Calendar.class)
                && Set.of("getInstance", "<init>").contains(target.getName());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Instants.class,
                References.class,
                Dates.class,
                Zones.class,
                Millis.class,
                Sources.class,
                Clocks.class,
                OldDates.class,
                Calendars.class
            })
    void whoeverAsksTheClockIsFound(Class<?> asking) {
        JavaClasses classes = new ClassFileImporter().importClasses(asking);

        boolean found = noClasses()
                .should()
                .accessTargetWhere(asksTheWallClock())
                .evaluate(classes)
                .hasViolation();

        assertThat(found).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Given.class, Monotonic.class})
    void whoeverIsGivenAClockIsLeftAlone(Class<?> innocent) {
        JavaClasses classes = new ClassFileImporter().importClasses(innocent);

        boolean found = noClasses()
                .should()
                .accessTargetWhere(asksTheWallClock())
                .evaluate(classes)
                .hasViolation();

        assertThat(found).isFalse();
    }

    record Instants() {
        Instant ask() {
            return Instant.now();
        }
    }

    record References() {
        Supplier<Instant> ask() {
            return Instant::now;
        }
    }

    record Dates() {
        LocalDate ask() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    record Zones() {
        ZonedDateTime ask() {
            return ZonedDateTime.now(ZoneId.of("UTC"));
        }
    }

    record Millis() {
        LongSupplier ask() {
            return System::currentTimeMillis;
        }
    }

    record Sources() {
        InstantSource ask() {
            return InstantSource.system();
        }
    }

    record Clocks() {
        Clock ask() {
            return Clock.systemUTC();
        }
    }

    @SuppressWarnings("JavaUtilDate")
    record OldDates() {
        Date ask() {
            return new Date();
        }
    }

    record Calendars() {
        Calendar ask() {
            return new GregorianCalendar();
        }
    }

    record Given(Clock clock) {
        Instant ask() {
            return Instant.now(clock);
        }
    }

    record Monotonic() {
        long ask() {
            return System.nanoTime();
        }
    }
}
