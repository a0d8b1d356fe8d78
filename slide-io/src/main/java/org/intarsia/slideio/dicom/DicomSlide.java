package org.intarsia.slideio.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.StorageException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.dicom.InstanceHeader.Flavor;
import org.intarsia.slideio.dicom.InstanceHeader.Size;

/**
 * The open instances of a slide, sorted into levels and associated images.
 *
 * <p>An associated image that cannot be read does not make the slide unreadable, a level does.
 */
final class DicomSlide implements Closeable {
  private static final long MAX_ASSOCIATED_PIXELS = 100_000_000;

  private final String name;
  private final List<Instance> opened = new ArrayList<>();
  private final List<DicomImage> levels = new ArrayList<>();
  private final Map<String, DicomImage> associated = new LinkedHashMap<>();
  private final SortedMap<String, String> properties = new TreeMap<>();

  private DicomSlide(String name) {
    this.name = name;
  }

  /** Opens all files of a slide. */
  static DicomSlide open(String name, SlideFolder folder, DeepSamples deep, CodecSet codecs)
      throws IOException {
    DicomSlide slide = new DicomSlide(name);
    boolean done = false;
    try {
      slide.fill(folder, deep, codecs);
      done = true;
      return slide;
    } finally {
      if (!done) {
        slide.close();
      }
    }
  }

  private void fill(SlideFolder folder, DeepSamples deep, CodecSet codecs) throws IOException {
    folder.unreadable().forEach(this::unreadable);
    for (List<InstanceHeader> parts : images(folder.instances()).values()) {
      if (parts.get(0).flavor() == Flavor.VOLUME) {
        levels.add(open(parts, deep, codecs));
      } else {
        associate(parts, deep, codecs);
      }
    }
    if (levels.isEmpty()) {
      throw new SlideReadException(
          name,
          "no VOLUME image among the DICOM files of this slide, only "
              + folder.instances().stream()
                  .map(header -> header.flavor().name())
                  .distinct()
                  .collect(Collectors.joining(", "))
              + "; put all files of the slide into one folder");
    }
  }

  /**
   * The parts of each image, in the order of the headers. Of levels of the same size, which are
   * other focal planes or optical paths, and of copies the first is taken.
   */
  private Map<String, List<InstanceHeader>> images(List<InstanceHeader> headers) {
    Set<String> instances = new HashSet<>();
    Map<Size, String> volumes = new HashMap<>();
    Map<String, List<InstanceHeader>> images = new LinkedHashMap<>();
    for (InstanceHeader header : headers) {
      String image = header.flavor() + " " + header.image();
      if (!header.sopInstance().isEmpty() && !instances.add(header.sopInstance())) {
        ignored(header, "a copy of another file");
      } else if (header.flavor() == Flavor.VOLUME
          && !volumes.computeIfAbsent(header.size(), size -> image).equals(image)) {
        ignored(header, "another focal plane or optical path of the same size");
      } else {
        images.computeIfAbsent(image, uid -> new ArrayList<>()).add(header);
      }
    }
    return images;
  }

  private DicomImage open(List<InstanceHeader> headers, DeepSamples deep, CodecSet codecs)
      throws IOException {
    List<Instance> parts = new ArrayList<>();
    for (InstanceHeader header : headers) {
      Instance part = Instance.open(header, deep);
      opened.add(part);
      parts.add(part);
    }
    return DicomImage.of(parts, codecs);
  }

  private void associate(List<InstanceHeader> parts, DeepSamples deep, CodecSet codecs)
      throws IOException {
    String kind = parts.get(0).flavor().title();
    try {
      DicomImage image = open(parts, deep, codecs);
      long pixels = (long) image.width() * image.height();
      if (pixels > MAX_ASSOCIATED_PIXELS) {
        throw new SlideReadException(
            image.first().name(), pixels + " pixels, more than " + MAX_ASSOCIATED_PIXELS);
      }
      String unique = kind;
      for (int n = 2; associated.containsKey(unique); n++) {
        unique = kind + " " + n;
      }
      associated.put(unique, image);
    } catch (StorageException failed) {
      throw failed;
    } catch (SlideReadException e) {
      unreadable(kind, String.valueOf(e.getMessage()));
    }
  }

  private void unreadable(String what, String why) {
    properties.put("intarsia.unreadable." + what, why);
  }

  private void ignored(InstanceHeader header, String why) {
    properties.put("intarsia.ignored." + header.name(), why);
  }

  /** The file or folder by which the slide was named. */
  String name() {
    return name;
  }

  /** Finest first, at least one. */
  List<DicomImage> levels() {
    return levels;
  }

  Map<String, DicomImage> associated() {
    return associated;
  }

  /** What is to be said of files that are not shown. */
  SortedMap<String, String> properties() {
    return properties;
  }

  @Override
  public void close() throws IOException {
    for (Instance instance : opened) {
      instance.close();
    }
  }
}
