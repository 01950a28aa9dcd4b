package io.integrator.webhooks.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.Migrations;
import java.net.URI;

/** Who may know whom; docs/architecture.md draws it. */
@AnalyzeClasses(packages = "io.integrator.webhooks", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final String ROOT = "io.integrator.webhooks.";
    private static final String API = ROOT + "api..";
    private static final String DELIVERY = ROOT + "delivery..";
    private static final String LAUNCHER = ROOT + "launcher..";
    private static final String EMBEDDED = ROOT + "embedded..";

    @ArchTest
    static final ArchRule THE_API_KNOWS_ONLY_WHAT_IS_SHARED = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DELIVERY, LAUNCHER, EMBEDDED);

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_ONLY_WHAT_IS_SHARED = noClasses()
            .that()
            .resideInAPackage(DELIVERY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, LAUNCHER, EMBEDDED);

    @ArchTest
    static final ArchRule EMBEDDED_KNOWS_NO_VERTICLE = noClasses()
            .that()
            .resideInAPackage(EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, DELIVERY, LAUNCHER);

    @ArchTest
    static final ArchRule WHAT_IS_SHARED_KNOWS_NOBODY = noClasses()
            .that()
            .resideOutsideOfPackages(API, DELIVERY, LAUNCHER, EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, DELIVERY, LAUNCHER, EMBEDDED);

    /** The production image has no embedded servers: a class that names them can't be loaded there. */
    @ArchTest
    static final ArchRule ONLY_DEV_KNOWS_EMBEDDED = noClasses()
            .that()
            .resideInAPackage(LAUNCHER)
            .and()
            .doNotHaveSimpleName("DevStart")
            .and()
            .doNotHaveSimpleName("DevProcess")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EMBEDDED);

    /** What knows a database by its URI only speaks to it without TLS; tests and benchmarks may. */
    @ArchTest
    static final ArchRule NOTHING_CONNECTS_PAST_THE_SETTINGS_OF_TLS = noClasses()
            .that()
            .resideInAnyPackage(API, DELIVERY, LAUNCHER)
            .should()
            .callMethod(Database.class, "connectOptions", URI.class)
            .orShould()
            .callMethod(Migrations.class, "apply", URI.class);
}
