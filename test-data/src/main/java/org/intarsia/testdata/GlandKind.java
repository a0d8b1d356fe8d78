package org.intarsia.testdata;

/** What fills an epithelial structure or a vessel. */
enum GlandKind {
  /** One lining around an open lumen. */
  DUCT,
  /** Usual hyperplasia: benign cells fill the duct but for irregular slits. */
  HYPERPLASTIC_DUCT,
  /** A disc of loose stroma that holds acini; draws nothing itself. */
  LOBULE,
  /** A small gland of a lobule. */
  ACINUS,
  /** A duct part of whose lining is malignant, with stiff bridges. */
  ATYPICAL_DUCT,
  DCIS_SOLID,
  DCIS_CRIBRIFORM,
  DCIS_COMEDO,
  /** An infiltrating group of malignant cells. */
  NEST,
  VESSEL
}
