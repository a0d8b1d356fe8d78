package org.intarsia.testdata;

/** What a synthetic biopsy shows; steers which structures occur and how often. */
public enum Diagnosis {
  /** Ducts and lobules with one or two orderly cell layers, some with usual hyperplasia. */
  BENIGN,
  /** Crowded glands, part of whose lining has turned malignant. */
  ATYPIA,
  /** Ducts filled with malignant cells (solid, cribriform, comedo), no invasion. */
  DCIS,
  /** Small malignant nests in desmoplastic stroma. */
  INVASIVE
}
