package org.intarsia.tiler.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/**
 * Annotations of Aperio ImageScope: layers with regions.
 *
 * <p>A region's class is the name of its layer, else the layer's description, else the region's own
 * text. Negative regions ({@code NegativeROA="1"}) are cut out of the others of their layer. Types
 * are 0 freehand, 1 rectangle, 2 ellipse; all others, arrows and rulers, are no areas. Rectangles
 * of two vertices and ellipses of up to four are told by the box around them; those of more, as
 * converters write them, by their outline.
 */
final class AperioDialect implements AnnotationXml.Dialect {
  private static final int MOST_BOX_CORNERS = 4;

  private record Drawn(String text, Polygon polygon) {}

  private final List<Annotation> areas = new ArrayList<>();
  private final List<Drawn> drawn = new ArrayList<>();
  private final List<Polygon> negative = new ArrayList<>();
  private final List<Coordinate> vertices = new ArrayList<>();
  private Optional<XmlElement> layer = Optional.empty();
  private Optional<XmlElement> region = Optional.empty();
  private String description = "";
  private int skipped;

  @Override
  public void start(XmlElement element) {
    switch (element.name()) {
      case "Annotation" -> {
        layer = Optional.of(element);
        description = "";
      }
      case "Region" -> {
        region = Optional.of(element);
        vertices.clear();
      }
      case "Attribute" -> {
        if (region.isEmpty() && element.text("Name").equals("Description")) {
          description = element.text("Value");
        }
      }
      case "Vertex" -> vertices.add(vertex(element));
      default -> {
        // nothing that matters
      }
    }
  }

  private Coordinate vertex(XmlElement element) {
    try {
      return element.point();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place() + e.getMessage(), e);
    }
  }

  private String place() {
    return "layer %s, region %s: "
        .formatted(
            layer.map(each -> each.text("Id")).orElse("?"),
            region.map(each -> each.text("Id")).orElse("?"));
  }

  @Override
  public void end(String name) {
    if (name.equals("Region")) {
      region.ifPresent(this::finish);
      region = Optional.empty();
    } else if (name.equals("Annotation")) {
      layer.ifPresent(this::finishLayer);
      layer = Optional.empty();
    }
  }

  private void finish(XmlElement each) {
    Optional<Polygon> outline = outline(each.text("Type"));
    if (outline.isEmpty()) {
      skipped++;
    } else if (each.text("NegativeROA").equals("1")) {
      negative.add(outline.get());
    } else {
      drawn.add(new Drawn(each.text("Text"), outline.get()));
    }
  }

  private Optional<Polygon> outline(String type) {
    boolean corners = vertices.size() == 2;
    return switch (type) {
      case "", "0" -> enclosed();
      case "1" -> corners ? Optional.of(Rings.box(vertices)) : enclosed();
      case "2" ->
          corners || (vertices.size() <= MOST_BOX_CORNERS && Rings.enclose(vertices))
              ? Optional.of(Rings.ellipse(vertices))
              : enclosed();
      default -> {
        if (!type.matches("\\d{1,3}")) {
          throw new IllegalArgumentException(
              place() + "the Type of a region is a number, not '" + type + "'");
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<Polygon> enclosed() {
    return Rings.enclose(vertices) ? Optional.of(Rings.polygon(vertices)) : Optional.empty();
  }

  private void finishLayer(XmlElement each) {
    String name = each.text("Name").isEmpty() ? description : each.text("Name");
    Optional<Integer> rgb = color(each.text("LineColor"));
    for (Drawn one : drawn) {
      Geometry left = Rings.less(one.polygon(), negative);
      if (left.isEmpty()) {
        skipped++;
      } else {
        areas.add(new Annotation(name.isEmpty() ? one.text() : name, rgb, left));
      }
    }
    skipped += drawn.isEmpty() ? negative.size() : 0;
    drawn.clear();
    negative.clear();
  }

  /** Blue, green, red from the highest byte on. */
  private static Optional<Integer> color(String text) {
    if (!text.matches("\\d{1,8}")) {
      return Optional.empty();
    }
    int bgr = Integer.parseInt(text);
    return Optional.of(((bgr & 0xFF) << 16) | (bgr & 0xFF00) | ((bgr >> 16) & 0xFF));
  }

  @Override
  public Annotations annotations() {
    return new Annotations(areas, skipped);
  }
}
