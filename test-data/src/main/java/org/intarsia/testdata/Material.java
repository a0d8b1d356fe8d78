package org.intarsia.testdata;

/** What a point of the section is made of: finer than its label. */
enum Material {
  GLASS(Tissue.BACKGROUND),
  LUMEN(Tissue.BACKGROUND),
  FAT(Tissue.BACKGROUND),
  COLLAGEN(Tissue.NORMAL_STROMA),
  LOOSE_STROMA(Tissue.NORMAL_STROMA),
  DESMOPLASIA(Tissue.DESMOPLASTIC_STROMA),
  BENIGN(Tissue.BENIGN_EPITHELIUM),
  MALIGNANT(Tissue.MALIGNANT_EPITHELIUM),
  SECRETION(Tissue.SECRETION),
  BLOOD(Tissue.BLOOD),
  NECROSIS(Tissue.NECROSIS);

  final Tissue tissue;

  Material(Tissue tissue) {
    this.tissue = tissue;
  }

  boolean epithelium() {
    return this == BENIGN || this == MALIGNANT;
  }

  boolean stroma() {
    return this == COLLAGEN || this == LOOSE_STROMA || this == DESMOPLASIA;
  }

  boolean empty() {
    return this == GLASS || this == LUMEN || this == FAT;
  }
}
