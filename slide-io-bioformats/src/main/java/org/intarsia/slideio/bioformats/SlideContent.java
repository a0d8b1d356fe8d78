package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loci.formats.FormatException;
import loci.formats.FormatTools;
import loci.formats.in.TiffDelegateReader;
import loci.formats.ome.OMEXMLMetadata;
import ome.units.UNITS;
import ome.units.quantity.Length;
import ome.xml.model.Image;
import ome.xml.model.OME;
import ome.xml.model.Objective;
import ome.xml.model.ObjectiveSettings;
import ome.xml.model.Pixels;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * Which images of a file are the slide and what stands beside it.
 *
 * @param levels resolutions of the slide, finest first
 * @param associated other colour images by name
 * @param metadata what is told of them
 */
record SlideContent(
    List<LevelLayout> levels, Map<String, LevelLayout> associated, SlideMetadata metadata) {
  private static final int BACKGROUND = 0xFFFFFF;
  private static final long MAX_ASSOCIATED_PIXELS = 100_000_000;
  private static final int MOST_PROPERTIES = 2000;
  private static final int LONGEST_PROPERTY = 4000;
  private static final double LEAST_MICRONS = 0.05;
  private static final double MOST_MICRONS = 100;

  /**
   * Chooses the slide and describes it.
   *
   * @throws UnsupportedSlideException if no image is one
   */
  static SlideContent of(LociReader reader, String name, DeepSamples deep)
      throws FormatException, IOException {
    List<ImageSeries> all = ImageSeries.of(reader, deep);
    ImageSeries slide =
        all.stream()
            .filter(series -> series.refusal().isEmpty())
            .filter(series -> all.size() == 1 || series.role().isEmpty())
            .max(
                Comparator.comparingLong(ImageSeries::area)
                    .thenComparing(ImageSeries::index, Comparator.reverseOrder()))
            .orElseThrow(() -> refused(name, all));
    Optional<TiffTileSource> directory = directory(reader, slide);
    if (directory.isPresent() && directory.get().isMistaken()) {
      throw mistaken(name, directory.get());
    }
    SortedMap<String, String> properties = properties(reader);
    for (ImageSeries series : all) {
      properties.put("bio-formats.series." + series.index(), series.toString());
    }
    properties.put("bio-formats.series", String.valueOf(slide.index()));
    for (int i = 0; i < slide.notes().size(); i++) {
      properties.put("bio-formats.note." + i, slide.notes().get(i));
    }
    Map<String, LevelLayout> associated = associated(all, slide);
    boolean madeUp =
        reader.format() instanceof TiffDelegateReader
            && directory.filter(TiffTileSource::hasUnit).isEmpty();
    OptionalDouble microns =
        madeUp ? OptionalDouble.empty() : micronsPerPixel(reader.metadata(), slide.index());
    SlideMetadata metadata =
        new SlideMetadata(
            name,
            reader.format().getFormat(),
            "bio-formats " + FormatTools.VERSION,
            levels(slide, microns),
            microns,
            magnification(reader.metadata(), slide.index()),
            BACKGROUND,
            List.copyOf(associated.keySet()),
            properties);
    return new SlideContent(slide.levels(), associated, metadata);
  }

  /** The directory of the finest level, where the file is a TIFF that has only one of its size. */
  private static Optional<TiffTileSource> directory(LociReader reader, ImageSeries slide)
      throws FormatException, IOException {
    return reader.files().size() == 1
        ? TiffTileSource.find(reader.loci().getCurrentFile(), slide.levels().get(0))
        : Optional.empty();
  }

  private static UnsupportedSlideException mistaken(String name, TiffTileSource tiff) {
    String taken =
        tiff.ycbcr()
            ? "Y Cb Cr of its JPEG tiles for R G B"
            : "R G B of its JPEG tiles for Y Cb Cr";
    return new UnsupportedSlideException(
        name,
        "Bio-Formats takes the "
            + taken
            + " and would show wrong colours; the reader 'tiff' has them right");
  }

  private static UnsupportedSlideException refused(String name, List<ImageSeries> all) {
    return new UnsupportedSlideException(
        name,
        "Bio-Formats finds no slide of RGB or indexed colour in it, only "
            + all.stream().map(ImageSeries::toString).collect(Collectors.joining(", ")));
  }

  private static Map<String, LevelLayout> associated(List<ImageSeries> all, ImageSeries slide) {
    Map<String, LevelLayout> found = new LinkedHashMap<>();
    for (ImageSeries series : all) {
      if (series.index() == slide.index()
          || series.levels().isEmpty()
          || series.area() > MAX_ASSOCIATED_PIXELS) {
        continue;
      }
      String name = series.role().orElse("series-" + series.index());
      String free = name;
      for (int i = 2; found.containsKey(free); i++) {
        free = name + "-" + i;
      }
      found.put(free, series.levels().get(0));
    }
    return found;
  }

  private static List<PyramidLevel> levels(ImageSeries slide, OptionalDouble microns) {
    List<PyramidLevel> levels = new ArrayList<>();
    double finest = slide.levels().get(0).width();
    for (LevelLayout level : slide.levels()) {
      levels.add(
          level.level(
              levels.size(),
              microns.isPresent()
                  ? OptionalDouble.of(microns.getAsDouble() * finest / level.width())
                  : microns));
    }
    return levels;
  }

  /** The model's own getters answer what is absent with an exception; its tree does not. */
  private static Optional<Image> image(OMEXMLMetadata metadata, int index) {
    return metadata.getRoot() instanceof OME ome && index < ome.sizeOfImageList()
        ? Optional.ofNullable(ome.getImage(index))
        : Optional.empty();
  }

  private static OptionalDouble micronsPerPixel(OMEXMLMetadata metadata, int index) {
    Length size =
        image(metadata, index).map(Image::getPixels).map(Pixels::getPhysicalSizeX).orElse(null);
    Number microns = size == null ? null : size.value(UNITS.MICROMETER);
    return microns == null
            || !(microns.doubleValue() >= LEAST_MICRONS && microns.doubleValue() <= MOST_MICRONS)
        ? OptionalDouble.empty()
        : OptionalDouble.of(microns.doubleValue());
  }

  private static OptionalDouble magnification(OMEXMLMetadata metadata, int index) {
    if (!(metadata.getRoot() instanceof OME ome)) {
      return OptionalDouble.empty();
    }
    Optional<String> wanted =
        image(metadata, index).map(Image::getObjectiveSettings).map(ObjectiveSettings::getID);
    return ome.copyInstrumentList().stream()
        .flatMap(instrument -> instrument.copyObjectiveList().stream())
        .filter(objective -> wanted.isEmpty() || wanted.get().equals(objective.getID()))
        .map(Objective::getNominalMagnification)
        .filter(power -> power != null && power > 0)
        .mapToDouble(Double::doubleValue)
        .findFirst();
  }

  private static SortedMap<String, String> properties(LociReader reader) {
    SortedMap<String, String> properties = new TreeMap<>();
    Map<String, Object> told = new TreeMap<>(reader.loci().getGlobalMetadata());
    told.forEach(
        (key, value) -> {
          String text = String.valueOf(value);
          if (properties.size() < MOST_PROPERTIES) {
            properties.put(key, text.substring(0, Math.min(LONGEST_PROPERTY, text.length())));
          }
        });
    properties.put("bio-formats.version", FormatTools.VERSION);
    properties.put("bio-formats.reader", reader.format().getClass().getSimpleName());
    return properties;
  }
}
