package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.dicom.TestDicom.Table;
import org.intarsia.slideio.dicom.TestDicom.Tiling;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged bytes end in pixels or an {@link IOException}, soon and without much memory. */
@Timeout(120)
class DicomMutationTest {
  private static final int MUTANTS = 250;
  private static final long MOST_ALLOCATED = 64L << 20;
  private static final byte[] BORDERS = {0, 1, -1, 127, -128, 2, 4, 8};

  /** Small files of each kind. */
  enum Kind {
    IMPLICIT(TransferSyntax.IMPLICIT, Tiling.FULL, Table.NONE),
    SPARSE(TransferSyntax.EXPLICIT, Tiling.SPARSE, Table.NONE),
    BIG_ENDIAN(TransferSyntax.BIG_ENDIAN, Tiling.SPARSE, Table.NONE),
    DEFLATED(TransferSyntax.DEFLATED, Tiling.FULL, Table.NONE),
    RLE(TransferSyntax.RLE, Tiling.FULL, Table.BASIC),
    RLE_WITHOUT_A_TABLE(TransferSyntax.RLE, Tiling.SPARSE, Table.NONE),
    RLE_EXTENDED(TransferSyntax.RLE, Tiling.FULL, Table.EXTENDED),
    JPEG(TransferSyntax.JPEG_BASELINE, Tiling.FULL, Table.BASIC),
    JPEG_2000(TransferSyntax.JPEG_2000, Tiling.FULL, Table.BASIC);

    private final TransferSyntax syntax;
    private final Tiling tiling;
    private final Table table;

    Kind(TransferSyntax syntax, Tiling tiling, Table table) {
      this.syntax = syntax;
      this.tiling = tiling;
      this.table = table;
    }

    byte[] bytes(BufferedImage image, String flavor) {
      TestDicom instance = TestDicom.of(image);
      instance.syntax = syntax;
      instance.tiling = tiling;
      instance.table = table;
      instance.flavor = flavor;
      instance.instance = "1.2.3." + flavor.length();
      instance.tileWidth = 16;
      instance.tileHeight = 16;
      instance.openSequences = tiling == Tiling.SPARSE;
      return instance.bytes();
    }
  }

  @TempDir private Path folder;

  private static void readWhole(Path path) throws IOException {
    ReadOptions options = ReadOptions.defaults().withDeepSamples(DeepSamples.SCALE);
    try (SlideReader reader = new DicomSlideProvider().open(path, options)) {
      for (PyramidLevel level : reader.metadata().levels()) {
        int width = (int) Math.min(100, level.width());
        int height = (int) Math.min(100, level.height());
        Region region = new Region(0, 0, width, height);
        reader.read(level.index(), region, ByteBuffer.allocate(3 * width * height));
      }
      for (String name : reader.metadata().associatedImages()) {
        reader.readAssociated(name);
      }
    }
  }

  private boolean survives(byte[] mutant, String what) throws IOException {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    Path file = Files.write(folder.resolve("a.dcm"), mutant);
    boolean read = false;
    try {
      readWhole(file);
      read = true;
    } catch (IOException expected) {
      assertThat(expected.getMessage()).as(what).isNotEmpty();
    } catch (RuntimeException | Error e) {
      fail(what, e);
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for %s", what)
        .isLessThan(MOST_ALLOCATED);
    return read;
  }

  private static void mutate(byte[] bytes, Random random) {
    int at = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : 128 + random.nextInt(1000);
    at = Math.min(at, bytes.length - 5);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] = BORDERS[random.nextInt(BORDERS.length)];
      case 2 -> Arrays.fill(bytes, at, at + 4, BORDERS[random.nextInt(BORDERS.length)]);
      default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anyMutantIsReadOrRefused(Kind kind) throws IOException {
    Files.write(folder.resolve("b.dcm"), kind.bytes(TestImages.soft(20, 15, 2), "LABEL"));
    byte[] sound = kind.bytes(TestImages.soft(40, 30, 1), "VOLUME");
    assertThat(survives(sound, "the sound file")).isTrue();
    Random random = new Random(kind.name().hashCode());
    int refused = 0;
    for (int round = 0; round < MUTANTS; round++) {
      byte[] mutant = sound.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutate(mutant, random);
      }
      refused += survives(mutant, kind + " mutant " + round) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTANTS / 20, MUTANTS - 1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFileThatIsCutAnywhereIsRefused(Kind kind) throws IOException {
    byte[] sound = kind.bytes(TestImages.soft(40, 30, 1), "VOLUME");
    Random random = new Random(7);
    for (int length = 0; length < sound.length; length += 1 + random.nextInt(sound.length / 50)) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThat(survives(cut, kind + " cut to " + length + " bytes"))
          .as("%s, %d of %d bytes", kind, length, sound.length)
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyWordOfTheHeaderMayBeAnything(Kind kind) throws IOException {
    byte[] sound = kind.bytes(TestImages.soft(40, 30, 1), "VOLUME");
    for (int value : List.of(0, -1, 0x7FFFFFFF)) {
      for (int at = 132; at < Math.min(1200, sound.length - 4); at += 19) {
        byte[] mutant = sound.clone();
        ByteBuffer.wrap(mutant).putInt(at, value);
        survives(mutant, kind + " with " + value + " at byte " + at);
      }
    }
  }
}
