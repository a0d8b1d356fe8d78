package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.intarsia.pipeline.regress.RegressionCase.ModelFiles;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.SegmentationModel;

/** The models of a suite, each opened and probed once. */
final class Models implements AutoCloseable {
  /** A model and what was measured on it. */
  record Loaded(SegmentationModel model, ModelProfile profile) {}

  private final Map<ModelFiles, Loaded> loaded = new LinkedHashMap<>();

  Loaded get(ModelFiles files) throws IOException {
    Loaded known = loaded.get(files);
    if (known != null) {
      return known;
    }
    SegmentationModel model =
        files.archive().isPresent()
            ? SegmentationModel.load(files.archive().get(), files.card())
            : SegmentationModel.embedded();
    try {
      Loaded fresh = new Loaded(model, model.probe());
      loaded.put(files, fresh);
      return fresh;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public void close() {
    loaded.values().forEach(each -> each.model().close());
    loaded.clear();
  }
}
