package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damage to the documents of scanners ends in pixels or in a typed error, quickly. */
@Timeout(30)
class VendorDamageTest {
  private static final long MOST_PIXELS = 1L << 20;

  @TempDir private Path folder;

  private Path sound(String kind) throws IOException {
    Path file = folder.resolve("sound");
    return switch (kind) {
      case "scn" -> ScnTest.write(file, ScnTest.XML);
      case "philips" -> PhilipsTest.write(file, PhilipsTest.xml());
      case "trestle" -> TrestleTest.write(file, TrestleTest.DESCRIPTION);
      default -> BifTest.write(file);
    };
  }

  /** Changes a few digits and letters of the document, or any bytes behind the pixels. */
  private static void damage(byte[] bytes, Random random, int textStart) {
    boolean inText = random.nextInt(3) > 0;
    int start = inText ? textStart : bytes.length - 1500;
    int length = Math.min(3000, bytes.length - start);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = start + random.nextInt(length);
      boolean isDigit = bytes[at] >= '0' && bytes[at] <= '9';
      bytes[at] =
          (byte) (isDigit ? '0' + random.nextInt(10) : inText ? ' ' + random.nextInt(95) : at);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "scn, 1",
    "scn, 2",
    "philips, 1",
    "philips, 2",
    "bif, 1",
    "bif, 2",
    "bif, 3",
    "trestle, 1"
  })
  void anyDamageEndsInPixelsOrATypedError(String kind, long seed) throws IOException {
    byte[] sound = Files.readAllBytes(sound(kind));
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    int textStart = Math.max(0, text.indexOf(kind.equals("trestle") ? "Background" : "<?xml"));
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      byte[] bytes = sound.clone();
      damage(bytes, random, textStart);
      Path file = Files.write(folder.resolve("broken"), bytes);
      long start = System.nanoTime();
      try (SlideReader reader =
          SlideReaders.open(file, ReadOptions.defaults().withReader("tiff"))) {
        for (PyramidLevel level : reader.metadata().levels()) {
          if (level.area() < MOST_PIXELS) {
            TestPages.whole(reader, level.index());
          }
        }
        for (String name : reader.metadata().associatedImages()) {
          reader.readAssociated(name);
        }
      } catch (SlideReadException e) {
        assertThat(e.getMessage()).startsWith("broken: ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
