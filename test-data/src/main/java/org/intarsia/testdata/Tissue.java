package org.intarsia.testdata;

/** The eight classes of the ground truth; the ordinal is the label of a pixel. */
public enum Tissue {
  /** Glass, empty lumina and the inside of fat cells. */
  BACKGROUND(0, "background", 0xFFFFFF),
  BENIGN_EPITHELIUM(1, "benign epithelium", 0x820082),
  MALIGNANT_EPITHELIUM(2, "malignant epithelium", 0x000082),
  NORMAL_STROMA(3, "normal stroma", 0xFF96FF),
  DESMOPLASTIC_STROMA(4, "desmoplastic stroma", 0x9696FF),
  SECRETION(5, "secretion", 0x00FF00),
  BLOOD(6, "blood", 0xFFFF00),
  NECROSIS(7, "necrosis", 0xFF0000);

  private final int label;
  private final String title;
  private final int rgb;

  Tissue(int label, String title, int rgb) {
    this.label = label;
    this.title = title;
    this.rgb = rgb;
  }

  /** The label of this tissue's pixels, 0 to 7. */
  public int label() {
    return label;
  }

  /** The name for people, in lower case with spaces. */
  public String title() {
    return title;
  }

  /** The palette colour as 0xRRGGBB. */
  public int rgb() {
    return rgb;
  }

  /**
   * Returns the tissue of a label.
   *
   * @throws IllegalArgumentException if the label is not 0 to 7
   */
  public static Tissue ofLabel(int label) {
    Tissue[] all = values();
    if (label < 0 || label >= all.length) {
      throw new IllegalArgumentException("label " + label + " is not 0 to " + (all.length - 1));
    }
    return all[label];
  }
}
