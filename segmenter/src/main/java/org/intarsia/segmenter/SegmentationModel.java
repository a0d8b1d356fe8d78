package org.intarsia.segmenter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.intarsia.segmenter.ArchiveOptions.Storage;
import org.intarsia.segmenter.djl.DjlBarePass;
import org.intarsia.segmenter.djl.DjlSegmenter;
import org.intarsia.segmenter.djl.TorchModule;
import org.intarsia.segmenter.probe.ModelProbe;

/**
 * A TorchScript network with its model card, ready to open sessions.
 *
 * <p>Thread-safe. The weights are loaded once a device, when its first session opens, and shared by
 * all sessions; close the sessions before the model.
 */
public final class SegmentationModel implements AutoCloseable {
  /**
   * Where a model comes from.
   *
   * @param archive the file that is loaded
   * @param name for messages
   * @param card file of its card; empty if that is inside the archive or embedded
   * @param keeping what becomes of the archive in the end
   */
  private record Origin(Path archive, String name, Optional<Path> card, Keeping keeping) {}

  private record Place(String device, Precision precision) {}

  private enum Keeping {
    OF_THE_USER,
    TEMPORARY
  }

  private final Origin origin;
  private final Storage stored;
  private final ModelCard card;
  private final String sha256;
  private final Map<Place, TorchModule> modules = new LinkedHashMap<>();
  private boolean closed;

  private SegmentationModel(Origin origin, ArchiveContents contents, ModelCard card)
      throws IOException {
    this.origin = origin;
    this.stored = contents.stored();
    this.card = card;
    this.sha256 = digest(origin.archive());
    if (!card.sha256().isEmpty() && !card.sha256().equals(sha256)) {
      throw new SegmentationException(
          "%s: its SHA-256 is %s, but the model card says %s; take the card that belongs to it"
              .formatted(origin.name(), sha256, card.sha256()));
    }
  }

  /**
   * Opens an archive; nothing of it is executed yet.
   *
   * @param archive a file written by {@code torch.jit.save} or {@link TorchScriptArchive}
   * @param card its card; if empty, the JSON file of the same name beside the archive, or else the
   *     entry {@code extra/card.json} inside it
   * @throws SegmentationException if the file is no such archive, or there is no card, or the card
   *     is wrong or belongs to another archive
   */
  public static SegmentationModel load(Path archive, Optional<Path> card) throws IOException {
    String name = String.valueOf(archive.getFileName());
    if (!Files.exists(archive)) {
      throw new SegmentationException(archive + ": no such model");
    }
    ArchiveContents contents = ArchiveContents.read(archive);
    Path beside = archive.resolveSibling(cardName(name));
    Optional<Path> cardFile =
        card.isPresent() || !Files.exists(beside) ? card : Optional.of(beside);
    ModelCard found =
        cardFile.isPresent() ? ModelCard.read(cardFile.get()) : cardInside(name, contents);
    return new SegmentationModel(
        new Origin(archive, name, cardFile, Keeping.OF_THE_USER), contents, found);
  }

  private static String cardName(String archive) {
    int dot = archive.lastIndexOf('.');
    return (dot > 0 ? archive.substring(0, dot) : archive) + ".json";
  }

  private static ModelCard cardInside(String name, ArchiveContents contents) throws IOException {
    if (contents.card().isPresent()) {
      return ModelCard.parse(contents.card().get(), name + "/extra/card.json");
    }
    throw new SegmentationException(
        "%s: no model card; put %s beside it or name one with --card"
            .formatted(name, cardName(name)));
  }

  /** Opens the model that comes with Intarsia: eight tissues, fitted on synthetic biopsies. */
  public static SegmentationModel embedded() throws IOException {
    Path copy = Files.createTempFile("intarsia-tissue", ".pt");
    copy.toFile().deleteOnExit();
    try (InputStream archive = resource("tissue.pt");
        InputStream card = resource("tissue.json")) {
      Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
      String text = new String(card.readAllBytes(), StandardCharsets.UTF_8);
      return new SegmentationModel(
          new Origin(copy, "embedded model", Optional.empty(), Keeping.TEMPORARY),
          ArchiveContents.read(copy),
          ModelCard.parse(text, "tissue.json"));
    }
  }

  private static InputStream resource(String name) {
    InputStream in = SegmentationModel.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the jar lacks " + name);
    }
    return in;
  }

  private static String digest(Path archive) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(
            Files.newInputStream(archive), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The card. */
  public ModelCard card() {
    return card;
  }

  /** SHA-256 of the archive's bytes, in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** The archive's file name, for messages. */
  public String name() {
    return origin.name();
  }

  /** The archive that was loaded; empty for the embedded model. */
  public Optional<Path> archive() {
    return origin.keeping() == Keeping.TEMPORARY ? Optional.empty() : Optional.of(origin.archive());
  }

  /** The file that the card was read from; empty if it is inside the archive, or embedded. */
  public Optional<Path> cardFile() {
    return origin.card();
  }

  /** Measures the network on the CPU with one thread; takes seconds. */
  public ModelProfile probe() throws IOException {
    return probe("cpu");
  }

  /**
   * Measures the network: stride, margin, influence radius, locality.
   *
   * @param device {@code cpu} or {@code cuda:N}
   */
  public ModelProfile probe(String device) throws IOException {
    return ModelProbe.measure(module(new Place(device, Precision.FLOAT32))::forward, card);
  }

  /**
   * Opens a session for one thread.
   *
   * @throws SegmentationException if the device is not there, the network cannot take windows of
   *     this size, or its output does not fit the card: the message names expected and actual shape
   */
  public Segmenter open(SegmenterSettings settings) throws IOException {
    return DjlSegmenter.open(module(place(settings)), card, settings);
  }

  /**
   * Opens a session like another one of this model, for windows of another size, without running
   * the network to learn its margin.
   *
   * @param margin that of the other session; an output that does not fit it fails its batch
   * @throws SegmentationException if the device is not there
   */
  public Segmenter open(SegmenterSettings settings, int margin) throws IOException {
    return DjlSegmenter.like(module(place(settings)), card, settings, margin);
  }

  /**
   * The network alone, on a ready batch, for measuring.
   *
   * @param settings as for {@link #open}
   * @param layout order of the batch's numbers in memory; a session's lie channels last
   * @throws SegmentationException as for {@link #open}, but for the shapes, which are not looked at
   */
  public BarePass bare(SegmenterSettings settings, ArchiveOptions.Layout layout)
      throws IOException {
    return DjlBarePass.open(module(place(settings)), settings, layout);
  }

  /**
   * Whether a run may choose a precision by itself: the one that the archive is stored in, and
   * those that its card's check allows.
   */
  public boolean allows(Precision precision) {
    return precision.storage(stored) == stored || card.allows(precision);
  }

  private static Place place(SegmenterSettings settings) {
    return new Place(settings.device(), settings.precision());
  }

  private synchronized TorchModule module(Place place) throws IOException {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
    TorchModule module = modules.get(place);
    if (module == null) {
      module = load(place);
      modules.put(place, module);
    }
    return module;
  }

  private TorchModule load(Place place) throws IOException {
    Storage wanted = place.precision().storage(stored);
    if (place.precision() == Precision.FLOAT16 && place.device().equals("cpu")) {
      throw new SegmentationException(
          name()
              + ": in float16 networks run on CUDA devices only; use --precision bfloat16 or"
              + " float32, or --device cuda:N");
    }
    if (place.precision() == Precision.FLOAT32) {
      Storage numbers = stored == Storage.FLOAT64 ? stored : Storage.FLOAT32;
      return TorchModule.load(origin.archive(), name(), place.device(), numbers);
    }
    if (stored.bytes() == wanted.bytes() && stored != wanted) {
      throw new SegmentationException(
          "%s: stored in %s, which is not converted to %s; use --precision float32, which runs it as"
                  .formatted(name(), stored.word(), wanted.word())
              + " it is stored");
    }
    Path narrowed = Files.createTempFile("intarsia-" + wanted.word() + "-" + name(), ".pt");
    narrowed.toFile().deleteOnExit();
    try {
      new NarrowedArchive(name(), stored, wanted).write(origin.archive(), narrowed);
      return TorchModule.load(narrowed, name(), place.device(), wanted);
    } finally {
      Files.deleteIfExists(narrowed);
    }
  }

  /** Frees the weights; a second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    modules.values().forEach(TorchModule::close);
    modules.clear();
    if (origin.keeping() == Keeping.TEMPORARY) {
      try {
        Files.deleteIfExists(origin.archive());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + origin.archive(), e);
      }
    }
  }
}
