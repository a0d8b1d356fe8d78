package org.intarsia.pipeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of docs/design.md. */
@AnalyzeClasses(packages = "org.intarsia", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES_DEPEND_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tiff")
          .definedBy("org.intarsia.tiff..")
          .layer("test-data")
          .definedBy("org.intarsia.testdata..")
          .layer("slide-io")
          .definedBy("org.intarsia.slideio..")
          .layer("tiler")
          .definedBy("org.intarsia.tiler..")
          .layer("segmenter")
          .definedBy("org.intarsia.segmenter..")
          .layer("stitcher")
          .definedBy("org.intarsia.stitcher..")
          .layer("classifier")
          .definedBy("org.intarsia.classifier..")
          .layer("training")
          .definedBy("org.intarsia.training..")
          .layer("pipeline")
          .definedBy("org.intarsia.pipeline..")
          .whereLayer("pipeline")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("classifier")
          .mayOnlyBeAccessedByLayers("training", "pipeline")
          .whereLayer("segmenter")
          .mayOnlyBeAccessedByLayers("training", "pipeline")
          .whereLayer("stitcher")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("test-data")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("tiler")
          .mayOnlyBeAccessedByLayers("segmenter", "stitcher", "training", "pipeline")
          .whereLayer("slide-io")
          .mayOnlyBeAccessedByLayers("tiler", "segmenter", "stitcher", "training", "pipeline");

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_MODULES =
      slices().matching("org.intarsia.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DJL_STAYS_BEHIND_ITS_WALL = only("ai.djl..", "org.intarsia.segmenter.djl");

  @ArchTest
  static final ArchRule JNA_STAYS_BEHIND_ITS_WALL =
      only("com.sun.jna..", "org.intarsia.slideio.codec", "org.intarsia.slideio.openslide");

  @ArchTest
  static final ArchRule BIO_FORMATS_STAYS_BEHIND_ITS_WALL =
      only("loci.formats..", "org.intarsia.slideio.bioformats");

  @ArchTest
  static final ArchRule COMMONS_MATH_STAYS_IN_THE_CLASSIFIER =
      only("org.apache.commons.math3..", "org.intarsia.classifier..");

  @ArchTest
  static final ArchRule LIBSVM_STAYS_BEHIND_ITS_WALL =
      only("libsvm..", "org.intarsia.classifier.learning.strong");

  @ArchTest
  static final ArchRule COUNTS_DO_NOT_KNOW_MASKS =
      noClasses()
          .that()
          .resideInAPackage("org.intarsia.classifier")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.intarsia.classifier.*..");

  @ArchTest
  static final ArchRule JTS_STAYS_WITH_THE_ANNOTATIONS =
      only("org.locationtech.jts..", "org.intarsia.tiler.annotation");

  @ArchTest
  static final ArchRule NOBODY_DRAWS_BUT_CODECS =
      noClasses()
          .that(
              resideOutsideOfPackage("org.intarsia.slideio.codec")
                  .and(resideOutsideOfPackage("org.intarsia.stitcher.overlay"))
                  .and(resideOutsideOfPackage("org.intarsia.pipeline.charts"))
                  .and(resideOutsideOfPackage("org.intarsia.testdata..")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.awt..", "javax.imageio.."));

  @ArchTest
  static final ArchRule SUB_PACKAGES_OF_A_MODULE_ARE_ITS_OWN =
      classes()
          .that()
          .resideInAnyPackage(
              "org.intarsia.slideio.*..", "org.intarsia.stitcher.*..", "org.intarsia.segmenter.*..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(
              "org.intarsia.slideio..", "org.intarsia.stitcher..", "org.intarsia.segmenter..");

  @ArchTest
  static final ArchRule NO_STATIC_MUTABLE_STATE =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_TALKS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.intarsia.pipeline.cli")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private static ArchRule only(String library, String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .as(library + " is used by " + String.join(", ", homes) + " only");
  }
}
