package org.intarsia.slideio.codec;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The JDK's own ImageIO readers, chosen by class.
 *
 * <p><i>Why</i> not by format name: other ImageIO plug-ins on the class path would be taken instead
 * and give other colours.
 */
final class JdkImageReaders {
  private static final String PACKAGE = "com.sun.imageio.plugins.";

  private JdkImageReaders() {}

  /** A new reader of {@code jpeg.JPEG}, {@code png.PNG} or {@code bmp.BMP}. */
  static ImageReader create(String kind) throws IOException {
    String wanted = PACKAGE + kind + "ImageReaderSpi";
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getName().equals(wanted)) {
        return provider.createReaderInstance();
      }
    }
    throw new IOException("this Java runtime has no " + wanted + " (module java.desktop)");
  }
}
