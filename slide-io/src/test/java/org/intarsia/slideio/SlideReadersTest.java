package org.intarsia.slideio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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
        .contains("tiff", "dicom", "image");
  }

  @ParameterizedTest
  @CsvSource({
    "slide.czi, 0, ZISRAWFILE, Zeiss CZI slides are not supported by any installed reader;"
        + " Bio-Formats knows them",
    "slide.mrxs, 0, xyz, MIRAX slides are not supported by any installed reader; OpenSlide knows"
        + " them",
    "slide.VSI, 0, xyz, Olympus VSI slides are not supported by any installed reader; Bio-Formats"
        + " knows them",
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
        .hasMessageStartingWith(
            "slide.mrxs: MIRAX slides are not supported by any installed reader");
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
        .hasMessageContaining("a folder that is no slide; name a file in it");
  }

  /** Says that it accepts everything, and opens a PNG of its own, or refuses. */
  private record Fake(String name, int priority, String refusal) implements SlideReaderProvider {
    @Override
    public boolean accepts(Path file, byte[] head) {
      return true;
    }

    @Override
    public SlideReader open(Path file) throws IOException {
      if (refusal.equals("damaged")) {
        throw new SlideReadException("a.bin", "damaged");
      }
      if (!refusal.isEmpty()) {
        throw new UnsupportedSlideException("a.bin", refusal);
      }
      return new OnePixel(name);
    }
  }

  private record OnePixel(String name) implements SlideReader {
    @Override
    public SlideMetadata metadata() {
      return SlideMetadata.plain(name, "fake", name, 1, 1);
    }

    @Override
    public void read(int level, Region region, ByteBuffer rgb) {
      rgb.put(new byte[3]);
    }

    @Override
    public RgbImage readAssociated(String name) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public void close() {}
  }

  private static final List<SlideReaderProvider> FAKES =
      List.of(
          new Fake("first", 3, "that kind"), new Fake("second", 2, ""), new Fake("third", 1, ""));

  private Path file() throws IOException {
    return Files.write(folder.resolve("a.bin"), new byte[] {1});
  }

  @Test
  void aReaderThatDoesNotSupportAKindLeavesItToTheNext() throws IOException {
    OpenedSlide slide = SlideReaders.choose(file(), ReadOptions.defaults(), FAKES);
    assertThat(slide.provider()).isEqualTo("second");
    assertThat(slide.reader().metadata().name()).isEqualTo("second");
    assertThat(slide.why()).isEqualTo("the readers before it do not support this kind");
    assertThat(slide.others()).containsExactly("third");
  }

  @Test
  void aReaderThatIsAskedForIsTheOnlyOne() throws IOException {
    ReadOptions third = ReadOptions.defaults().withReader("third");
    OpenedSlide slide = SlideReaders.choose(file(), third, FAKES);
    assertThat(slide.provider()).isEqualTo("third");
    assertThat(slide.why()).isEqualTo("asked for");
    Path file = file();
    assertThatThrownBy(
            () -> SlideReaders.choose(file, ReadOptions.defaults().withReader("first"), FAKES))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage("a.bin: not supported: that kind");
    assertThatThrownBy(
            () -> SlideReaders.choose(file, ReadOptions.defaults().withReader("fourth"), FAKES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no reader 'fourth' is installed; there are first, second, third");
  }

  @Test
  void damageIsNotHandedOn() throws IOException {
    Path file = file();
    List<SlideReaderProvider> damaged =
        List.of(new Fake("first", 3, "damaged"), new Fake("second", 2, ""));
    assertThatThrownBy(() -> SlideReaders.choose(file, ReadOptions.defaults(), damaged))
        .isInstanceOf(SlideReadException.class)
        .hasMessage("a.bin: damaged");
    List<SlideReaderProvider> refusedFirst =
        List.of(new Fake("first", 3, "that kind"), new Fake("second", 2, "damaged"));
    assertThatThrownBy(() -> SlideReaders.choose(file, ReadOptions.defaults(), refusedFirst))
        .isInstanceOf(SlideReadException.class)
        .hasMessage("second: a.bin: damaged; before it, a.bin: not supported: that kind");
  }

  @Test
  void codecsAreReported() {
    assertThat(Codecs.available(CodecChoice.PURE_JAVA))
        .extracting(Codecs.Codec::codec)
        .containsExactly(
            "java-jpeg", "java-jpeg2000", "deflate", "lzw", "packbits", "zstd", "java-webp");
    assertThat(Codecs.available(CodecChoice.NATIVE_WHERE_INSTALLED))
        .hasSize(7)
        .allSatisfy(codec -> assertThat(codec.library()).isNotBlank());
  }

  @Test
  void aNegativeCacheIsRefused() {
    assertThatThrownBy(() -> ReadOptions.defaults().withCacheBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cache size must not be negative: -1 bytes");
  }
}
