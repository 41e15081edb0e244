package dev.weir;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the tree. */
@AnalyzeClasses(packages = "dev.weir", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] JDK = {"java..", "org.jspecify.annotations.."};

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.weir.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule topLevelPackagesHaveNoCycles =
            slices().matching("dev.weir.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule eventImportsTheJdkAlone = classes()
            .that()
            .resideInAPackage("dev.weir.event..")
            .should(onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage("dev.weir.event.."))));

    @ArchTest
    static final ArchRule dialectSeesEventAndJacksonCoreAlone = classes()
            .that()
            .resideInAPackage("dev.weir.dialect..")
            .should(onlyDependOnClassesThat(resideInAnyPackage(JDK)
                    .or(resideInAnyPackage(
                            "dev.weir.event..",
                            "dev.weir.dialect..",
                            "com.fasterxml.jackson.core..",
                            "javax.crypto.."))));

    @ArchTest
    static final ArchRule noDialectSeesAnother = slices().matching("dev.weir.dialect.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(describe("any dialect", type -> true), resideInAPackage("dev.weir.dialect.wire.."));

    @ArchTest
    static final ArchRule ingestNeverSeesRelay = noClasses()
            .that()
            .resideInAPackage("dev.weir.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.relay..");

    @ArchTest
    static final ArchRule relayNeverSeesIngest = noClasses()
            .that()
            .resideInAPackage("dev.weir.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.ingest..");

    @ArchTest
    static final ArchRule nobodyImportsServer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.weir.server..");

    @ArchTest
    static final ArchRule socketsAreAtTheEdges = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.weir.connection..",
                    "dev.weir.ingest.beacon..",
                    "dev.weir.relay.sink.http..",
                    "dev.weir.proxy..",
                    "dev.weir.upstream..",
                    "dev.weir.redis..",
                    "dev.weir.admin..",
                    "dev.weir.tool.load..",
                    "dev.weir.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule toolsSeeNothingOfTheServer = classes()
            .that()
            .resideInAPackage("dev.weir.tool..")
            .should(onlyDependOnClassesThat(resideInAnyPackage(JDK)
                    .or(resideInAnyPackage(
                            "dev.weir.tool..", "com.fasterxml.jackson.core..", "org.HdrHistogram..", "io.vertx.."))));

    @ArchTest
    static final ArchRule kafkaIsWhereItsSinkAndItsJournalAre = noClasses()
            .that()
            .resideOutsideOfPackages("dev.weir.relay.sink.kafka..", "dev.weir.journal.kafka..", "dev.weir.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule redisIsWhereItsConnectionIs = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.redis..");

    /** What is shared, and how, goes through a port: it is simulated without a store, a clock or a thread. */
    @ArchTest
    static final ArchRule leasesAreOfTheJdkAlone = classes()
            .that()
            .resideInAPackage("dev.weir.lease..")
            .should(onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage("dev.weir.lease.."))));

    @ArchTest
    static final ArchRule openTelemetryIsWhereSpansAreMade = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.trace.otel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule bucketsAreInLimitAndPace = noClasses()
            .that()
            .resideOutsideOfPackages("dev.weir.ingest.limit..", "dev.weir.relay.pace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.bucket4j..");

    @ArchTest
    static final ArchRule filesAreWhereBytesAreKept = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.weir.journal.file..",
                    "dev.weir.relay.sink.file..",
                    "dev.weir.relay.deadletter..",
                    "dev.weir.state..",
                    "dev.weir.erase..",
                    "dev.weir.server..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.FileChannel")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File|RandomAccessFile|FileReader|FileWriter|FileInputStream|FileOutputStream)");

    @ArchTest
    static final ArchRule topLevelTypesAreClosed = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould(com.tngtech.archunit.lang.conditions.ArchConditions.beEnums());

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    describe("in a null-marked package", ArchitectureTest::isInNullMarkedPackage)));

    private static boolean isInNullMarkedPackage(JavaClass type) {
        return type.getPackage().isAnnotatedWith(org.jspecify.annotations.NullMarked.class);
    }
}
