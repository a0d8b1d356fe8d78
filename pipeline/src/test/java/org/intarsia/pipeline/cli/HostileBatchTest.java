package org.intarsia.pipeline.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sixty broken files among sixty good ones: sixty are done, and sixty are named. */
@Timeout(300)
class HostileBatchTest {
  private static final int COUNT = 60;

  @TempDir private static Path folder;

  private static Path model = Path.of("");
  private static Path mixed = Path.of("");
  private static byte[] whole = {};
  private static final Map<String, byte[]> BROKEN = new TreeMap<>();

  @BeforeAll
  static void makeSlides() throws IOException {
    model = TinyModel.write(folder, 1);
    mixed = Files.createDirectory(folder.resolve("mixed"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(COUNT), 900, 200, 150, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(mixed, member);
    }
    SyntheticCohort larger =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), 7, 700, 500, 1, PyramidOptions.Format.SVS);
    whole = Files.readAllBytes(larger.writeSlide(folder, larger.members().get(0)));
    breakSlides();
    for (Map.Entry<String, byte[]> each : BROKEN.entrySet()) {
      Files.write(mixed.resolve("broken-" + each.getKey()), each.getValue());
    }
  }

  private static void breakSlides() {
    for (int i = 1; i <= 16; i++) {
      BROKEN.put("truncated-%02d.svs".formatted(i), Arrays.copyOf(whole, whole.length * i / 17));
    }
    for (int length : new int[] {0, 1, 7, 8, 500, 100_000}) {
      BROKEN.put("zeros-%06d.svs".formatted(length), new byte[length]);
    }
    for (int i = 0; i < 14; i++) {
      byte[] noise = new byte[2000 + i];
      new Random(0x9E3779B97F4A7C15L * (i + 1)).nextBytes(noise);
      byte[] headed = noise.clone();
      System.arraycopy(whole, 0, headed, 0, 16);
      BROKEN.put("noise-%02d.svs".formatted(i), i < 7 ? noise : headed);
    }
    List<Integer> tiles = jpegs();
    for (int i = 0; i < 6; i++) {
      byte[] torn = whole.clone();
      int at = tiles.get(i);
      Arrays.fill(torn, at, at + 40, (byte) 0);
      BROKEN.put("tile-%02d.svs".formatted(i), torn);
    }
    wrongStructures();
    notSlides();
    assertThat(BROKEN).hasSize(COUNT);
  }

  /** Where streams of JPEG begin; the tiles of level 0 come first. */
  private static List<Integer> jpegs() {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i + 2 < whole.length; i++) {
      if (whole[i] == (byte) 0xFF && whole[i + 1] == (byte) 0xD8 && whole[i + 2] == (byte) 0xFF) {
        found.add(i);
      }
    }
    return found;
  }

  private static byte[] patched(Consumer<ByteBuffer> patch) {
    byte[] bytes = whole.clone();
    patch.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  private static void wrongStructures() {
    ByteBuffer slide = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int first = slide.getInt(4);
    int next = first + 2 + 12 * slide.getShort(first);
    int[] offsets = {0, 3, first + 1, whole.length - 1, whole.length + 5, -16};
    for (int i = 0; i < offsets.length; i++) {
      int offset = offsets[i];
      BROKEN.put("offset-%d.svs".formatted(i), patched(bytes -> bytes.putInt(4, offset)));
    }
    BROKEN.put("loop.svs", patched(bytes -> bytes.putInt(next, first)));
    BROKEN.put("entries.svs", patched(bytes -> bytes.putShort(first, (short) -1)));
    for (int tag : new int[] {256, 257, 322, 323}) {
      BROKEN.put("bomb-%d.svs".formatted(tag), patched(bytes -> enlarge(bytes, first, next, tag)));
    }
  }

  private static void enlarge(ByteBuffer slide, int first, int next, int tag) {
    for (int entry = first + 2; entry < next; entry += 12) {
      if (slide.getShort(entry) == tag) {
        slide.putShort(entry + 2, (short) 4).putInt(entry + 8, 2_000_000_000);
      }
    }
  }

  private static void notSlides() {
    BROKEN.put("text.svs", "this is no slide".getBytes(ISO_8859_1));
    BROKEN.put("page.tif", "<html><body>404 Not Found</body></html>".getBytes(ISO_8859_1));
    BROKEN.put("document.tif", "%PDF-1.7 and so on".getBytes(ISO_8859_1));
    BROKEN.put("archive.svs", "PK\3\4 and so on".getBytes(ISO_8859_1));
    BROKEN.put("bomb.png", giantPng());
    BROKEN.put("cut.jpg", Arrays.copyOfRange(whole, jpegs().get(0), jpegs().get(0) + 300));
  }

  /** The header of a picture of 3.6 gigapixels, and no more. */
  private static byte[] giantPng() {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13);
    png.put("IHDR".getBytes(ISO_8859_1)).putInt(60_000).putInt(60_000);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    return png.putInt((int) crc.getValue()).array();
  }

  @Test
  void allGoodOnesAreDoneAndAllBadOnesAreNamed() throws IOException {
    Path output = folder.resolve("out");
    Ended ended =
        intarsia(
            "run",
            mixed,
            "--output",
            output,
            "--model",
            model,
            "--no-tissue-filter",
            "--patch",
            128,
            "--workers",
            1);
    List<CSVRecord> failures = table(output.resolve("failures.csv"));
    assertThat(failures)
        .extracting(record -> String.valueOf(Path.of(record.get("slide")).getFileName()))
        .containsExactlyElementsOf(BROKEN.keySet().stream().map(name -> "broken-" + name).toList());
    for (CSVRecord failure : failures) {
      String file = String.valueOf(Path.of(failure.get("slide")).getFileName());
      assertThat(failure.get("error")).as(file).isIn("SlideReadException", "CodecException");
      assertThat(failure.get("message")).as(file).contains(file).doesNotContain("Exception");
    }
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains("60 of 120 slides done");
    assertThat(table(output.resolve("features.csv")))
        .filteredOn(record -> record.get("status").equals("done"))
        .hasSize(COUNT);
    assertThat(output.resolve(".intarsia")).doesNotExist();
  }

  private static List<CSVRecord> table(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = format.parse(reader)) {
      return parser.getRecords();
    }
  }
}
