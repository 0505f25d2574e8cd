package dev.tunnelwatch.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may know which, and what the core may not touch. */
final class ArchitectureTest {
  private static final Set<String> ADDRESSES =
      Stream.of(
              InetAddress.class, Inet4Address.class, Inet6Address.class, UnknownHostException.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern DECISIONS =
      Pattern.compile("dev[.]tunnelwatch[.]alerts[.](AlertBook|Send)([$]\\w+)?");

  // Benchmarks are compiled after this test runs.
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .importPaths(
              Module.all().map(Module::classes).filter(Files::isDirectory).toArray(Path[]::new));

  static Stream<Module> restricted() {
    return Module.restricted();
  }

  @ParameterizedTest
  @MethodSource("restricted")
  void everyFileOfAModuleIsLookedAt(Module module) {
    var compiled =
        OURS.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(resideInAnyPackage(module.packages()))
            .count();

    assertThat(compiled).isGreaterThanOrEqualTo(module.sources().size()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("restricted")
  void aModuleUsesWhatItsLineOfTheTableAllows(Module module) {
    classes()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(module.allowed())
        .check(OURS);
  }

  @Test
  void theCoreReadsNoClock() {
    coreDoesNotCall(
        "the target reads the clock",
        target ->
            switch (target.getOwner().getFullName()) {
              case "java.lang.System" ->
                  target.getName().equals("currentTimeMillis")
                      || target.getName().equals("nanoTime");
              case "java.time.Clock" ->
                  target.getName().startsWith("system") || target.getName().startsWith("tick");
              case "java.time.InstantSource" -> target.getName().equals("system");
              case "java.util.Date" -> true;
              default ->
                  target.getName().equals("now")
                      && target.getOwner().getPackageName().startsWith("java.time");
            });
  }

  @Test
  void theCoreLeavesNothingToChance() {
    coreDoesNotDependOn(
        "are sources of chance",
        type ->
            type.getPackageName().startsWith("java.util.random")
                || type.getFullName().endsWith("Random"));
    coreDoesNotCall(
        "the target draws at random",
        target ->
            target.getName().equals("randomUUID")
                || target.getName().equals("random")
                || target.getName().equals("shuffle"));
  }

  @Test
  void theCoreReachesNoNetworkAndNoFile() {
    coreDoesNotDependOn(
        "are network or files",
        type ->
            (type.getPackageName().startsWith("java.net")
                    && !ADDRESSES.contains(type.getFullName()))
                || type.getPackageName().startsWith("java.nio.file")
                || type.getPackageName().startsWith("java.nio.channels")
                || type.getFullName().startsWith("java.io.File")
                || type.getFullName().equals("java.io.RandomAccessFile"));
    // A log line must not be able to make us ask a name server.
    coreDoesNotCall(
        "the target looks a name up",
        target ->
            target.getOwner().getFullName().startsWith("java.net.Inet")
                && Set.of("getByName", "getAllByName", "getHostName", "getCanonicalHostName")
                    .contains(target.getName()));
  }

  @Test
  void theCoreStartsNoThreadAndWritesNoLog() {
    coreDoesNotDependOn(
        "are threads or logs",
        type ->
            Set.of("java.lang.Thread", "java.io.PrintStream", "java.lang.ProcessBuilder")
                    .contains(type.getFullName())
                || type.getPackageName().startsWith("java.util.logging")
                || type.getFullName().startsWith("java.util.concurrent.Executor"));
  }

  /** It decides as the live pipeline does, and has nothing by which anybody could be reached. */
  @Test
  void replayCannotPage() {
    noClasses()
        .that()
        .resideInAPackage("dev.tunnelwatch.app.replay..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "reach somebody",
                type ->
                    (type.getPackageName().equals("dev.tunnelwatch.alerts")
                            && !DECISIONS.matcher(type.getFullName()).matches())
                        || type.getPackageName().startsWith("java.net.http")
                        || type.getPackageName().startsWith("org.apache.kafka.clients.producer")))
        .check(OURS);
  }

  @Test
  void noPackageIsNamedForNothingInParticular() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..utils..", "..common..", "..manager..", "..impl..", "..helper..")
        .check(OURS);
  }

  private static void coreDoesNotDependOn(String what, Predicate<JavaClass> bad) {
    noClasses()
        .that()
        .resideInAnyPackage(core())
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(what, bad))
        .check(OURS);
  }

  private static void coreDoesNotCall(String what, Predicate<AccessTarget> bad) {
    noClasses()
        .that()
        .resideInAnyPackage(core())
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                what, (JavaAccess<?> access) -> bad.test(access.getTarget())))
        .check(OURS);
  }

  private static String[] core() {
    return Module.CORE.stream().map(Module::packages).toArray(String[]::new);
  }
}
