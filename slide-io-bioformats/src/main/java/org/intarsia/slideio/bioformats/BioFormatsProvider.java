package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loci.formats.FormatTools;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;

/**
 * Opens what Bio-Formats reads as 8-bit RGB: CZI, VSI, NDPI, SCN, BIF, OME-TIFF and more.
 *
 * <p>The largest image of true or indexed colour is the slide, its resolutions are the levels, and
 * the other colour images are the associated ones. 16-bit RGB is read only where {@link
 * ReadOptions#deepSamples} scales it. Files without such an image are refused, with a list of the
 * images that they have.
 *
 * <p>Bio-Formats itself answers some damage with black pixels instead of an error. A tile that
 * comes back wholly black is therefore looked up in the file, where Bio-Formats tells its bytes
 * (Aperio SVS, NDPI, DICOM) or the file is a TIFF: one that the file leaves out becomes background,
 * one whose JPEG stream is damaged an exception. Damage inside a tile that leaves some of its
 * pixels stays unnoticed.
 *
 * <p>Asked last of all, because every other reader is faster and stricter.
 */
public final class BioFormatsProvider implements SlideReaderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public BioFormatsProvider() {}

  @Override
  public String name() {
    return "bio-formats";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Optional<String> library() {
    return Optional.of("Bio-Formats " + FormatTools.VERSION);
  }

  /** Looks at name and first bytes only; Bio-Formats is asked when the slide is opened. */
  @Override
  public boolean accepts(Path file, byte[] head) {
    return head.length > 0 && KnownKinds.mayBeSlide(file, head);
  }

  @Override
  public List<Path> parts(Path file) throws IOException {
    if (Files.isDirectory(file) || !KnownKinds.mayHaveParts(file)) {
      return List.of(file);
    }
    try (ReaderFactory factory = new ReaderFactory(file);
        LociReader reader = factory.open()) {
      return reader.files();
    }
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    return BioFormatsSlideReader.open(file, options);
  }
}
