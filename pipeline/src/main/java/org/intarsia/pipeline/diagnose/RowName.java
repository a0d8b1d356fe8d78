package org.intarsia.pipeline.diagnose;

/**
 * What a row is about.
 *
 * @param slide name of the slide
 * @param roi name of the region, empty for the whole slide
 */
public record RowName(String slide, String roi) {
  /** One word for both: {@code slide} or {@code slide/roi}. */
  public String id() {
    return roi.isEmpty() ? slide : slide + "/" + roi;
  }
}
