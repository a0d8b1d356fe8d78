package org.intarsia.slideio.bioformats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import loci.common.services.ServiceFactory;
import loci.formats.ClassList;
import loci.formats.IFormatReader;
import loci.formats.ImageReader;
import loci.formats.Memoizer;
import loci.formats.ome.OMEXMLMetadata;
import loci.formats.services.OMEXMLService;
import org.jspecify.annotations.Nullable;

/**
 * Opens Bio-Formats readers of one file, each like the others; thread-safe.
 *
 * <p>The first finds the kind of the file among all readers, the others take that one at once.
 * Where the first took longer than a second, the others share its parsed state through a memo file
 * in a private temporary folder that {@link #close} deletes.
 *
 * <p><i>Why</i> not always, and not for good: reading a memo takes 6 to 70 ms, parsing the same
 * SVS, TIFF, DICOM or NDPI files anew 1 to 30 ms; it pays only where parsing takes seconds. A memo
 * is a serialised object graph: a lasting one would have to be trusted, told apart from those of
 * other versions of the slide, and cleaned away.
 */
final class ReaderFactory implements Closeable {
  private static final long SLOW_NANOS = 1_000_000_000L;

  private final Path file;
  private final String name;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable Class<? extends IFormatReader> kind;
  private @Nullable Path memos;

  ReaderFactory(Path file) {
    this.file = file.toAbsolutePath();
    this.name = String.valueOf(file.getFileName());
  }

  String name() {
    return name;
  }

  /** A new reader, owned by the caller. */
  LociReader open() throws IOException {
    return Faults.translated(
        name,
        "while opening the file,",
        () -> {
          opening.lockInterruptibly();
          try {
            return openAlone();
          } finally {
            opening.unlock();
          }
        });
  }

  private LociReader openAlone() throws Exception {
    ImageReader choice = kind == null ? new ImageReader() : new ImageReader(only(kind));
    IFormatReader loci = memos == null ? choice : new Memoizer(choice, 0, memos.toFile());
    loci.setFlattenedResolutions(false);
    OMEXMLMetadata metadata =
        new ServiceFactory().getInstance(OMEXMLService.class).createOMEXMLMetadata();
    loci.setMetadataStore(metadata);
    boolean done = false;
    long start = System.nanoTime();
    try {
      loci.setId(file.toString());
      IFormatReader format = innermost(loci);
      if (kind == null) {
        kind = format.getClass();
        if (System.nanoTime() - start > SLOW_NANOS) {
          memos = Files.createTempDirectory("intarsia-bio-formats-");
        }
      }
      done = true;
      return new LociReader(loci, format, metadata);
    } finally {
      if (!done) {
        loci.close();
      }
    }
  }

  private static ClassList<IFormatReader> only(Class<? extends IFormatReader> kind) {
    ClassList<IFormatReader> list = new ClassList<>(IFormatReader.class);
    list.addClass(kind);
    return list;
  }

  private static IFormatReader innermost(IFormatReader reader) {
    IFormatReader at = reader;
    while (true) {
      IFormatReader inner =
          at instanceof Memoizer memoizer
              ? memoizer.getReader()
              : at instanceof ImageReader choice ? choice.getReader() : at;
      if (inner == at) {
        return at;
      }
      at = inner;
    }
  }

  /** Deletes the memo; the readers stay open. */
  @Override
  public void close() throws IOException {
    opening.lock();
    try {
      Optional<Path> folder = Optional.ofNullable(memos);
      memos = null;
      if (folder.isPresent()) {
        delete(folder.get());
      }
    } finally {
      opening.unlock();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(folder)) {
      entries = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : entries) {
      Files.deleteIfExists(entry);
    }
  }
}
