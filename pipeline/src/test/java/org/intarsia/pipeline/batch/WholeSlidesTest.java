package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.intarsia.pipeline.SeveralFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides of several files, as inputs and as digests. */
class WholeSlidesTest {
  @TempDir private Path folder;

  /** A folder that is a slide, one with two slides and others, and the data of an index. */
  @BeforeEach
  void makeFiles() throws IOException {
    for (String name : List.of("patient.1/b.dcm", "patient.1/a.dcm", "deep/er/x.dcm")) {
      SeveralFiles.part(file(name), name.substring(0, name.indexOf('/')));
    }
    for (String name : List.of("mixed/1.dcm", "mixed/2.dcm", "mixed/4.dcm")) {
      SeveralFiles.part(file(name), "one");
    }
    SeveralFiles.part(file("mixed/3.dcm"), "two");
    Files.writeString(file("mixed/s.svs"), "svs");
    Files.writeString(file("index.mrxs"), "index");
    Files.writeString(file("index/Data0000.dat"), "data");
    Files.writeString(file("index/preview.jpg"), "preview");
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return file;
  }

  private List<String> found(String... inputs) {
    List<String> words = Stream.of(inputs).map(word -> folder + "/" + word).toList();
    return SlideInputs.collect(words, warning -> {}).stream()
        .map(slide -> folder.relativize(slide.file()) + " " + slide.name())
        .toList();
  }

  @Test
  void aFolderThatIsASlideIsTakenAsOne() {
    assertThat(found("patient.1")).containsExactly("patient.1 patient.1");
    assertThat(found("patient.1/.", "patient.1")).containsExactly("patient.1 patient.1");
    assertThat(found("deep")).containsExactly("deep/er er");
    assertThat(found(""))
        .containsExactly(
            "deep/er er",
            "index.mrxs index",
            "mixed/1.dcm 1",
            "mixed/3.dcm 3",
            "mixed/s.svs s",
            "patient.1 patient.1");
  }

  @Test
  void thePartsOfASlideAreOneSlideHoweverTheyAreNamed() throws IOException {
    assertThat(found("mixed/4.dcm", "mixed/2.dcm", "mixed/3.dcm"))
        .containsExactly("mixed/4.dcm 4", "mixed/3.dcm 3");
    assertThat(found("mixed/*.dcm")).containsExactly("mixed/1.dcm 1", "mixed/3.dcm 3");
    assertThat(found("**/*.dcm"))
        .containsExactly("deep/er/x.dcm x", "mixed/1.dcm 1", "mixed/3.dcm 3", "patient.1/a.dcm a");
    assertThat(found("p*")).containsExactly("patient.1 patient.1");
    Path list =
        Files.write(
            folder.resolve("list.csv"), List.of("slide,label", "patient.1,DCIS", "mixed/2.dcm,x"));
    assertThat(found("mixed", list.getFileName().toString()))
        .containsExactly("mixed/2.dcm 2", "mixed/3.dcm 3", "mixed/s.svs s", "patient.1 patient.1");
    Files.write(list, List.of("slide", "mixed"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> found("list.csv"))
        .withMessage(
            list + ", line 2: " + folder.resolve("mixed") + " is a folder; name the slide in it");
  }

  @Test
  void theFingerprintOfASlideOfOneFileIsAsItWas() throws Exception {
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    Path single = Files.write(folder.resolve("single.svs"), bytes);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(ByteBuffer.allocate(8).putLong(bytes.length).flip());
    digest.update(bytes, 0, 1 << 20);
    digest.update(bytes, 2 << 20, 1 << 20);
    String expected = HexFormat.of().formatHex(digest.digest());
    assertThat(Digest.fingerprint(single)).isEqualTo(expected);
    assertThat(Digest.ofSlide(single)).isEqualTo(Digest.of(single));
    assertThat(Digest.fingerprint(folder.resolve("deep/er")))
        .isEqualTo(Digest.fingerprint(folder.resolve("deep/er/x.dcm")));
  }

  @Test
  void theFingerprintOfASlideCoversAllOfItsFiles() throws IOException {
    Path slide = folder.resolve("patient.1");
    Path a = slide.resolve("a.dcm");
    Path b = slide.resolve("b.dcm");
    String before = Digest.fingerprint(slide);
    assertThat(before)
        .isEqualTo(Digest.fingerprint(b))
        .isEqualTo(Digest.of("a.dcm %s\nb.dcm %s\n".formatted(fingerprintOf(a), fingerprintOf(b))));
    assertThat(Digest.ofSlide(slide))
        .isEqualTo(Digest.of("a.dcm %s\nb.dcm %s\n".formatted(Digest.of(a), Digest.of(b))));
    SeveralFiles.part(slide.resolve("c.dcm"), "patient.1");
    assertThat(Digest.fingerprint(slide)).isNotEqualTo(before);
  }

  private String fingerprintOf(Path file) throws IOException {
    return Digest.fingerprint(Files.copy(file, file("copy of " + file.getFileName() + "/copy")));
  }

  @Test
  void theDataOfAnIndexIsNotSearched() {
    assertThat(WholeSlides.isDataOfAnIndex(folder.resolve("index"))).isTrue();
    assertThat(WholeSlides.isDataOfAnIndex(folder.resolve("mixed"))).isFalse();
    assertThat(found("*.mrxs")).containsExactly("index.mrxs index");
    assertThat(found("**/*.{jpg,mrxs}")).containsExactly("index.mrxs index");
  }
}
