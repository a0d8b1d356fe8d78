package org.intarsia.pipeline.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Whole slide images of 16 x 16 px in DICOM files: four frames of 8 x 8. */
final class DicomSeeds {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String JPEG = "1.2.840.10008.1.2.4.50";
  private static final int SIDE = 8;
  private static final int FRAMES = 4;

  private DicomSeeds() {}

  static List<byte[]> all() {
    byte[] pixels = new byte[3 * SIDE * SIDE * FRAMES];
    new Random(3).nextBytes(pixels);
    byte[] jpeg = TiffSeeds.jpeg(SIDE);
    return List.of(
        file(EXPLICIT, element(0x7FE0, 0x0010, "OB", pixels), new byte[0]),
        file(EXPLICIT, element(0x7FE0, 0x0010, "OW", pixels), positions()),
        file(JPEG, encapsulated(jpeg), new byte[0]));
  }

  private static byte[] file(String syntax, byte[] pixelData, byte[] frameGroups) {
    byte[] meta =
        joined(
            element(0x0002, 0x0001, "OB", new byte[] {0, 1}),
            text(0x0002, 0x0002, "UI", "1.2.840.10008.5.1.4.1.1.77.1.6"),
            text(0x0002, 0x0003, "UI", "1.2.3.4"),
            text(0x0002, 0x0010, "UI", syntax));
    boolean sparse = frameGroups.length > 0;
    return joined(
        new byte[128],
        "DICM".getBytes(StandardCharsets.US_ASCII),
        element(0x0002, 0x0000, "UL", integer(meta.length)),
        meta,
        text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\VOLUME\\NONE"),
        text(0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.6"),
        text(0x0008, 0x0018, "UI", "1.2.3.4"),
        text(0x0008, 0x0060, "CS", "SM"),
        text(0x0020, 0x000D, "UI", "1.2.3"),
        text(0x0020, 0x000E, "UI", "1.2.3.5"),
        text(0x0020, 0x0013, "IS", "1"),
        text(0x0020, 0x9311, "CS", sparse ? "TILED_SPARSE" : "TILED_FULL"),
        element(0x0028, 0x0002, "US", word(3)),
        text(0x0028, 0x0004, "CS", syntax.equals(JPEG) ? "YBR_FULL_422" : "RGB"),
        element(0x0028, 0x0006, "US", word(0)),
        text(0x0028, 0x0008, "IS", Integer.toString(FRAMES)),
        element(0x0028, 0x0010, "US", word(SIDE)),
        element(0x0028, 0x0011, "US", word(SIDE)),
        element(0x0028, 0x0100, "US", word(8)),
        element(0x0028, 0x0101, "US", word(8)),
        element(0x0028, 0x0102, "US", word(7)),
        element(0x0028, 0x0103, "US", word(0)),
        element(0x0048, 0x0006, "UL", integer(2 * SIDE)),
        element(0x0048, 0x0007, "UL", integer(2 * SIDE)),
        element(0x0048, 0x0008, "UL", integer(1)),
        element(0x0048, 0x0302, "UL", integer(1)),
        sequence(
            0x5200, 0x9229, sequence(0x0028, 0x9110, text(0x0028, 0x0030, "DS", "0.0005\\0.0005"))),
        frameGroups,
        pixelData);
  }

  private static byte[] positions() {
    byte[][] items = new byte[FRAMES][];
    for (int i = 0; i < FRAMES; i++) {
      items[i] =
          sequence(
              0x0048,
              0x021A,
              joined(
                  element(0x0048, 0x021E, "SL", integer(1 + i % 2 * SIDE)),
                  element(0x0048, 0x021F, "SL", integer(1 + i / 2 * SIDE))));
    }
    return sequence(0x5200, 0x9230, items);
  }

  private static byte[] encapsulated(byte[] jpeg) {
    byte[] even = jpeg.length % 2 == 0 ? jpeg : joined(jpeg, new byte[1]);
    byte[] data = item(new byte[0]);
    for (int i = 0; i < FRAMES; i++) {
      data = joined(data, item(even));
    }
    byte[] head = {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1};
    byte[] end = {(byte) 0xFE, (byte) 0xFF, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0};
    return joined(head, data, end);
  }

  private static byte[] sequence(int group, int number, byte[]... items) {
    byte[] content = new byte[0];
    for (byte[] one : items) {
      content = joined(content, item(one));
    }
    return element(group, number, "SQ", content);
  }

  private static byte[] item(byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xE000FFFE)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] text(int group, int number, String form, String value) {
    String even = value.length() % 2 == 0 ? value : value + (form.equals("UI") ? "\0" : " ");
    return element(group, number, form, even.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] element(int group, int number, String form, byte[] value) {
    boolean wide = form.equals("OB") || form.equals("OW") || form.equals("SQ");
    ByteBuffer out =
        ByteBuffer.allocate((wide ? 12 : 8) + value.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) group).putShort((short) number);
    out.put(form.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      out.putShort((short) 0).putInt(value.length);
    } else {
      out.putShort((short) value.length);
    }
    return out.put(value).array();
  }

  private static byte[] word(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
