package org.intarsia.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.intarsia.tiler.WorkingLevel;

/**
 * Everything that a run does, decided and validated before it begins. Immutable.
 *
 * @param model identity of the model
 * @param window what the network reads and what of it is kept
 * @param fit how windows are fitted to each slide; empty if all are as {@code window} says
 * @param choices what changes the result
 * @param resources what does not change the result
 */
public record PipelinePlan(
    ModelIdentity model,
    WindowPlan window,
    Optional<WindowFit> fit,
    Choices choices,
    Resources resources) {

  /** With the same window for every slide. */
  public PipelinePlan(
      ModelIdentity model, WindowPlan window, Choices choices, Resources resources) {
    this(model, window, Optional.empty(), choices, resources);
  }

  /**
   * Which model it is.
   *
   * @param name name and version from its card
   * @param archiveSha256 digest of the TorchScript archive
   * @param card the card as JSON
   */
  public record ModelIdentity(String name, String archiveSha256, String card) {
    /** The identity of a loaded model. */
    public static ModelIdentity of(SegmentationModel model) {
      return new ModelIdentity(
          model.card().name() + " " + model.card().version(),
          model.sha256(),
          model.card().toJson());
    }
  }

  /** How tiles are joined. */
  public enum SeamChoice {
    CROP,
    FEATHER;

    /** The stitcher's seam for a number of classes. */
    public Seam seam(int classes) {
      return this == CROP ? new Seam.Crop() : new Seam.Feather(classes);
    }
  }

  /** Which tiles the network sees. */
  public enum TissueFilter {
    /** Those near tissue; the others get the model's background class. */
    TISSUE,
    /** All. */
    NONE
  }

  /**
   * What changes the result, beside model and window.
   *
   * @param seam how tiles are joined
   * @param tissue which tiles are segmented
   * @param slideMicronsPerPixel pixel size of level 0 in place of the slide's own
   * @param level a level to use as it is
   * @param badTiles what becomes of tiles that cannot be read
   * @param reading how the slides' pixels are read
   * @param precision what the network computes in
   */
  public record Choices(
      SeamChoice seam,
      TissueFilter tissue,
      OptionalDouble slideMicronsPerPixel,
      OptionalInt level,
      TileFaults.Policy badTiles,
      Reading reading,
      Precision precision) {
    /** Choices of an earlier version's manifest lack what was always the same then. */
    public Choices {
      reading = Objects.requireNonNullElse(reading, Reading.standard());
      precision = Objects.requireNonNullElse(precision, Precision.FLOAT32);
    }

    /** The wish that the working level of a slide is chosen by. */
    public WorkingLevel.Wish wish(OptionalDouble modelMicronsPerPixel) {
      return new WorkingLevel.Wish(modelMicronsPerPixel, slideMicronsPerPixel, level);
    }

    /** With slides read by the first reader that can, in 32 bits. */
    public Choices(
        SeamChoice seam,
        TissueFilter tissue,
        OptionalDouble slideMicronsPerPixel,
        OptionalInt level,
        TileFaults.Policy badTiles) {
      this(
          seam,
          tissue,
          slideMicronsPerPixel,
          level,
          badTiles,
          Reading.standard(),
          Precision.FLOAT32);
    }
  }

  /**
   * What of the reading of slides may change their pixels.
   *
   * @param reader name of the only reader that may open them; empty for the first that can
   * @param deepSamples what is done with samples of more than 8 bits
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Reading(Optional<String> reader, DeepSamples deepSamples) {
    /** The first reader that can, and no deep samples. */
    public static Reading standard() {
      return new Reading(Optional.empty(), DeepSamples.REFUSE);
    }

    /**
     * The options for readers.
     *
     * @throws IllegalArgumentException if the reader is not installed; names those that are
     */
    public ReadOptions options() {
      ReadOptions options = ReadOptions.defaults().withDeepSamples(deepSamples);
      reader.ifPresent(SlideReaders::checkInstalled);
      return reader.map(options::withReader).orElse(options);
    }
  }

  /**
   * How much of the machine is used.
   *
   * @param batch windows a batch
   * @param readers threads that read
   * @param workers threads that segment, each with a session of its own
   * @param threads threads that compute one worker's batch, on the CPU
   * @param device {@code cpu}, or one or several of {@code cuda:N} with commas between, which the
   *     workers share
   */
  public record Resources(int batch, int readers, int workers, int threads, String device) {
    private static final long BAND_BYTES = 256L << 20;
    private static final String CUDA = "cuda:[0-9]{1,3}";

    /** Checks that each number is at least 1, and the form of the devices' names. */
    public Resources {
      threads = threads == 0 ? 1 : threads; // manifests of earlier versions have none
      positive("--batch", batch);
      positive("--readers", readers);
      positive("--workers", workers);
      positive("--threads", threads);
      if (!device.matches("cpu|" + CUDA + "(," + CUDA + ")*")) {
        throw new IllegalArgumentException("--device must be cpu or cuda:N, not '" + device + "'");
      }
    }

    /** With one thread a worker. */
    public Resources(int batch, int readers, int workers, String device) {
      this(batch, readers, workers, 1, device);
    }

    /** The device of a worker: workers go round them. */
    public String device(int worker) {
      String[] devices = device.split(",", -1);
      return devices[worker % devices.length];
    }

    private static void positive(String option, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(option + " must be at least 1, not " + value);
      }
    }

    /**
     * Rows of tiles that may be open at once: so many that no worker waits for the rows above, if
     * their labels fit into 256 MiB; at least two.
     *
     * @param selected which tiles are segmented: a row with few of them keeps few workers busy
     */
    public int bands(TileGrid grid, TileSelector selected) {
      double tilesOfRow = Math.max(1, (double) selected.count(grid) / grid.rows());
      long wanted = 1 + (long) Math.ceil(batches() * (double) batch / tilesOfRow);
      long affordable = BAND_BYTES / (grid.width() * grid.core());
      return (int) Math.max(2, Math.min(wanted, affordable));
    }

    /** Batches in flight: one that each reader fills, and two for each worker. */
    public int batches() {
      return readers + 2 * workers;
    }
  }

  /** The wish that the working level of a slide is chosen by. */
  public WorkingLevel.Wish wish(OptionalDouble modelMicronsPerPixel) {
    return choices.wish(modelMicronsPerPixel);
  }

  /**
   * The tiles of a working level.
   *
   * @param tissue which of them hold tissue
   */
  public TileGrid grid(WorkingLevel level, TileSelector tissue) {
    TileGrid widest = new TileGrid(level.width(), level.height(), window.core(), window.halo());
    return fit.map(each -> each.grid(widest, tissue)).orElse(widest);
  }
}
