package org.intarsia.slideio.dicom;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.intarsia.slideio.TestImages;

/** Writes small whole-slide instances. */
final class TestDicom {
  /** How positions of frames are told. */
  enum Tiling {
    FULL,
    SPARSE
  }

  /** How fragments are found. */
  enum Table {
    NONE,
    BASIC,
    EXTENDED
  }

  TransferSyntax syntax = TransferSyntax.EXPLICIT;
  String syntaxUid = "";
  String photometric = "RGB";
  Tiling tiling = Tiling.FULL;
  Table table = Table.BASIC;
  String flavor = "VOLUME";
  String series = "1.2.3";
  String container = "S1";
  String frameOfReference = "1.2.9";
  String instance = "1.2.3.1";
  String sopClass = SopClasses.WHOLE_SLIDE;
  int tileWidth = 32;
  int tileHeight = 24;
  int bits = 8;
  int bitsStored;
  int fragmentBytes = Integer.MAX_VALUE;
  int firstTile;
  int endTile = Integer.MAX_VALUE;
  int missingTile = -1;
  int extraPlanes;
  boolean planar;
  boolean bytesAsWords;
  boolean openSequences;
  boolean concatenated;
  Consumer<DicomBytes> more = set -> {};

  private final BufferedImage image;

  private TestDicom(BufferedImage image) {
    this.image = image;
  }

  static TestDicom of(BufferedImage image) {
    return new TestDicom(image);
  }

  int columns() {
    return (image.getWidth() + tileWidth - 1) / tileWidth;
  }

  int tiles() {
    return columns() * ((image.getHeight() + tileHeight - 1) / tileHeight);
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes());
  }

  /** The whole file. */
  byte[] bytes() {
    DicomBytes meta = new DicomBytes(ByteOrder.LITTLE_ENDIAN, true);
    meta.text(DicomTags.MEDIA_STORAGE_SOP_CLASS, "UI", sopClass);
    meta.text(DicomTags.TRANSFER_SYNTAX, "UI", syntaxUid.isEmpty() ? syntax.uid() : syntaxUid);
    DicomBytes file = new DicomBytes(ByteOrder.LITTLE_ENDIAN, true);
    file.raw(new byte[128]).raw(new byte[] {'D', 'I', 'C', 'M'});
    file.ul(0x00020000, meta.size()).raw(meta.toByteArray());
    byte[] set = dataSet();
    if (syntax == TransferSyntax.DEFLATED) {
      Deflater deflater = new Deflater(9, true);
      deflater.setInput(set);
      deflater.finish();
      byte[] deflated = new byte[set.length + 100];
      int n = deflater.deflate(deflated);
      deflater.end();
      set = Arrays.copyOf(deflated, n);
    }
    return file.raw(set).toByteArray();
  }

  private List<Integer> shownTiles() {
    List<Integer> shown = new ArrayList<>();
    for (int tile = firstTile; tile < Math.min(endTile, tiles()); tile++) {
      if (tile != missingTile) {
        shown.add(tile);
      }
    }
    return shown;
  }

  private byte[] dataSet() {
    List<byte[]> frames = new ArrayList<>();
    for (int tile : shownTiles()) {
      frames.add(frame(tile));
    }
    int plane = frames.size();
    for (int i = 0; i < extraPlanes * plane; i++) {
      frames.add(frame(0));
    }
    DicomBytes set = new DicomBytes(syntax.order(), syntax.explicit());
    set.text(DicomTags.IMAGE_TYPE, "CS", "DERIVED\\PRIMARY\\" + flavor + "\\NONE");
    set.text(DicomTags.SOP_CLASS, "UI", sopClass);
    set.text(DicomTags.SOP_INSTANCE, "UI", instance);
    set.text(DicomTags.MANUFACTURER, "LO", "Intarsia tests");
    set.text(0x00100010, "PN", "Doe^Jane");
    set.text(0x00100020, "LO", "patient-77");
    set.text(DicomTags.SERIES, "UI", series);
    set.text(DicomTags.FRAME_OF_REFERENCE, "UI", frameOfReference);
    if (concatenated) {
      set.text(DicomTags.CONCATENATION, "UI", "1.2.77");
      set.us(DicomTags.IN_CONCATENATION_TOTAL, 2);
      set.ul(DicomTags.CONCATENATION_FRAME_OFFSET, firstTile);
    }
    set.text(DicomTags.DIMENSION_ORGANIZATION_TYPE, "CS", "TILED_" + tiling);
    int samples = photometric.startsWith("MONO") ? 1 : 3;
    set.us(DicomTags.SAMPLES_PER_PIXEL, samples);
    set.text(DicomTags.PHOTOMETRIC_INTERPRETATION, "CS", photometric);
    set.us(DicomTags.PLANAR_CONFIGURATION, planar ? 1 : 0);
    set.text(DicomTags.NUMBER_OF_FRAMES, "IS", Integer.toString(frames.size()));
    set.us(DicomTags.ROWS, tileHeight).us(DicomTags.COLUMNS, tileWidth);
    set.us(DicomTags.BITS_ALLOCATED, bits).us(DicomTags.BITS_STORED, depth());
    set.us(DicomTags.PIXEL_REPRESENTATION, 0);
    set.text(DicomTags.CONTAINER_IDENTIFIER, "LO", container);
    set.ul(DicomTags.TOTAL_COLUMNS, image.getWidth());
    set.ul(DicomTags.TOTAL_ROWS, image.getHeight());
    more.accept(set);
    DicomBytes path = set.item().text(DicomTags.OBJECTIVE_LENS_POWER, "DS", "20");
    sequence(set, DicomTags.OPTICAL_PATHS, path.bytes(0x00480999, "OB", new byte[3]));
    DicomBytes measures = set.item().text(DicomTags.PIXEL_SPACING, "DS", "0.000252\\0.00025");
    DicomBytes shared = set.item();
    sequence(shared, DicomTags.PIXEL_MEASURES, measures);
    sequence(set, DicomTags.SHARED_GROUPS, shared);
    if (tiling == Tiling.SPARSE) {
      positions(set, plane);
    }
    pixels(set, frames);
    return set.toByteArray();
  }

  private int depth() {
    return bitsStored == 0 ? bits : bitsStored;
  }

  private void sequence(DicomBytes set, int tag, DicomBytes... items) {
    if (openSequences) {
      set.openSequence(tag, items);
    } else {
      set.sequence(tag, items);
    }
  }

  private void positions(DicomBytes set, int plane) {
    List<Integer> tiles = shownTiles();
    List<DicomBytes> groups = new ArrayList<>();
    for (int frame = 0; frame < plane * (1 + extraPlanes); frame++) {
      int tile = tiles.get(frame % plane);
      DicomBytes place =
          set.item()
              .sl(DicomTags.COLUMN_POSITION, 1 + tile % columns() * tileWidth)
              .sl(DicomTags.ROW_POSITION, 1 + tile / columns() * tileHeight);
      DicomBytes group = set.item();
      sequence(group, DicomTags.PLANE_POSITION_SLIDE, place);
      groups.add(group);
    }
    sequence(set, DicomTags.PER_FRAME_GROUPS, groups.toArray(new DicomBytes[0]));
  }

  private void pixels(DicomBytes set, List<byte[]> frames) {
    if (syntax.frames() == TransferSyntax.Frames.NATIVE) {
      DicomBytes all = set.item();
      frames.forEach(all::raw);
      boolean words = bits == 16 || bytesAsWords;
      byte[] bytes = all.size() % 2 == 0 ? all.toByteArray() : all.raw(new byte[1]).toByteArray();
      if (words && syntax == TransferSyntax.BIG_ENDIAN) {
        for (int i = 0; i < bytes.length; i += 2) {
          byte first = bytes[i];
          bytes[i] = bytes[i + 1];
          bytes[i + 1] = first;
        }
      }
      set.bytes(DicomTags.PIXELS, words ? "OW" : "OB", bytes);
      return;
    }
    ByteBuffer basic = ByteBuffer.allocate(4 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer extended = ByteBuffer.allocate(8 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer lengths = ByteBuffer.allocate(8 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
    DicomBytes fragments = set.item();
    for (byte[] frame : frames) {
      basic.putInt(fragments.size());
      extended.putLong(fragments.size());
      lengths.putLong(frame.length);
      for (int at = 0; at < frame.length; at += Math.min(fragmentBytes, frame.length - at)) {
        int end = at + Math.min(fragmentBytes, frame.length - at);
        fragments.fragment(Arrays.copyOfRange(frame, at, end));
      }
    }
    if (table == Table.EXTENDED) {
      set.bytes(DicomTags.EXTENDED_OFFSETS, "OV", extended.array());
      set.bytes(DicomTags.EXTENDED_LENGTHS, "OV", lengths.array());
    }
    set.head(DicomTags.PIXELS, "OB", 0xFFFFFFFFL);
    set.fragment(table == Table.BASIC ? basic.array() : new byte[0]);
    set.raw(fragments.toByteArray()).tag(DicomTags.SEQUENCE_END).u32(0);
  }

  /** The tile with its surroundings beyond the border in grey. */
  private BufferedImage tile(int tile) {
    int left = tile % columns() * tileWidth;
    int top = tile / columns() * tileHeight;
    BufferedImage cut = new BufferedImage(tileWidth, tileHeight, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < tileHeight; y++) {
      for (int x = 0; x < tileWidth; x++) {
        boolean inside = left + x < image.getWidth() && top + y < image.getHeight();
        cut.setRGB(x, y, inside ? image.getRGB(left + x, top + y) : 0x808080);
      }
    }
    return cut;
  }

  private byte[] frame(int number) {
    BufferedImage tile = tile(number);
    byte[] rgb = TestImages.rgb(tile);
    return switch (syntax.frames()) {
      case NATIVE -> TestFrames.stored(rgb, photometric, depth(), planar);
      case RLE ->
          TestFrames.rle(
              TestFrames.stored(rgb, photometric, depth(), true),
              TestFrames.samples(photometric),
              bits / 8);
      case JPEG -> photometric.equals("RGB") ? TestImages.jpegRgb(tile) : jpegOf(tile);
      case JPEG_2000 -> TestFrames.jpeg2000(rgb, tileWidth, tileHeight);
    };
  }

  private byte[] jpegOf(BufferedImage tile) {
    if (!photometric.startsWith("MONO")) {
      return TestImages.jpegYcbcr(tile);
    }
    BufferedImage grey = new BufferedImage(tileWidth, tileHeight, BufferedImage.TYPE_BYTE_GRAY);
    byte[] samples = TestFrames.values(TestImages.rgb(tile), photometric);
    grey.getRaster().setDataElements(0, 0, tileWidth, tileHeight, samples);
    return TestImages.jpegYcbcr(grey);
  }
}
