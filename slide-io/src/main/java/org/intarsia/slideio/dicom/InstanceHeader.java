package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.intarsia.slideio.SlideReadException;

/**
 * What tells whose file an instance is and what it shows, read without its pixels.
 *
 * @param file where it is
 * @param sopClass what kind of object it is
 * @param sopInstance its own unique identifier, empty if it has none
 * @param keys of the slide; instances that share one show the same slide
 * @param flavor what it shows
 * @param image what the parts of one image share; its own where it is whole
 * @param number by which a writer orders the instances of a series
 * @param size of the whole image
 */
record InstanceHeader(
    Path file,
    String sopClass,
    String sopInstance,
    Set<String> keys,
    Flavor flavor,
    String image,
    long number,
    Size size) {
  /** Columns and rows. */
  record Size(long width, long height) {
    double area() {
      return (double) width * height;
    }
  }

  /** The third value of ImageType (PS3.3 C.8.12.4.1.1). */
  enum Flavor {
    VOLUME("level"),
    THUMBNAIL("thumbnail"),
    LABEL("label"),
    OVERVIEW("macro"),
    OTHER("image");

    private final String title;

    Flavor(String title) {
      this.title = title;
    }

    /** The name of an associated image. */
    String title() {
      return title;
    }

    static Flavor of(DataSet set) {
      List<String> type = set.texts(DicomTags.IMAGE_TYPE);
      return switch (type.size() < 3 ? "" : type.get(2)) {
        case "VOLUME", "" -> VOLUME;
        case "THUMBNAIL" -> THUMBNAIL;
        case "LABEL" -> LABEL;
        case "OVERVIEW", "LOCALIZER" -> OVERVIEW;
        default -> OTHER;
      };
    }
  }

  /** Reads the elements up to the size of the matrix. */
  static InstanceHeader read(Path path) throws IOException {
    try (DicomFile file = DicomFile.open(path)) {
      String name = file.bytes().name();
      TransferSyntax syntax = TransferSyntax.of(file.syntaxUid()).orElse(TransferSyntax.EXPLICIT);
      DataSetParser parser = file.parser(new FramePositions.Builder(name), DicomTags.TOTAL_ROWS);
      DataSet set = parser.parse(syntax);
      boolean whole = file.sopClass(set).equals(SopClasses.WHOLE_SLIDE);
      if (whole && !parser.complete()) {
        throw SlideReadException.at(
            name, file.bytes().size(), "the file ends before the pixels are described");
      }
      Size size =
          new Size(
              set.integer(DicomTags.TOTAL_COLUMNS, set.integer(DicomTags.COLUMNS, 0)),
              set.integer(DicomTags.TOTAL_ROWS, set.integer(DicomTags.ROWS, 0)));
      return new InstanceHeader(
          path,
          file.sopClass(set),
          set.text(DicomTags.SOP_INSTANCE).orElse(""),
          keys(set, path),
          Flavor.of(set),
          set.text(DicomTags.CONCATENATION).orElse("file " + path),
          set.count(DicomTags.INSTANCE_NUMBER, Long.MAX_VALUE),
          size);
    }
  }

  /** The series, and the container within its frame of reference; the file where there is none. */
  private static Set<String> keys(DataSet set, Path path) {
    String series = set.text(DicomTags.SERIES).map(uid -> "series " + uid).orElse("");
    String container = set.text(DicomTags.CONTAINER_IDENTIFIER).orElse("");
    String frame = set.text(DicomTags.FRAME_OF_REFERENCE).orElse("");
    String both = container.isEmpty() || frame.isEmpty() ? "" : container + " in " + frame;
    if (series.isEmpty() && both.isEmpty()) {
      return Set.of("file " + path);
    }
    return series.isEmpty() ? Set.of(both) : both.isEmpty() ? Set.of(series) : Set.of(series, both);
  }

  /** The file's name without its folder. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  boolean isWholeSlide() {
    return sopClass.equals(SopClasses.WHOLE_SLIDE);
  }
}
