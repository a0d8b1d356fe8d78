package org.intarsia.slideio.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * A DICOM file (PS3.10) up to its data set.
 *
 * @param bytes of the file, inflated where its data set is deflated; closed with this record
 * @param syntaxUid its transfer syntax
 * @param meta the file meta information
 * @param dataSetAt where the data set begins
 */
record DicomFile(InstanceBytes bytes, String syntaxUid, DataSet meta, long dataSetAt)
    implements Closeable {
  private static final int MAGIC_AT = 128;
  private static final int HEAD = 132;

  /** Whether a file with these first bytes is one. */
  static boolean matches(byte[] head) {
    return head.length >= HEAD
        && head[MAGIC_AT] == 'D'
        && head[MAGIC_AT + 1] == 'I'
        && head[MAGIC_AT + 2] == 'C'
        && head[MAGIC_AT + 3] == 'M';
  }

  /** Whether the file is one, by its first bytes. */
  static boolean matches(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return matches(in.readNBytes(HEAD));
    }
  }

  static DicomFile open(Path path) throws IOException {
    InstanceBytes bytes = InstanceBytes.open(path);
    boolean done = false;
    try {
      if (!matches(bytes.read(0, Math.min(HEAD, bytes.size())))) {
        throw SlideReadException.at(bytes.name(), MAGIC_AT, "not DICOM: no 'DICM'");
      }
      Cursor in = new Cursor(bytes, HEAD);
      DataSet meta = DataSetParser.meta(in);
      String syntax =
          meta.text(DicomTags.TRANSFER_SYNTAX)
              .orElseThrow(
                  () ->
                      SlideReadException.at(
                          bytes.name(), HEAD, "the file meta information has no transfer syntax"));
      boolean deflated = syntax.equals(TransferSyntax.DEFLATED.uid());
      long at = in.position();
      DicomFile file = new DicomFile(deflated ? bytes.inflate(at) : bytes, syntax, meta, at);
      done = true;
      return file;
    } finally {
      if (!done) {
        bytes.close();
      }
    }
  }

  /**
   * The transfer syntax.
   *
   * @throws UnsupportedSlideException if it is none that is read
   */
  TransferSyntax syntax() throws UnsupportedSlideException {
    return TransferSyntax.of(syntaxUid)
        .orElseThrow(
            () ->
                new UnsupportedSlideException(
                    bytes.name(), TransferSyntax.nameOf(syntaxUid) + " in DICOM"));
  }

  /** What the data set is, by the data set or by the file meta information. */
  String sopClass(DataSet set) {
    return set.text(DicomTags.SOP_CLASS)
        .or(() -> meta.text(DicomTags.MEDIA_STORAGE_SOP_CLASS))
        .orElse("");
  }

  /** A parser of the data set up to an element. */
  DataSetParser parser(FramePositions.Builder frames, int lastTag) {
    return new DataSetParser(new Cursor(bytes, dataSetAt), frames, lastTag);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
