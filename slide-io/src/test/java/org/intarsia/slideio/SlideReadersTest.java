package org.intarsia.slideio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlideReadersTest {
  @TempDir private Path folder;

  @Test
  void installedProvidersAreFound() {
    assertThat(SlideReaders.providers())
        .extracting(SlideReaderProvider::name)
        .contains("tiff", "image");
  }

  @ParameterizedTest
  @CsvSource({
    "slide.dcm, 128, DICM, DICOM whole-slide images are not supported yet by any installed reader",
    "slide.czi, 0, ZISRAWFILE, Zeiss CZI slides are not supported yet by any installed reader",
    "slide.mrxs, 0, xyz, MIRAX slides are not supported yet by any installed reader",
    "slide.VSI, 0, xyz, Olympus VSI slides are not supported yet by any installed reader",
    "slide.svs, 0, hello there, not a TIFF: starts with 'hello th'",
    "notes.txt, 0, hello, not a slide that any reader knows: starts with 'hello'",
  })
  void unsupportedKindsAreNamed(String name, int at, String text, String reason)
      throws IOException {
    byte[] bytes = new byte[at + text.length()];
    byte[] tail = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(tail, 0, bytes, at, tail.length);
    Path file = Files.write(folder.resolve(name), bytes);
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageStartingWith(name + ": " + reason)
        .hasMessageContaining("(installed readers: ");
  }

  @Test
  void theThumbnailInAMiraxIndexIsNotTakenForTheSlide() throws IOException {
    Path file = folder.resolve("slide.mrxs");
    Files.write(file, TestImages.jpegYcbcr(TestImages.soft(32, 32, 1)));
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageStartingWith("slide.mrxs: MIRAX slides are not supported yet");
  }

  @Test
  void missingEmptyAndFolder() throws IOException {
    assertThatThrownBy(() -> SlideReaders.open(folder.resolve("none.svs")))
        .isInstanceOf(NoSuchFileException.class);
    Path empty = Files.createFile(folder.resolve("empty.svs"));
    assertThatThrownBy(() -> SlideReaders.open(empty))
        .isInstanceOf(SlideReadException.class)
        .hasMessage("empty.svs: the file is empty");
    assertThatThrownBy(() -> SlideReaders.open(folder))
        .isInstanceOf(SlideReadException.class)
        .hasMessageEndingWith("not a regular file");
  }

  @Test
  void codecsAreReported() {
    assertThat(Codecs.available(CodecChoice.PURE_JAVA))
        .extracting(Codecs.Codec::codec)
        .containsExactly("java-jpeg", "java-jpeg2000", "deflate", "lzw", "packbits");
    assertThat(Codecs.available(CodecChoice.NATIVE_WHERE_INSTALLED))
        .hasSize(5)
        .allSatisfy(codec -> assertThat(codec.library()).isNotBlank());
  }

  @Test
  void aNegativeCacheIsRefused() {
    assertThatThrownBy(() -> ReadOptions.defaults().withCacheBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cache size must not be negative: -1 bytes");
  }
}
