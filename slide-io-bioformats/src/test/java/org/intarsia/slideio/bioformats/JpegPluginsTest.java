package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.intarsia.slideio.SlideReadException;
import org.junit.jupiter.api.Test;

/** A foreign JPEG decoder on the class path is noticed. */
class JpegPluginsTest {
  @Test
  void aForeignDecoderBeforeTheJdksIsRefused() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    ForeignSpi foreign = new ForeignSpi();
    assertThatCode(() -> JpegPlugins.requireTheJdks("slide.svs")).doesNotThrowAnyException();
    registry.registerServiceProvider(foreign, ImageReaderSpi.class);
    try {
      Iterator<ImageReaderSpi> all = registry.getServiceProviders(ImageReaderSpi.class, true);
      while (all.hasNext()) {
        ImageReaderSpi other = all.next();
        if (other != foreign) {
          registry.setOrdering(ImageReaderSpi.class, foreign, other);
        }
      }
      assertThatThrownBy(() -> JpegPlugins.requireTheJdks("slide.svs"))
          .isInstanceOf(SlideReadException.class)
          .hasMessage(
              "slide.svs: "
                  + ForeignReader.class.getName()
                  + " would decode JPEG for Bio-Formats and change its colours; take its jar off"
                  + " the class path (and out of lib/plugins)");
    } finally {
      registry.deregisterServiceProvider(foreign, ImageReaderSpi.class);
    }
  }

  private static final class ForeignSpi extends ImageReaderSpi {
    ForeignSpi() {
      super(
          "test",
          "1",
          new String[] {"jpeg"},
          new String[] {"jpg"},
          new String[] {"image/jpeg"},
          ForeignReader.class.getName(),
          new Class<?>[] {Object.class},
          null,
          false,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          null,
          null);
    }

    @Override
    public boolean canDecodeInput(Object source) {
      return true;
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
      return new ForeignReader(this);
    }

    @Override
    public String getDescription(Locale locale) {
      return "test";
    }
  }

  private static final class ForeignReader extends ImageReader {
    ForeignReader(ImageReaderSpi spi) {
      super(spi);
    }

    @Override
    public int getNumImages(boolean allowSearch) {
      return 0;
    }

    @Override
    public int getWidth(int index) {
      return 0;
    }

    @Override
    public int getHeight(int index) {
      return 0;
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
      return java.util.Collections.emptyIterator();
    }

    @Override
    public IIOMetadata getStreamMetadata() {
      throw new UnsupportedOperationException();
    }

    @Override
    public IIOMetadata getImageMetadata(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public java.awt.image.BufferedImage read(int index, ImageReadParam param) throws IOException {
      throw new IOException("never asked");
    }
  }
}
