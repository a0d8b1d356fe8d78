package org.intarsia.pipeline.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;

/** A slide reader: opens the file, reads the first and the last region and the other images. */
final class SlideTarget implements FuzzTarget {
  /** How the structure of inputs is changed. */
  @FunctionalInterface
  interface Structure {
    byte[] change(byte[] input, RandomGenerator random);
  }

  private static final int SIDE = 256;
  private static final int MOST_LEVELS = 4;

  private final String reader;
  private final List<byte[]> seeds;
  private final Structure structure;
  private final Path file;
  private final ByteBuffer pixels = ByteBuffer.allocate(3 * SIDE * SIDE);

  private SlideTarget(String reader, List<byte[]> seeds, Structure structure, Path file) {
    this.reader = reader;
    this.seeds = seeds;
    this.structure = structure;
    this.file = file;
  }

  /**
   * A target.
   *
   * @param folder where the input is written; best in memory
   */
  static SlideTarget tiff(Path folder) throws IOException {
    return new SlideTarget(
        "tiff", TiffSeeds.all(folder), TiffStructureChange::of, folder.resolve("fuzz.tif"));
  }

  /** The target of DICOM files. */
  static SlideTarget dicom(Path folder) throws IOException {
    return new SlideTarget(
        "dicom", DicomSeeds.all(), DicomStructureChange::of, folder.resolve("fuzz.dcm"));
  }

  /** Whether there is such a reader on the class path. */
  boolean isInstalled() {
    return SlideReaders.providers().stream().anyMatch(p -> p.name().equals(reader));
  }

  @Override
  public String name() {
    return reader;
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public byte[] restructure(byte[] input, RandomGenerator random) {
    return structure.change(input, random);
  }

  @Override
  public Class<? extends IOException> refusal() {
    return SlideReadException.class;
  }

  @Override
  public void run(byte[] input) throws IOException {
    Files.write(file, input);
    boolean java = input.length % 2 == 0;
    ReadOptions options =
        ReadOptions.defaults()
            .withReader(reader)
            .withDeepSamples(DeepSamples.SCALE)
            .withCodecs(java ? CodecChoice.PURE_JAVA : CodecChoice.NATIVE_WHERE_INSTALLED);
    try (SlideReader slide = SlideReaders.open(file, options)) {
      SlideMetadata metadata = slide.metadata();
      for (PyramidLevel level : metadata.levels().stream().limit(MOST_LEVELS).toList()) {
        int width = (int) Math.min(SIDE, level.width());
        int height = (int) Math.min(SIDE, level.height());
        read(slide, level, new Region(0, 0, width, height));
        read(
            slide,
            level,
            new Region(level.width() - width, level.height() - height, width, height));
      }
      for (String image : metadata.associatedImages().stream().limit(MOST_LEVELS).toList()) {
        slide.readAssociated(image);
      }
    }
  }

  private void read(SlideReader slide, PyramidLevel level, Region region) throws IOException {
    slide.read(level.index(), region, pixels.clear());
  }
}
