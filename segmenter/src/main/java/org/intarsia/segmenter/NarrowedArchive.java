package org.intarsia.segmenter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.intarsia.segmenter.ArchiveOptions.Storage;

/**
 * An archive of anybody's, written again to compute in narrower numbers: each storage of {@code
 * from} becomes one of {@code to}, whether it holds weights or constants of the code, and around
 * the module lies another that narrows the input and widens the output to 32 bits. Storages of
 * other types, the module's code, and all else stay as they are.
 *
 * <p><i>Why</i> a module around: the engine itself converts no tensor to bfloat16.
 *
 * @param name what messages call the archive
 */
record NarrowedArchive(String name, Storage from, Storage to) {
  /** Folders of the storages that the pickle of the same name is about. */
  static final List<String> PICKLES = List.of("data", "constants");

  private static final String MODULE = "__torch__.intarsia_narrowed";
  private static final String TYPE = "Narrowed";

  /** Writes it to a file, which is replaced if it exists. */
  void write(Path archive, Path file) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      String folder = ArchiveContents.folder(zip, name);
      Map<String, byte[]> replaced = new HashMap<>();
      Set<String> wide = new HashSet<>();
      String root = "";
      for (String part : PICKLES) {
        String entry = folder + part + ".pkl";
        byte[] bytes = ArchiveContents.content(zip, entry);
        TensorPickle pickle = TensorPickle.read(bytes, name + "/" + part + ".pkl");
        replaced.put(entry, pickle.renamed(from.torchName(), to.torchName()));
        wide.addAll(wide(pickle, folder + part + "/"));
        root = root.isEmpty() ? pickle.root() : root;
      }
      replaced.computeIfPresent(
          folder + PICKLES.get(0) + ".pkl",
          (entry, inner) -> ModulePickle.around(MODULE, TYPE, inner));
      AlignedZip narrowed = new AlignedZip(out);
      ByteOrder order = order(zip, folder);
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        String key = entry.getName();
        byte[] other = replaced.get(key);
        byte[] content = other == null ? ArchiveContents.content(zip, key) : other;
        narrowed.entry(
            key, wide.contains(key) ? narrow(ByteBuffer.wrap(content).order(order), key) : content);
      }
      narrowed.entry(
          folder + "code/" + MODULE.replace('.', '/') + ".py",
          ModuleSource.around(MODULE, TYPE, root, to).getBytes(StandardCharsets.UTF_8));
      narrowed.finish();
    }
  }

  /** Entries of the storages that are to be narrowed; none if they are narrow already. */
  private Set<String> wide(TensorPickle pickle, String folder) {
    return pickle.storages().entrySet().stream()
        .filter(storage -> from != to && storage.getValue().equals(from.torchName()))
        .map(storage -> folder + storage.getKey())
        .collect(Collectors.toSet());
  }

  private static ByteOrder order(ZipFile zip, String folder) throws IOException {
    String entry = folder + "byteorder";
    boolean big =
        zip.getEntry(entry) != null
            && new String(ArchiveContents.content(zip, entry), StandardCharsets.US_ASCII)
                .equals("big");
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private byte[] narrow(ByteBuffer wide, String entry) throws SegmentationException {
    int count = wide.capacity() / from.bytes();
    ByteBuffer narrow = ByteBuffer.allocate(to.bytes() * count).order(wide.order());
    while (narrow.hasRemaining()) {
      double value = from == Storage.FLOAT64 ? wide.getDouble() : wide.getFloat();
      float nearest = (float) value;
      if (Math.abs(value) > to.largest() && Double.isFinite(value)) {
        throw new SegmentationException(
            "%s: %s holds %s, but the largest number of %s is %s; use --precision float32"
                .formatted(name, entry, value, to.word(), to.largest()));
      }
      narrow.putShort(
          to == Storage.FLOAT16 ? TensorStorage.float16(nearest) : TensorStorage.bfloat16(nearest));
    }
    return narrow.array();
  }
}
