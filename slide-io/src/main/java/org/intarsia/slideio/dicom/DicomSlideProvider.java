package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.StorageException;

/**
 * Opens DICOM whole-slide images: VL Whole Slide Microscopy Image Storage, one or several files.
 *
 * <p>A folder is a slide if all whole-slide instances directly in it show the same one: the same
 * series, or the same container in the same frame of reference. Other files may lie beside them;
 * but where the first 32 files by name are no DICOM, the folder is taken for one of other things.
 * Any file of a slide opens the whole: all others of its folder that show the same slide belong to
 * it.
 *
 * <p>Reads TILED_FULL and TILED_SPARSE, concatenations, frames without compression (little and big
 * endian, deflated), RLE, JPEG and JPEG 2000, of 8-bit RGB, YBR or grey; 16 bits where they are to
 * be scaled. Of several focal planes or optical paths the first is shown. VOLUME instances are
 * levels; THUMBNAIL, LABEL and OVERVIEW the images {@code thumbnail}, {@code label} and {@code
 * macro}. All other kinds are refused by name.
 *
 * <p>Properties show nothing that names a patient.
 */
public final class DicomSlideProvider implements SlideReaderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public DicomSlideProvider() {}

  @Override
  public String name() {
    return "dicom";
  }

  @Override
  public int priority() {
    return 90;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a folder the headers of its DICOM files are read; one that cannot be listed is no slide.
   */
  @Override
  public boolean accepts(Path file, byte[] head) {
    if (!Files.isDirectory(file)) {
      return DicomFile.matches(head);
    }
    try {
      return SlideFolder.isOneSlide(file);
    } catch (IOException unlisted) {
      return false;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Levels come first, the largest at the front. A file that is no readable instance of a whole
   * slide is alone; opening it says what is wrong.
   */
  @Override
  public List<Path> parts(Path file) throws IOException {
    try {
      return SlideFolder.of(file).instances().stream().map(InstanceHeader::file).toList();
    } catch (StorageException failed) {
      throw failed;
    } catch (SlideReadException damaged) {
      return List.of(file);
    }
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    return DicomSlideReader.open(file, options);
  }
}
