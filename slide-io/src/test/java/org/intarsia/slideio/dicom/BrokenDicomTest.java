package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.dicom.TestDicom.Table;
import org.intarsia.slideio.dicom.TestDicom.Tiling;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damage ends in a typed error that names the file and the place, soon and in little memory. */
@Timeout(60)
class BrokenDicomTest {
  @TempDir private Path folder;

  private static TestDicom small(TransferSyntax syntax) {
    TestDicom instance = TestDicom.of(TestImages.soft(70, 50, 1));
    instance.syntax = syntax;
    return instance;
  }

  private static TestDicom changed(TransferSyntax syntax, Consumer<TestDicom> change) {
    TestDicom instance = small(syntax);
    change.accept(instance);
    return instance;
  }

  private static TestDicom with(Consumer<DicomBytes> more) {
    return changed(TransferSyntax.EXPLICIT, instance -> instance.more = more);
  }

  private void readWhole(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("slide.dcm"), bytes);
    try (SlideReader reader = SlideReaders.open(file)) {
      for (int level = 0; level < reader.metadata().levels().size(); level++) {
        int width = (int) Math.min(200, reader.metadata().level(level).width());
        int height = (int) Math.min(200, reader.metadata().level(level).height());
        ByteBuffer rgb = ByteBuffer.allocate(3 * width * height);
        reader.read(level, new Region(0, 0, width, height), rgb);
      }
      for (String name : reader.metadata().associatedImages()) {
        reader.readAssociated(name);
      }
    }
  }

  private static Arguments refused(String message, TestDicom instance) {
    return Arguments.of(message, instance);
  }

  static Stream<Arguments> kindsThatAreNotRead() {
    return Stream.of(
        refused(
            "HTJ2K lossless (transfer syntax 1.2.840.10008.1.2.4.201) in DICOM",
            changed(TransferSyntax.RLE, i -> i.syntaxUid = "1.2.840.10008.1.2.4.201")),
        refused(
            "JPEG lossless, first-order prediction (transfer syntax 1.2.840.10008.1.2.4.70)"
                + " in DICOM",
            changed(TransferSyntax.RLE, i -> i.syntaxUid = "1.2.840.10008.1.2.4.70")),
        refused(
            "transfer syntax 1.2.3.4 in DICOM",
            changed(TransferSyntax.RLE, i -> i.syntaxUid = "1.2.3.4")),
        refused(
            "16-bit samples; Intarsia reads 8-bit RGB",
            changed(TransferSyntax.EXPLICIT, i -> i.bits = 16)),
        refused(
            "12-bit samples in 16 bits; Intarsia reads 8-bit RGB",
            changed(
                TransferSyntax.RLE,
                i -> {
                  i.bits = 16;
                  i.bitsStored = 12;
                })),
        refused(
            "signed samples; Intarsia reads 8-bit RGB",
            with(set -> set.us(DicomTags.PIXEL_REPRESENTATION, 1))),
        refused(
            "photometric interpretation YBR_ICT in RLE lossless",
            changed(TransferSyntax.RLE, i -> i.photometric = "YBR_ICT")),
        refused(
            "photometric interpretation PALETTE COLOR in explicit VR little endian",
            changed(TransferSyntax.EXPLICIT, i -> i.photometric = "PALETTE COLOR")),
        refused(
            "frame 0 at column 2, row 1, which is not in the grid of tiles of 32 x 24 px",
            with(
                set ->
                    set.sequence(
                            DicomTags.PER_FRAME_GROUPS, groups(set, 9).toArray(new DicomBytes[0]))
                        .text(DicomTags.DIMENSION_ORGANIZATION_TYPE, "CS", "TILED_SPARSE"))));
  }

  private static List<DicomBytes> groups(DicomBytes set, int frames) {
    List<DicomBytes> groups = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      DicomBytes place = set.item().sl(DicomTags.COLUMN_POSITION, 2).sl(DicomTags.ROW_POSITION, 1);
      groups.add(set.item().sequence(DicomTags.PLANE_POSITION_SLIDE, place));
    }
    return groups;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kindsThatAreNotRead")
  void kindsThatAreNotReadAreNamed(String message, TestDicom instance) {
    assertThatThrownBy(() -> readWhole(instance.bytes()))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage("slide.dcm: not supported: " + message);
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        refused("impossible: Columns of a frame is 0", with(set -> set.us(DicomTags.COLUMNS, 0))),
        refused(
            "impossible: RGB of 4 samples per pixel",
            with(set -> set.us(DicomTags.SAMPLES_PER_PIXEL, 4))),
        refused(
            "frames of 65535 x 65535 px need 12884508675 bytes each; the limit is ",
            with(set -> set.us(DicomTags.COLUMNS, 0xFFFF).us(DicomTags.ROWS, 0xFFFF))),
        refused(
            "0 frames (1 to 4194304 are possible in one file)",
            with(set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "0"))),
        refused(
            "999999999999 frames (1 to 4194304",
            with(set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "999999999999"))),
        refused(
            "element (0028,0008): 'many' is no whole number (at byte ",
            with(set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "many"))),
        refused(
            "4000000 frames need 9216000000 bytes; the pixel data declares 20736, the file has"
                + " 20736 left (at byte ",
            with(set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "4000000"))),
        refused(
            "impossible: a matrix of 4294967295 columns (1 to 268435456 are possible)",
            with(set -> set.ul(DicomTags.TOTAL_COLUMNS, 0xFFFFFFFFL))),
        refused(
            "9 frames for 8388608 x 3 tiles",
            with(set -> set.ul(DicomTags.TOTAL_COLUMNS, 1 << 28))),
        refused(
            "93824995033088 tiles, more than 1099511627776",
            with(
                set -> set.ul(DicomTags.TOTAL_COLUMNS, 1 << 28).ul(DicomTags.TOTAL_ROWS, 1 << 28))),
        refused(
            "element (0028,0010): an integer of 6 bytes (at byte ",
            with(set -> set.us(DicomTags.ROWS, 1, 2, 3))),
        refused(
            "element (0008,0070) of 70000 bytes, more than 65536 (at byte ",
            changed(
                TransferSyntax.IMPLICIT,
                i -> i.more = set -> set.bytes(DicomTags.MANUFACTURER, "LO", new byte[70000]))),
        refused(
            "a delimiter (FFFE,E00D) where an element is expected (at byte ",
            with(set -> set.tag(DicomTags.ITEM_END).u32(0))),
        refused(
            "element (0048,0100) has no value representation (at byte ",
            with(set -> set.tag(0x00480100).raw(new byte[8]))),
        refused(
            "element (0048,0100) of 4294967294 bytes, more than the ",
            with(set -> set.head(0x00480100, "OB", 0xFFFFFFFEL))),
        refused(
            "an item is expected, not (0008,0008) (at byte ",
            with(set -> set.head(0x00480100, "SQ", 0xFFFFFFFFL).us(DicomTags.IMAGE_TYPE, 1))),
        refused(
            "an item of 1000 bytes, more than its sequence has left (at byte ",
            with(
                set ->
                    set.head(DicomTags.OPTICAL_PATHS, "SQ", 16)
                        .tag(DicomTags.ITEM)
                        .u32(1000)
                        .raw(new byte[8]))),
        refused("sequences nested more than 32 deep (at byte ", with(set -> nest(set, 1000))),
        refused(
            "more than 100000 elements that describe the slide (at byte ",
            with(
                set -> {
                  set.head(DicomTags.OPTICAL_PATHS, "SQ", 100_001 * 8L);
                  for (int i = 0; i < 100_001; i++) {
                    set.tag(DicomTags.ITEM).u32(0);
                  }
                })),
        refused(
            "pixels in one piece where the transfer syntax is RLE lossless (at byte ",
            changed(TransferSyntax.EXPLICIT, i -> i.syntaxUid = TransferSyntax.RLE.uid())),
        refused(
            "more fragments than the 9 frames, and no table that says which is whose (at byte ",
            changed(
                TransferSyntax.RLE,
                i -> {
                  i.table = Table.NONE;
                  i.fragmentBytes = 100;
                })),
        refused(
            "a basic offset table of 36 bytes for 8 frames (at byte ",
            changed(
                TransferSyntax.RLE,
                i -> i.more = set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "8"))),
        refused(
            "an extended offset table of 72 bytes for 8 frames (at byte ",
            changed(
                TransferSyntax.RLE,
                i -> {
                  i.table = Table.EXTENDED;
                  i.more = set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "8");
                })),
        refused(
            "positions of 9 frames, but 8 frames",
            changed(
                TransferSyntax.EXPLICIT,
                i -> {
                  i.tiling = Tiling.SPARSE;
                  i.more = set -> set.text(DicomTags.NUMBER_OF_FRAMES, "IS", "8");
                })),
        refused(
            "frame 1 at column 33, row 1 of an image of 10 x 50 px",
            changed(
                TransferSyntax.EXPLICIT,
                i -> {
                  i.tiling = Tiling.SPARSE;
                  i.more = set -> set.ul(DicomTags.TOTAL_COLUMNS, 10);
                })));
  }

  private static void nest(DicomBytes set, int depth) {
    for (int i = 0; i < depth; i++) {
      set.head(0x00480100, "SQ", 0xFFFFFFFFL).tag(DicomTags.ITEM).u32(0xFFFFFFFFL);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void damageIsNamed(String message, TestDicom instance) {
    assertThatThrownBy(() -> readWhole(instance.bytes()))
        .isInstanceOf(SlideReadException.class)
        .isNotInstanceOf(UnsupportedSlideException.class)
        .hasMessageContaining("slide.dcm")
        .hasMessageContaining(message);
  }
}
