package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.WindowChoice;
import org.intarsia.pipeline.WindowFit;
import org.intarsia.pipeline.batch.MachineFacts;
import org.intarsia.segmenter.Devices;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;

/**
 * Chooses windows, batches, workers and threads for a model on this machine, within what the user
 * asks for. For one thread.
 *
 * <p>The window follows from the probe and the memory: the smallest that computes at most {@value
 * #LARGEST_OVERHEAD} pixels for each that it keeps, fitted to each slide ({@link WindowFit}).
 * <i>Why</i> not a wider one: memory grows with its area, and the best crew of a small U-Net gained
 * nothing by more (measured with {@code intarsia bench plan}). How many workers compute how large a
 * batch with how many threads is measured, if the work is large enough to gain by it; what was
 * measured once is kept.
 */
public final class Planner {
  /** Pixels computed for each that is kept, at most, where the network allows a choice. */
  public static final double LARGEST_OVERHEAD = 1.16;

  private static final int LEAST_WINDOW = 256;
  private static final double WORTH_SECONDS = 60;

  /** Another word when older measurements mean something else. */
  private static final String KEY = "5";

  /**
   * What the user asks for; the rest is chosen.
   *
   * @param patch side of the window
   * @param halo context on each side
   * @param batch windows a batch
   * @param workers threads that segment
   * @param threads threads that compute a worker's batch
   * @param readers threads that read
   * @param seam how tiles are joined
   */
  public record Wishes(
      OptionalInt patch,
      OptionalInt halo,
      OptionalInt batch,
      OptionalInt workers,
      OptionalInt threads,
      int readers,
      PipelinePlan.SeamChoice seam) {
    /** No wishes; two readers. */
    public static Wishes none(PipelinePlan.SeamChoice seam) {
      return new Wishes(
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          2,
          seam);
    }
  }

  /** The work that is planned for. */
  public interface Workload {
    /** Whether there is more to segment than so many megapixels; may look at slides to find out. */
    boolean exceeds(double megapixels);
  }

  /**
   * Where a network runs.
   *
   * @param devices as in {@link PipelinePlan.Resources}; measured is the first
   * @param precision what it computes in
   */
  public record Machine(String devices, Precision precision) {
    String first() {
      return devices.split(",", -1)[0];
    }

    private int count() {
      return devices.split(",", -1).length;
    }

    private boolean isCpu() {
      return devices.equals("cpu");
    }
  }

  /** What was chosen. */
  public record Choice(
      WindowPlan window,
      Optional<WindowFit> fit,
      PipelinePlan.Resources resources,
      Planning planning) {}

  private final SegmentationModel model;
  private final Machine machine;
  private final MeasurementStore store;
  private final Consumer<String> notes;
  private final Calibrator calibrator;

  /**
   * A planner for a model.
   *
   * @param store keeps measurements
   * @param notes told, in a sentence each, what takes time
   */
  public Planner(
      SegmentationModel model, Machine machine, MeasurementStore store, Consumer<String> notes) {
    this(model, machine, store, notes, Calibrator.Patience.usual());
  }

  Planner(
      SegmentationModel model,
      Machine machine,
      MeasurementStore store,
      Consumer<String> notes,
      Calibrator.Patience patience) {
    this.model = model;
    this.machine = machine;
    this.store = store;
    this.notes = notes;
    this.calibrator = new Calibrator(model, machine, patience);
  }

  /** The probe's answer, measured once a model, device and version. */
  public ModelProfile profile() throws IOException {
    String key = modelKey();
    Optional<ModelProfile> kept = store.find("profile", key, ModelProfile.class);
    if (kept.isPresent()) {
      return kept.get();
    }
    ModelProfile profile = model.probe(machine.first());
    store.keep("profile", key, profile);
    return profile;
  }

  /** The same on every machine, but for the number of workers, which no result depends on. */
  public Choice fixed(ModelProfile profile, Wishes wishes) {
    WindowPlan window = WindowChoice.of(model.card(), profile, wishes.patch(), wishes.halo());
    int workers = wishes.workers().orElse(machine.isCpu() ? processors() : 2 * machine.count());
    return new Choice(
        window,
        Optional.empty(),
        new PipelinePlan.Resources(
            wishes.batch().orElse(Crewings.usualBatch()),
            wishes.readers(),
            workers,
            wishes.threads().orElse(1),
            machine.devices()),
        Planning.fixed());
  }

  /** What suits this machine. */
  public Choice auto(ModelProfile profile, Wishes wishes, Workload work)
      throws IOException, InterruptedException {
    WindowPlan told = WindowChoice.of(model.card(), profile, wishes.patch(), wishes.halo());
    Baseline baseline = baseline(sizes(profile, told));
    boolean free =
        wishes.patch().isEmpty()
            && profile.isExact(told.halo())
            && wishes.seam() == PipelinePlan.SeamChoice.CROP
            && profile.leastWindow(told.halo()).isPresent();
    WindowPlan window =
        free
            ? profile.economicWindow(wishes.halo(), LARGEST_OVERHEAD, largestWindow(baseline))
            : told;
    Optional<WindowFit> fit = free ? Optional.of(fit(profile, window)) : Optional.empty();
    Crewings crews = Crewings.of(window.window(), wishes, room(baseline));
    Optional<Planning.Calibration> calibration =
        crews.isChoice()
            ? calibration(sizes(profile, window), baseline, crews, work)
            : Optional.empty();
    Speed.Crewing crew =
        calibration
            .map(each -> Calibrator.fastest(each.speeds()))
            .orElseGet(() -> crews.usual().get(0));
    return new Choice(
        window,
        fit,
        new PipelinePlan.Resources(
            crew.batch(), wishes.readers(), crew.workers(), crew.threads(), machine.devices()),
        new Planning(Planning.Mode.AUTO, calibration));
  }

  private static Calibrator.Sizes sizes(ModelProfile profile, WindowPlan window) {
    OptionalInt least = profile.leastWindow(window.halo());
    return least.isPresent()
        ? new Calibrator.Sizes(window, profile.stride(), least.getAsInt(), profile.margin())
        : new Calibrator.Sizes(window, 0, window.window(), profile.margin());
  }

  private Baseline baseline(Calibrator.Sizes sizes) throws IOException, InterruptedException {
    String key = modelKey() + "\n" + machineKey();
    Optional<Baseline> kept = store.find("baseline", key, Baseline.class);
    if (kept.isPresent()) {
      return kept.get();
    }
    Baseline measured = calibrator.baseline(sizes);
    store.keep("baseline", key, measured);
    return measured;
  }

  private static WindowFit fit(ModelProfile profile, WindowPlan window) {
    int step = profile.stride();
    int least = window.window() - Math.max(0, (window.window() - LEAST_WINDOW) / step * step);
    return new WindowFit(step, Math.max(least, profile.leastWindow(window.halo()).orElse(least)));
  }

  /** Half of the machine's memory is the network's. */
  private static long memoryForNetworks() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() / 2
        : Long.MAX_VALUE;
  }

  private int largestWindow(Baseline baseline) {
    OptionalLong each = baseline.bytesPerPixel();
    return !machine.isCpu() || each.isEmpty() || each.getAsLong() < 1
        ? Integer.MAX_VALUE
        : (int) Math.sqrt((double) memoryForNetworks() / each.getAsLong());
  }

  private Crewings.Room room(Baseline baseline) {
    long each = Math.max(1, baseline.bytesPerPixel().orElse(1));
    return new Crewings.Room(
        processors(), machine.isCpu() ? 0 : machine.count(), memoryForNetworks() / each);
  }

  private Optional<Planning.Calibration> calibration(
      Calibrator.Sizes sizes, Baseline baseline, Crewings crews, Workload work)
      throws IOException, InterruptedException {
    WindowPlan window = sizes.window();
    String key = modelKey() + "\n" + machineKey() + "\n" + window + "\n" + crews;
    Optional<Planning.Calibration> kept =
        store.find("calibration", key, Planning.Calibration.class);
    if (kept.isPresent()) {
      return kept.map(Planning.Calibration::kept);
    }
    double rate = baseline.megapixelsPerSecond() * (machine.isCpu() ? processors() : 1);
    if (!work.exceeds(WORTH_SECONDS * rate / window.overhead())) {
      return Optional.empty();
    }
    notes.accept(
        "measuring for up to 20 s how this machine runs %s best; --plan fixed does not"
            .formatted(model.name()));
    long start = System.nanoTime();
    List<Speed> speeds = new ArrayList<>(calibrator.compare(sizes, baseline, crews.usual()));
    List<Speed.Crewing> others =
        crews.withOtherBatches(Calibrator.fastest(speeds), sizes.window().window(), room(baseline));
    speeds.addAll(calibrator.compare(sizes, baseline, others));
    double seconds = Math.round((System.nanoTime() - start) * 1e-8) / 10.0;
    Planning.Calibration calibration =
        new Planning.Calibration(
            Planning.Source.THIS_RUN, seconds, baseline.bytesPerPixel(), speeds);
    store.keep("calibration", key, calibration);
    notes.accept(
        String.format(
            Locale.ROOT,
            "%s, windows of %d px (measured in %.1f s)",
            Calibrator.fastest(speeds),
            window.window(),
            seconds));
    return Optional.of(calibration);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private String modelKey() {
    return String.join(
        "\n",
        KEY,
        Version.current(),
        Devices.library(),
        machine.first(),
        model.sha256(),
        model.card().toJson());
  }

  /** What speeds depend on beside the model. */
  private String machineKey() throws IOException {
    return String.join(
        "\n",
        machine.precision().toString(),
        System.getProperty("os.arch"),
        MachineFacts.processor().getOrDefault("model name", ""),
        String.valueOf(processors()),
        (memoryForNetworks() >> 29) + " GiB",
        String.valueOf(System.getenv("GLIBC_TUNABLES")));
  }
}
