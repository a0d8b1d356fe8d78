package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaskSinksTest {
  @Nested
  class OmeTiffContract extends MaskSinkContract {
    @Override
    protected MaskSink open(MaskLayout layout, Path folder) throws IOException {
      return OmeTiffMaskSink.create(folder.resolve("mask.ome.tiff"), layout);
    }
  }

  @Nested
  class OverlayContract extends MaskSinkContract {
    @Override
    protected MaskSink open(MaskLayout layout, Path folder) {
      return OverlaySink.of(layout, 0, 7);
    }
  }

  @Nested
  class CompositeContract extends MaskSinkContract {
    @Override
    protected MaskSink open(MaskLayout layout, Path folder) throws IOException {
      return MaskSink.all(
          List.of(
              OverlaySink.of(layout, 0, 7),
              OmeTiffMaskSink.create(folder.resolve("a.ome.tiff"), layout),
              OmeTiffMaskSink.create(folder.resolve("b.ome.tiff"), layout)));
    }
  }

  @Test
  void aCompositeClosesAllAlsoWhenSomeThrow() {
    List<String> calls = new ArrayList<>();
    MaskSink all =
        MaskSink.all(List.of(failing("a", calls), failing("b", calls), failing("c", calls)));
    assertThatThrownBy(all::close)
        .isInstanceOf(IOException.class)
        .hasMessage("a")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(calls).containsExactly("close a", "close b", "close c");
    assertThatThrownBy(all::finish).hasMessage("a");
    assertThat(calls).last().isEqualTo("finish a");
  }

  private static MaskSink failing(String name, List<String> calls) {
    return new MaskSink() {
      @Override
      public void accept(MaskBand band) {
        calls.add("accept " + name);
      }

      @Override
      public void finish() throws IOException {
        calls.add("finish " + name);
        throw new IOException(name);
      }

      @Override
      public void close() throws IOException {
        calls.add("close " + name);
        throw new IOException(name);
      }
    };
  }

  @Test
  void aBandSaysWhatIsWrongWithIt() {
    assertThatThrownBy(() -> new MaskBand(3, 30, 10, 10, new byte[99]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("band 3 of 10 x 10 px cannot have 99 labels");
    assertThatThrownBy(() -> new MaskBand(0, 0, 0, 1, new byte[0]))
        .hasMessage("band 0 must be at least 1 x 1 px, not 0 x 1");
    assertThat(new MaskBand(0, 0, 3, 4, new byte[20]).area()).isEqualTo(12);
  }
}
