package org.intarsia.slideio.dicom;

import java.util.Map;

/** Kinds of DICOM objects. */
final class SopClasses {
  /** VL Whole Slide Microscopy Image Storage, the one kind that is read. */
  static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.3.10", "media storage directory (DICOMDIR)"),
          Map.entry("1.2.840.10008.5.1.4.1.1.1", "computed radiography image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.1.1", "digital X-ray image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.1.2", "digital mammography image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.2", "CT image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.2.1", "enhanced CT image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.4", "MR image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.4.1", "enhanced MR image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.6.1", "ultrasound image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.7", "secondary capture image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.7.4", "multi-frame true colour secondary capture"),
          Map.entry("1.2.840.10008.5.1.4.1.1.66.4", "segmentation"),
          Map.entry("1.2.840.10008.5.1.4.1.1.77.1.1", "VL endoscopic image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.77.1.2", "VL microscopic image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.77.1.3", "VL slide-coordinates microscopic image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.77.1.4", "VL photographic image"),
          Map.entry("1.2.840.10008.5.1.4.1.1.91.1", "microscopy bulk simple annotations"),
          Map.entry("1.2.840.10008.5.1.4.1.1.88.33", "comprehensive structured report"),
          Map.entry("1.2.840.10008.5.1.4.1.1.104.1", "encapsulated PDF"));

  private SopClasses() {}

  /** What people call it, with its unique identifier. */
  static String nameOf(String uid) {
    if (uid.isEmpty()) {
      return "object without a SOP class";
    }
    String name = NAMES.get(uid);
    return name == null ? "object of SOP class " + uid : name + " (SOP class " + uid + ")";
  }
}
