package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BifTest {
  private static final int TILE_WIDTH = 64;
  private static final int TILE_HEIGHT = 48;
  private static final String SCAN =
      "<?xml version=\"1.0\"?><Metadata><iScan Magnification=\"40\" ScanRes=\"0.2325\""
          + " UnitNumber=\"2000515\"/></Metadata>";

  @TempDir private Path folder;

  /** Two areas, tiles of which overlap, cut out of one picture. */
  private static final class TestBif {
    private final int overlapX;
    private final int overlapY;
    private final StringBuilder infos = new StringBuilder();
    private final StringBuilder origins = new StringBuilder();
    private final BufferedImage mosaic;
    private final BufferedImage slide;
    private final BufferedImage expected;
    private int areas;

    TestBif(long seed, int overlapX, int overlapY) {
      this.overlapX = overlapX;
      this.overlapY = overlapY;
      mosaic = new BufferedImage(6 * TILE_WIDTH, 5 * TILE_HEIGHT, BufferedImage.TYPE_INT_RGB);
      slide = TestImages.soft(500, 300, seed);
      for (int i = 0; i < 300; i++) {
        slide.setRGB(i, i, 0xFF00FF ^ (i * 7919));
      }
      expected = TestPages.cut(slide, new Region(1000, 0, 500, 300));
    }

    /** An area of tiles, by its place on the slide and in the file's grid. */
    void area(int left, int top, int column, int row, int columns, int rows, String sideways) {
      for (int v = 0; v < rows; v++) {
        for (int u = 0; u < columns; u++) {
          int x = left + u * (TILE_WIDTH - overlapX);
          int y = top + v * (TILE_HEIGHT - overlapY);
          BufferedImage tile = TestPages.cut(slide, new Region(x, y, TILE_WIDTH, TILE_HEIGHT));
          mosaic
              .createGraphics()
              .drawImage(tile, (column + u) * TILE_WIDTH, (row + v) * TILE_HEIGHT, null);
          expected.createGraphics().drawImage(tile, x, y, null);
        }
      }
      int height = (rows - 1) * (TILE_HEIGHT - overlapY) + TILE_HEIGHT;
      infos.append(
          String.format(
              "<ImageInfo AOIScanned=\"1\" AOIIndex=\"%d\" Width=\"%d\" Height=\"%d\""
                  + " NumCols=\"%d\" NumRows=\"%d\" Pos-X=\"%d\" Pos-Y=\"%d\">",
              areas, TILE_WIDTH, TILE_HEIGHT, columns, rows, left, 300 - top - height));
      for (int i = 1; i < columns * rows; i++) {
        boolean isForwards = (i - 1) / columns % 2 == 0 == sideways.equals("RIGHT");
        if (i % columns != 0) {
          joint(isForwards ? i : i + 1, isForwards ? i + 1 : i, sideways);
        }
        int below = (i - 1) % columns;
        int above = i + 2 * (columns - 1 - below) + 1;
        if (above <= columns * rows) {
          joint(i, above, "UP");
        }
      }
      infos.append("</ImageInfo>");
      origins.append(
          String.format(
              "<AOI%d OriginX=\"%d\" OriginY=\"%d\"/>",
              areas, column * TILE_WIDTH, row * TILE_HEIGHT));
      areas++;
    }

    private void joint(int first, int second, String direction) {
      infos.append(
          String.format(
              "<TileJointInfo FlagJoined=\"1\" Confidence=\"98\" Direction=\"%s\" Tile1=\"%d\""
                  + " Tile2=\"%d\" OverlapX=\"%d\" OverlapY=\"%d\"/>",
              direction,
              first,
              second,
              direction.equals("UP") ? 0 : overlapX,
              direction.equals("UP") ? overlapY : 0));
    }

    String xml() {
      return "<EncodeInfo Ver=\"2\"><SlideInfo/><SlideStitchInfo>"
          + infos
          + "</SlideStitchInfo><AoiOrigin>"
          + origins
          + "</AoiOrigin></EncodeInfo>";
    }

    Path write(Path file, String xml) throws IOException {
      return new TestPages(Variant.BIG, TILE_WIDTH, TILE_HEIGHT)
          .strips(TestImages.soft(40, 90, 1), "Label_Image", draft -> draft.bytes(700, utf8(SCAN)))
          .tiled(mosaic, "level=0 mag=40 quality=95", draft -> draft.bytes(700, utf8(xml)))
          .tiled(TestImages.half(mosaic), "level=1 mag=20 quality=95", TestPages.nothing())
          .tiled(
              TestImages.half(TestImages.half(mosaic)),
              "level=2 mag=10 quality=95",
              TestPages.nothing())
          .write(file);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TestBif twoAreas(long seed, String sideways) {
    Random random = new Random(seed);
    TestBif bif = new TestBif(seed, random.nextInt(12) * 2, random.nextInt(12) * 2);
    bif.area(0, 0, 0, 0, 3, 2, sideways);
    bif.area(320, 60, 3, 1, 2 + random.nextInt(2), 3, sideways);
    return bif;
  }

  /** A slide of two areas. */
  static Path write(Path file) throws IOException {
    TestBif bif = twoAreas(5, "RIGHT");
    return bif.write(file, bif.xml());
  }

  @Nested
  class Contract extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.bif");
      return SlideReaders.open(Files.exists(file) ? file : write(file));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void tilesThatOverlapGiveThePictureTheyWereCutFrom(long seed) throws IOException {
    TestBif bif = twoAreas(seed, seed % 2 == 0 ? "RIGHT" : "LEFT");
    try (SlideReader reader = SlideReaders.open(bif.write(folder.resolve("a.bif"), bif.xml()))) {
      PyramidLevel size = reader.metadata().level(0);
      byte[] expected =
          TestImages.rgb(
              TestPages.cut(
                  bif.expected, new Region(0, 0, (int) size.width(), (int) size.height())));
      assertThat(Arrays.equals(TestPages.whole(reader, 0), expected)).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void reducedTilesAreCutApart(long seed) throws IOException {
    TestBif bif = new TestBif(seed, 8, 4);
    bif.area(0, 0, 0, 0, 4, 3, "RIGHT");
    try (SlideReader reader = SlideReaders.open(bif.write(folder.resolve("a.bif"), bif.xml()))) {
      assertThat(reader.metadata().levels())
          .extracting(PyramidLevel::width)
          .containsExactly(232L, 116L, 58L);
      BufferedImage half = TestPages.cut(bif.expected, new Region(0, 0, 232, 136));
      for (int level = 0; level < 3; level++) {
        assertThat(Arrays.equals(TestPages.whole(reader, level), TestImages.rgb(half)))
            .as("level %d", level)
            .isTrue();
        half = TestImages.half(half);
      }
    }
  }

  @Test
  void metadata() throws IOException {
    TestBif bif = twoAreas(3, "RIGHT");
    try (SlideReader reader = SlideReaders.open(bif.write(folder.resolve("a.bif"), bif.xml()))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Ventana BIF");
      assertThat(metadata.micronsPerPixel()).hasValue(0.2325);
      assertThat(metadata.magnification()).hasValue(40);
      assertThat(metadata.associatedImages()).containsExactly("macro");
      assertThat(metadata.properties()).containsEntry("ventana.UnitNumber", "2000515");
    }
  }

  @Test
  void withoutJointsTheTilesLieSideBySide() throws IOException {
    TestBif bif = new TestBif(1, 8, 4);
    bif.area(0, 0, 0, 0, 6, 5, "RIGHT");
    try (SlideReader reader = SlideReaders.open(bif.write(folder.resolve("a.bif"), "<Other/>"))) {
      assertThat(Arrays.equals(TestPages.whole(reader, 0), TestImages.rgb(bif.mosaic))).isTrue();
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    TestBif bif = twoAreas(3, "RIGHT");
    Path file = folder.resolve("broken.bif");
    String xml = bif.xml();
    TestPages.assertRefused(
        bif.write(file, xml.replaceFirst("Tile2=\"2\"", "Tile2=\"5\"")),
        SlideReadException.class,
        "the Ventana XML has Tile2 '5' in .*TileJointInfo \\(no neighbour of tile 1\\)");
    TestPages.assertRefused(
        bif.write(file, xml.replaceFirst("RIGHT", "AROUND")),
        SlideReadException.class,
        "the Ventana XML has Direction 'AROUND' in .* \\(RIGHT, LEFT, UP or DOWN\\)");
    TestPages.assertRefused(
        bif.write(file, xml.replaceFirst("Width=\"64\"", "Width=\"65\"")),
        SlideReadException.class,
        "the Ventana XML has Width '65' in .*ImageInfo \\(64 to 64 are possible\\)");
    TestPages.assertRefused(
        bif.write(file, xml.replaceFirst("OriginX=\"0\"", "OriginX=\"5\"")),
        SlideReadException.class,
        "the Ventana XML has OriginX '5' in .* \\(a multiple of the tile's 64 px is needed\\)");
    TestPages.assertRefused(
        bif.write(file, xml.replaceAll("<AOI1 [^>]*>", "")),
        SlideReadException.class,
        "the Ventana XML describes 2 areas and 1 origins");
    TestPages.assertRefused(
        bif.write(file, xml.replaceAll("OverlapX=\"\\d+\"", "OverlapX=\"500\"")),
        SlideReadException.class,
        "the Ventana XML puts tiles of 64 px at a distance of -\\d+.\\d+ px");
    TestPages.assertRefused(
        bif.write(file, xml.replaceFirst("NumCols=\"3\"", "NumCols=\"65537\"")),
        SlideReadException.class,
        "the Ventana XML has NumCols '65537' in .* \\(1 to 65536 are possible\\)");
    TestPages.assertRefused(
        bif.write(file, xml.substring(0, 400)),
        SlideReadException.class,
        "the Ventana XML is damaged: .*");
  }

  @Test
  void anAreaBeyondTheFilesTilesIsNamed() throws IOException {
    TestBif bif = twoAreas(3, "RIGHT");
    TestPages.assertRefused(
        bif.write(
            folder.resolve("b.bif"), bif.xml().replaceFirst("OriginX=\"0\"", "OriginX=\"320\"")),
        SlideReadException.class,
        "an area of 3 x 2 tiles from tile \\(5, 0\\) on in an image of 6 x 5 tiles \\(at byte"
            + " \\d+\\)");
  }

  @Test
  void levelsOutOfOrderAreNamed() throws IOException {
    Path file =
        new TestPages(Variant.BIG, TILE_WIDTH, TILE_HEIGHT)
            .tiled(
                TestImages.soft(100, 90, 1),
                "level=1 mag=40",
                draft -> draft.bytes(700, utf8(SCAN)))
            .write(folder.resolve("b.bif"));
    TestPages.assertRefused(
        file,
        SlideReadException.class,
        "level 0 of a Ventana file is described as 'level=1 mag=40' \\(at byte \\d+\\)");
  }

  @Test
  void anUnevenReductionIsLeftToOthers() throws IOException {
    TestBif bif = twoAreas(3, "RIGHT");
    Path file =
        new TestPages(Variant.BIG, TILE_WIDTH, TILE_HEIGHT)
            .tiled(
                bif.mosaic,
                "level=0 mag=40",
                draft -> draft.bytes(700, utf8("<x><iScan/>" + bif.xml() + "</x>")))
            .tiled(TestImages.half(bif.mosaic), "level=1 mag=16", TestPages.nothing())
            .write(folder.resolve("b.bif"));
    TestPages.assertRefused(
        file,
        UnsupportedSlideException.class,
        "not supported: Ventana BIF with a level that is 2.5 times smaller");
  }
}
