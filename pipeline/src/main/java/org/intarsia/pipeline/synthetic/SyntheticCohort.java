package org.intarsia.pipeline.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.intarsia.slideio.WholeFile;
import org.intarsia.stitcher.LabelClass;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskLayout;
import org.intarsia.stitcher.OmeTiffMaskSink;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidWriter;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.testdata.Tissue;

/**
 * A cohort of synthetic biopsies; the same plan gives the same files.
 *
 * @param who diagnoses, cases and the extent of the lesions
 * @param seed of the first slide; the others follow
 * @param width columns of level 0
 * @param height rows of level 0
 * @param micronsPerPixel pixel size of level 0
 * @param format kind of slide
 */
public record SyntheticCohort(
    Patients who,
    long seed,
    long width,
    long height,
    double micronsPerPixel,
    PyramidOptions.Format format) {
  private static final int BAND_ROWS = 256;

  /** Checks the numbers. */
  public SyntheticCohort {
    if (width < 1 || height < 1 || width > 1_000_000 || height > 1_000_000) {
      throw new IllegalArgumentException(
          "--size must be 1x1 to 1000000x1000000 px, not " + width + "x" + height);
    }
    if (!(micronsPerPixel >= 0.1 && micronsPerPixel <= 8)) {
      throw new IllegalArgumentException(
          "--mpp must be 0.1 to 8 um per pixel, not " + micronsPerPixel);
    }
  }

  /**
   * Who is in the cohort.
   *
   * @param diagnoses that of each slide
   * @param cases number of cases; slides are dealt to them one by one
   * @param leastExtent smallest extent of a lesion, see {@link BiopsySpec}
   * @param mostExtent largest extent; each slide has one between, drawn evenly
   */
  public record Patients(
      List<Diagnosis> diagnoses, int cases, double leastExtent, double mostExtent) {
    /** Checks the numbers. */
    public Patients {
      diagnoses = List.copyOf(diagnoses);
      if (diagnoses.isEmpty() || diagnoses.size() > 100_000) {
        throw new IllegalArgumentException("--count must be 1 to 100000, not " + diagnoses.size());
      }
      if (cases < 1 || cases > diagnoses.size()) {
        throw new IllegalArgumentException(
            "--cases must be 1 to the number of slides (%d), not %d"
                .formatted(diagnoses.size(), cases));
      }
      if (!(leastExtent >= 0 && leastExtent <= mostExtent && mostExtent <= 1)) {
        throw new IllegalArgumentException(
            "--lesion-extent must be FROM-TO with 0 <= FROM <= TO <= 1, not %s-%s"
                .formatted(leastExtent, mostExtent));
      }
    }

    /** One slide a case, the four diagnoses in turn, lesions everywhere. */
    public static Patients inTurn(int count) {
      List<Diagnosis> all = List.of(Diagnosis.values());
      return new Patients(
          IntStream.range(0, count).mapToObj(i -> all.get(i % all.size())).toList(), count, 1, 1);
    }
  }

  /** A slide of the cohort; {@code caseName} groups slides of one patient. */
  public record Member(String name, BiopsySpec spec, String caseName) {
    /** The diagnosis in lower case. */
    public String label() {
      return spec.diagnosis().name().toLowerCase(Locale.ROOT);
    }
  }

  /** The slides in their order. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    int count = who.diagnoses().size();
    String digits = "%0" + Math.max(3, Integer.toString(count).length()) + "d";
    for (int i = 0; i < count; i++) {
      Diagnosis diagnosis = who.diagnoses().get(i);
      double extent =
          who.leastExtent()
              + (who.mostExtent() - who.leastExtent())
                  * new SplittableRandom(seed + i).nextDouble();
      BiopsySpec spec = new BiopsySpec(seed + i, width, height, diagnosis, micronsPerPixel, extent);
      String number = String.format(Locale.ROOT, digits, i + 1);
      String name = "biopsy-" + number + "-" + diagnosis.name().toLowerCase(Locale.ROOT);
      String caseNumber = String.format(Locale.ROOT, digits, i % who.cases() + 1);
      members.add(new Member(name, spec, "case-" + caseNumber));
    }
    return members;
  }

  /** The file of a slide in a folder. */
  public Path slideFile(Path folder, Member member) {
    String extension =
        switch (format) {
          case SVS -> ".svs";
          case OME_TIFF -> ".ome.tif";
          default -> ".tif";
        };
    return folder.resolve(member.name() + extension);
  }

  /** Writes a slide to a folder that exists; it has its name only when it is whole. */
  public Path writeSlide(Path folder, Member member) throws IOException {
    PyramidOptions options =
        PyramidOptions.of(format)
            .withScale(micronsPerPixel, 10 / micronsPerPixel)
            .withThreads(Runtime.getRuntime().availableProcessors());
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(member.spec());
    return WholeFile.write(
        slideFile(folder, member), partial -> PyramidWriter.write(biopsy, options, partial));
  }

  /** Whether a slide and its mask are there; each has its name only when it is whole. */
  public boolean isWritten(Path slides, Path masks, Member member) {
    return Files.exists(slideFile(slides, member)) && Files.exists(maskFile(masks, member));
  }

  private static Path maskFile(Path folder, Member member) {
    return folder.resolve(member.name() + ".ome.tiff");
  }

  /** Writes a slide's true labels as a pyramid of the same size. */
  public Path writeMask(Path folder, Member member) throws IOException {
    return WholeFile.write(maskFile(folder, member), partial -> writeMask(member, partial));
  }

  private void writeMask(Member member, Path file) throws IOException {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(member.spec());
    List<LabelClass> classes =
        Arrays.stream(Tissue.values())
            .map(tissue -> new LabelClass(tissue.title(), tissue.rgb()))
            .toList();
    MaskLayout layout =
        MaskLayout.of(width, height, classes, OptionalDouble.of(micronsPerPixel), member.name());
    int columns = Math.toIntExact(width);
    byte[] labels = new byte[Math.multiplyExact(columns, BAND_ROWS)];
    try (OmeTiffMaskSink sink = OmeTiffMaskSink.create(file, layout)) {
      for (long y = 0; y < height; y += BAND_ROWS) {
        int rows = (int) Math.min(BAND_ROWS, height - y);
        biopsy.labels(0, y, columns, rows, labels);
        sink.accept(new MaskBand((int) (y / BAND_ROWS), y, columns, rows, labels));
      }
      sink.finish();
    }
  }

  /** Writes {@code labels.csv}: slide, label, case. */
  public void writeLabels(Path folder) throws IOException {
    StringBuilder text = new StringBuilder("slide,label,case\r\n");
    for (Member member : members()) {
      text.append(member.name())
          .append(',')
          .append(member.label())
          .append(',')
          .append(member.caseName())
          .append("\r\n");
    }
    Files.writeString(folder.resolve("labels.csv"), text, StandardCharsets.UTF_8);
  }
}
