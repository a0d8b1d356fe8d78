package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** QPTIFF of PerkinElmer and Akoya: XML in each page says what it shows. */
final class QptiffLayout implements VendorLayout {
  private static final String ROOT = "PerkinElmer-QPI-ImageDescription";
  private static final int LONGEST_PROPERTY = 4096;

  @Override
  public boolean recognises(FirstPage first) {
    return first.software().startsWith("PerkinElmer-QPI")
        || first.description().contains("<" + ROOT);
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    List<TiffDirectory> full = new ArrayList<>();
    List<TiffDirectory> levels = new ArrayList<>();
    Map<String, String> fields = Map.of();
    for (int i = 0; i < draft.pages().size(); i++) {
      TiffDirectory page = draft.pages().get(i);
      Map<String, String> ofPage = fields(draft, page);
      switch (ofPage.getOrDefault("ImageType", "")) {
        case "FullResolution" -> {
          fields = full.isEmpty() ? ofPage : fields;
          full.add(page);
          levels.add(page);
        }
        case "ReducedResolution" -> levels.add(page);
        case "Thumbnail" -> draft.associate("thumbnail", ImageSource.page(page));
        case "Overview" -> draft.associate("macro", ImageSource.page(page));
        case "Label" -> draft.associate("label", ImageSource.page(page));
        default -> draft.associate("page-" + i, ImageSource.page(page));
      }
    }
    if (full.isEmpty()) {
      throw draft.unsupported("QPTIFF without an image of full resolution");
    }
    if (full.size() > 1) {
      throw draft.unsupported("QPTIFF of " + full.size() + " separate channels (fluorescence)");
    }
    draft.tiffProperties(full.get(0), List.of(TiffTag.IMAGE_DESCRIPTION));
    fields.forEach((name, value) -> draft.property("perkinelmer." + name, value));
    Optics optics = new Optics(Scale.ofResolution(full.get(0)), power(fields));
    return draft.ofPages("QPTIFF", draft.pyramid(levels), optics);
  }

  /** {@code 20x} is the objective's name. */
  private static OptionalDouble power(Map<String, String> fields) {
    String objective = fields.getOrDefault("Objective", "").strip();
    int end = 0;
    while (end < objective.length() && "0123456789.".indexOf(objective.charAt(end)) >= 0) {
      end++;
    }
    return Scale.number(objective.substring(0, end));
  }

  /** The texts directly below the root. */
  private static Map<String, String> fields(LayoutDraft draft, TiffDirectory page)
      throws IOException {
    String xml = page.text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    if (!xml.contains("<" + ROOT)) {
      return Map.of();
    }
    Fields fields = new Fields();
    SafeXml.walk(draft.file().name(), "the QPTIFF XML", xml, fields);
    return fields.texts;
  }

  private static final class Fields implements SafeXml.Visitor {
    private final Map<String, String> texts = new TreeMap<>();

    @Override
    public void start(SafeXml.Element element) {}

    @Override
    public void end(String path, String text) {
      int slash = path.indexOf('/');
      boolean isField = slash > 0 && path.indexOf('/', slash + 1) < 0;
      if (isField && !text.isBlank() && text.length() <= LONGEST_PROPERTY) {
        texts.putIfAbsent(path.substring(slash + 1), text.strip());
      }
    }
  }
}
