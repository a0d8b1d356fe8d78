package org.intarsia.segmenter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.intarsia.segmenter.ArchiveOptions.Storage;
import org.jspecify.annotations.Nullable;

/**
 * What can be learnt from an archive before libtorch sees it.
 *
 * @param stored what most of its tensors are stored, and so computed, in
 * @param card the text of {@code extra/card.json}, if it is inside
 */
record ArchiveContents(Storage stored, Optional<String> card) {
  static ArchiveContents read(Path archive) throws IOException {
    String name = String.valueOf(archive.getFileName());
    if (Files.isDirectory(archive)) {
      throw new SegmentationException(archive + ": a folder, not a TorchScript archive");
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      String folder = folder(zip, name);
      ZipEntry card = zip.getEntry(folder + "extra/card.json");
      return new ArchiveContents(
          stored(zip, folder, name),
          card == null
              ? Optional.empty()
              : Optional.of(new String(content(zip, card.getName()), StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      throw new SegmentationException(archive + ": no such model", e);
    } catch (ZipException e) {
      throw notAnArchive(name, e);
    }
  }

  /** The folder that everything lies in, with a slash behind. */
  static String folder(ZipFile zip, String name) throws SegmentationException {
    String pickle =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(
                entry -> entry.endsWith("/data.pkl") && entry.indexOf('/') == entry.length() - 9)
            .findFirst()
            .orElseThrow(() -> notAnArchive(name, null));
    String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
    boolean code = zip.stream().anyMatch(entry -> entry.getName().startsWith(folder + "code/"));
    if (!code || zip.getEntry(folder + "constants.pkl") == null) {
      throw notAnArchive(name, null);
    }
    return folder;
  }

  private static SegmentationException notAnArchive(String name, @Nullable Throwable cause) {
    String message =
        name + ": not a TorchScript archive (a state_dict? export with torch.jit.save)";
    return cause == null
        ? new SegmentationException(message)
        : new SegmentationException(message, cause);
  }

  static byte[] content(ZipFile zip, String entry) throws IOException {
    try (InputStream in = zip.getInputStream(zip.getEntry(entry))) {
      return in.readAllBytes();
    }
  }

  /** What most bytes are of; a frozen module has all its tensors among the constants. */
  private static Storage stored(ZipFile zip, String folder, String name) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    for (String part : NarrowedArchive.PICKLES) {
      byte[] pickle = content(zip, folder + part + ".pkl");
      TensorPickle.read(pickle, name + "/" + part + ".pkl")
          .storages()
          .forEach(
              (key, type) -> {
                ZipEntry entry = zip.getEntry(folder + part + "/" + key);
                bytes.merge(type, entry == null ? 0 : entry.getSize(), Long::sum);
              });
    }
    Storage most = Storage.FLOAT32;
    for (Storage storage : Storage.values()) {
      boolean more =
          bytes.getOrDefault(storage.torchName(), 0L) > bytes.getOrDefault(most.torchName(), 0L);
      most = more ? storage : most;
    }
    return most;
  }
}
