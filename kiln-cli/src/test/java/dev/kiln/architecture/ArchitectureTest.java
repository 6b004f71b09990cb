package dev.kiln.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;

/** What each part may know of the others; see docs/architecture.md. */
@AnalyzeClasses(
        packages = "dev.kiln",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.HandWritten.class})
final class ArchitectureTest {
    /** Leaves the generated messages out. */
    static final class HandWritten implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("kiln-protocol");
        }
    }

    private static final String[] ENGINES = {
        "org.apache.spark..",
        "scala..",
        "org.duckdb..",
        "org.apache.arrow..",
        "org.apache.hadoop..",
        "org.apache.ignite.."
    };

    @ArchTest
    static final ArchRule THE_SQL_TREE_KNOWS_THE_JDK_ALONE = classes()
            .that()
            .resideInAPackage("dev.kiln.sql..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.kiln.sql..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_SPI_KNOWS_THE_PROTOCOL_ALONE = classes()
            .that()
            .resideInAPackage("dev.kiln.spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.kiln.spi..", "dev.kiln.protocol..", "com.google.protobuf..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_FRONT_DOOR_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("dev.kiln.server..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(ENGINES)
                    .or(resideInAnyPackage(
                            "dev.kiln.engine..", "dev.kiln.catalog..", "dev.kiln.sql..", "dev.kiln.spark..")));

    @ArchTest
    static final ArchRule SPARK_ENGINES_LINK_NO_SPARK = noClasses()
            .that()
            .resideInAPackage("dev.kiln.spark..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(ENGINES)
                    .or(resideInAPackage("dev.kiln..")
                            .and(not(
                                    resideInAnyPackage("dev.kiln.spark..", "dev.kiln.spi..", "dev.kiln.protocol..")))));

    /**
     * Not on the class path here: it travels as a jar inside another. What is plugged into Spark's own interfaces has a
     * package for each of them.
     */
    @ArchTest
    static void theAgentLinksTheJdkAlone(JavaClasses unused) {
        JavaClasses agent = new ClassFileImporter().importPath(Path.of("../kiln-agent/target/classes"));
        classes()
                .that()
                .resideInAPackage("dev.kiln.agent.connect")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.kiln.agent.connect", "java..", "org.sparkproject.connect.grpc..", "org.jspecify..")
                .check(agent);
        classes()
                .that()
                .resideInAnyPackage("dev.kiln.agent", "dev.kiln.agent.kubernetes")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.kiln.agent..", "java..", "javax.crypto..", "org.jspecify..")
                .check(agent);
    }

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_TRANSPORT = noClasses()
            .that()
            .resideInAnyPackage("dev.kiln.engine..", "dev.kiln.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "dev.kiln.server..", "dev.kiln.app..", "dev.kiln.cli..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_LEAVES_WIRING_TO_THE_APPLICATION = noClasses()
            .that()
            .resideInAPackage("dev.kiln.cli..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.kiln.engine..", "dev.kiln.catalog..", "dev.kiln.server..")
                    .or(resideInAnyPackage("org.apache.spark..", "scala..", "org.duckdb..")
                            // How a VARIANT is encoded: plain Java, of use to clients, and nothing of Spark itself.
                            .and(not(resideInAPackage("org.apache.spark.types.variant")))));

    @ArchTest
    static final ArchRule THE_CATALOG_KNOWS_NO_OTHER_PART = noClasses()
            .that()
            .resideInAPackage("dev.kiln.catalog..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.kiln..").and(not(resideInAPackage("dev.kiln.catalog.."))));

    @ArchTest
    static final ArchRule THE_DRIVER_IS_USED_WHERE_QUERIES_RUN = noClasses()
            .that()
            .resideInAPackage("dev.kiln..")
            .and()
            .resideOutsideOfPackages(
                    "dev.kiln.engine.duckdb..",
                    "dev.kiln.engine.bridge..",
                    "dev.kiln.engine.execution..",
                    "dev.kiln.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.duckdb..");

    @ArchTest
    static final ArchRule IGNITE_STAYS_BEHIND_THE_STORE = noClasses()
            .that()
            .resideInAPackage("dev.kiln..")
            .and()
            .resideOutsideOfPackages("dev.kiln.store.client..", "dev.kiln.store.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ignite..", "javax.cache..");

    @ArchTest
    static final ArchRule WHAT_THE_STORE_SAYS_IS_PLAIN_DATA = classes()
            .that()
            .resideInAnyPackage(
                    "dev.kiln.store",
                    "dev.kiln.store.row..",
                    "dev.kiln.store.table..",
                    "dev.kiln.store.snapshot..",
                    "dev.kiln.store.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.kiln.store",
                    "dev.kiln.store.row..",
                    "dev.kiln.store.table..",
                    "dev.kiln.store.snapshot..",
                    "dev.kiln.store.wire..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule CLIENTS_OF_THE_STORE_ARE_NO_MEMBERS = noClasses()
            .that()
            .resideInAnyPackage("dev.kiln.store", "dev.kiln.store.client..", "dev.kiln.store.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kiln.store.server..", "dev.kiln.store.process..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS_FOR = noClasses()
            .that()
            .resideInAPackage("dev.kiln..")
            .and()
            .resideOutsideOfPackage("dev.kiln.protocol..")
            .should()
            .haveNameMatching(".*\\.(utils?|common|helpers?)\\..*|.*(Utils?|Helper|Common)");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.kiln.(**)").namingSlices("$1").should().beFreeOfCycles();
}
