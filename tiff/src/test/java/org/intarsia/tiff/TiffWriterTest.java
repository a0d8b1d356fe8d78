package org.intarsia.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiffWriterTest {
  @TempDir private Path folder;

  @Test
  void classicBigEndianDirectoryHasTheBytesOfTheSpecification() throws IOException {
    Path file = folder.resolve("a.tif");
    try (TiffWriter writer = TiffWriter.create(file, Variant.CLASSIC, ByteOrder.BIG_ENDIAN)) {
      long first = writer.append(new byte[] {1, 2, 3});
      long second = writer.append(new byte[] {4});
      assertThat(first).isEqualTo(8);
      assertThat(second).as("offsets are even").isEqualTo(12);
      writer.finish(
          List.of(
              new TiffDirectoryDraft()
                  .shorts(TiffTag.IMAGE_WIDTH, 7)
                  .offsets(TiffTag.TILE_OFFSETS, first, second)));
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    assertThat(bytes.getInt(0)).isEqualTo(0x4D4D002A);
    int directory = bytes.getInt(4);
    assertThat(directory).isEqualTo(14);
    assertThat(bytes.getShort(directory)).isEqualTo((short) 2);
    assertThat(bytes.getShort(directory + 2)).isEqualTo((short) TiffTag.IMAGE_WIDTH);
    assertThat(bytes.getShort(directory + 10))
        .as("left-justified inline value")
        .isEqualTo((short) 7);
    int offsets = bytes.getInt(directory + 14 + 8);
    assertThat(bytes.getInt(offsets)).isEqualTo(8);
    assertThat(bytes.getInt(offsets + 4)).isEqualTo(12);
    assertThat(bytes.getInt(directory + 26)).as("no next directory").isZero();
  }

  @Test
  void aLevelStandsInTheChainAndAmongTheSubDirectories() throws IOException {
    Path file = folder.resolve("b.tif");
    TiffDirectoryDraft level = new TiffDirectoryDraft().shorts(TiffTag.IMAGE_WIDTH, 1);
    TiffDirectoryDraft image =
        new TiffDirectoryDraft().text(TiffTag.IMAGE_DESCRIPTION, "long text").subDirectory(level);
    try (TiffWriter writer = TiffWriter.create(file, Variant.BIG, ByteOrder.LITTLE_ENDIAN)) {
      writer.finish(List.of(image, level));
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getShort(2)).isEqualTo((short) 43);
    int first = (int) bytes.getLong(8);
    assertThat(bytes.getLong(first)).isEqualTo(2);
    long sub = bytes.getLong(first + 8 + 20 + 12);
    long following = bytes.getLong(first + 8 + 40);
    assertThat(sub).isEqualTo(following).isPositive();
    assertThat(bytes.getShort((int) sub + 8)).isEqualTo((short) TiffTag.IMAGE_WIDTH);
  }

  @Test
  void refusesValuesThatDoNotFit() {
    assertThatThrownBy(() -> new TiffDirectoryDraft().shorts(256, 70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tag 256: 70000 is no 16-bit value");
    assertThatThrownBy(() -> new TiffDirectoryDraft().rational(282, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0 is no TIFF rational");
  }

  @Test
  void largeDataIsBigTiff() {
    assertThat(Variant.forBytes(1L << 30)).isEqualTo(Variant.CLASSIC);
    assertThat(Variant.forBytes(1L << 32)).isEqualTo(Variant.BIG);
  }
}
