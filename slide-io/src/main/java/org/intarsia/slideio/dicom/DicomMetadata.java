package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.SlideMetadata;

/**
 * What a slide says of itself.
 *
 * <p><i>Why</i> so few properties: a DICOM file names the patient, the physician and the hospital.
 * Properties go into reports, so only elements of this short list are shown; what names people, or
 * gives dates, is not even read.
 */
final class DicomMetadata {
  private static final int WHITE = 0xFFFFFF;
  private static final double LEAST_MPP = 0.05;
  private static final double MOST_MPP = 100;
  private static final Map<String, Integer> SHOWN =
      Map.ofEntries(
          Map.entry("Manufacturer", DicomTags.MANUFACTURER),
          Map.entry("ManufacturerModelName", DicomTags.MODEL_NAME),
          Map.entry("SoftwareVersions", DicomTags.SOFTWARE_VERSIONS),
          Map.entry("SeriesInstanceUID", DicomTags.SERIES),
          Map.entry("FrameOfReferenceUID", DicomTags.FRAME_OF_REFERENCE),
          Map.entry("ContainerIdentifier", DicomTags.CONTAINER_IDENTIFIER),
          Map.entry("ImageType", DicomTags.IMAGE_TYPE),
          Map.entry("DimensionOrganizationType", DicomTags.DIMENSION_ORGANIZATION_TYPE),
          Map.entry("PhotometricInterpretation", DicomTags.PHOTOMETRIC_INTERPRETATION),
          Map.entry("LossyImageCompression", DicomTags.LOSSY_IMAGE_COMPRESSION));

  private final DicomSlide slide;
  private final Instance finest;

  private DicomMetadata(DicomSlide slide) {
    this.slide = slide;
    this.finest = slide.levels().get(0).first();
  }

  static SlideMetadata of(DicomSlide slide) throws IOException {
    return new DicomMetadata(slide).describe();
  }

  private SlideMetadata describe() throws IOException {
    OptionalDouble mpp = micronsPerPixel();
    List<PyramidLevel> levels = new ArrayList<>();
    int width = slide.levels().get(0).width();
    for (DicomImage level : slide.levels()) {
      levels.add(
          new PyramidLevel(
              levels.size(),
              level.width(),
              level.height(),
              level.tileWidth(),
              level.tileHeight(),
              mpp.isPresent()
                  ? OptionalDouble.of(mpp.getAsDouble() * width / level.width())
                  : mpp));
    }
    return new SlideMetadata(
        slide.name(),
        "DICOM whole-slide image",
        slide.levels().get(0).codecName(),
        levels,
        mpp,
        magnification(),
        background(),
        List.copyOf(slide.associated().keySet()),
        properties());
  }

  /** Spacing of columns in mm, or the width of the imaged volume in mm over the columns. */
  private OptionalDouble micronsPerPixel() throws IOException {
    List<DataSet> measures = finest.shared(DicomTags.PIXEL_MEASURES);
    OptionalDouble spacing =
        measures.isEmpty()
            ? OptionalDouble.empty()
            : measures.get(0).decimal(DicomTags.PIXEL_SPACING, 1);
    if (spacing.isPresent()) {
      return plausible(1000 * spacing.getAsDouble());
    }
    OptionalDouble volume = finest.set().real(DicomTags.IMAGED_VOLUME_WIDTH);
    return volume.isPresent() ? plausible(1000 * volume.getAsDouble() / finest.width()) : volume;
  }

  private static OptionalDouble plausible(double microns) {
    return microns >= LEAST_MPP && microns <= MOST_MPP
        ? OptionalDouble.of(microns)
        : OptionalDouble.empty();
  }

  private OptionalDouble magnification() {
    List<DataSet> paths = finest.set().items(DicomTags.OPTICAL_PATHS);
    return paths.isEmpty()
        ? OptionalDouble.empty()
        : paths.get(0).decimal(DicomTags.OBJECTIVE_LENS_POWER, 0);
  }

  private int background() {
    return finest
        .set()
        .element(DicomTags.ABSENT_PIXEL_CIELAB)
        .map(DataSet.Element::value)
        .filter(value -> value.remaining() == 6)
        .map(
            value ->
                CieLab.rgb(
                    value.getShort(0) & 0xFFFF,
                    value.getShort(2) & 0xFFFF,
                    value.getShort(4) & 0xFFFF))
        .orElse(WHITE);
  }

  private SortedMap<String, String> properties() throws IOException {
    SortedMap<String, String> properties = new TreeMap<>(slide.properties());
    SHOWN.forEach(
        (name, tag) ->
            finest.set().text(tag).ifPresent(text -> properties.put("dicom." + name, text)));
    properties.put("dicom.TransferSyntaxUID", finest.format().syntax().uid());
    List<DataSet> paths = finest.set().items(DicomTags.OPTICAL_PATHS);
    if (!paths.isEmpty()) {
      paths
          .get(0)
          .element(DicomTags.ICC_PROFILE)
          .ifPresent(
              profile ->
                  properties.put(
                      "dicom.ICCProfile", profile.length() + " bytes, not applied to pixels"));
    }
    long planes = finest.set().integer(DicomTags.FOCAL_PLANES, 1);
    long optical =
        finest.set().integer(DicomTags.NUMBER_OF_OPTICAL_PATHS, Math.max(1, paths.size()));
    if (slide.levels().get(0).places().several()) {
      properties.put(
          "intarsia.shown",
          "the first of " + planes + " focal planes and " + optical + " optical paths");
    }
    return properties;
  }
}
