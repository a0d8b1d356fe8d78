package org.intarsia.tiler.annotation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Polygon;

/**
 * Annotations of ASAP: polygons, rectangles and splines, whose class is their group.
 *
 * <p>A spline is taken as the polygon through its points, as ASAP does when it makes masks.
 */
final class AsapDialect implements AnnotationXml.Dialect {
  private static final Set<String> AREAS = Set.of("Polygon", "Rectangle", "Spline");
  private static final Set<String> NO_AREAS = Set.of("Dot", "PointSet", "Measurement", "None");
  private static final String NO_GROUP = "None";

  private record Numbered(double order, Coordinate point) {}

  private record Drawn(String group, Optional<Integer> rgb, Polygon polygon) {}

  private final List<Drawn> drawn = new ArrayList<>();
  private final Map<String, Integer> groups = new HashMap<>();
  private final List<Numbered> points = new ArrayList<>();
  private Optional<XmlElement> open = Optional.empty();
  private int skipped;

  @Override
  public void start(XmlElement element) {
    switch (element.name()) {
      case "Annotation" -> begin(element);
      case "Coordinate" -> points.add(numbered(element));
      case "Group" ->
          color(element.text("Color")).ifPresent(rgb -> groups.put(element.text("Name"), rgb));
      default -> {
        // nothing that matters
      }
    }
  }

  private void begin(XmlElement element) {
    String type = element.text("Type");
    if (!AREAS.contains(type) && !NO_AREAS.contains(type)) {
      throw new IllegalArgumentException(
          "annotation '%s': '%s' is no type of annotation of ASAP"
              .formatted(element.text("Name"), type));
    }
    points.clear();
    open = Optional.of(element);
  }

  private Numbered numbered(XmlElement element) {
    try {
      double order =
          element.attributes().containsKey("Order") ? element.number("Order") : points.size();
      return new Numbered(order, element.point());
    } catch (IllegalArgumentException e) {
      String name = open.map(annotation -> annotation.text("Name")).orElse("");
      throw new IllegalArgumentException("annotation '" + name + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void end(String name) {
    if (name.equals("Annotation")) {
      open.ifPresent(this::finish);
      open = Optional.empty();
    }
  }

  private void finish(XmlElement annotation) {
    List<Coordinate> outline =
        points.stream()
            .sorted(Comparator.comparingDouble(Numbered::order))
            .map(Numbered::point)
            .toList();
    boolean corners = annotation.text("Type").equals("Rectangle") && outline.size() == 2;
    if (!AREAS.contains(annotation.text("Type")) || !(corners || Rings.enclose(outline))) {
      skipped++;
      return;
    }
    drawn.add(
        new Drawn(
            annotation.text("PartOfGroup"),
            color(annotation.text("Color")),
            corners ? Rings.box(outline) : Rings.polygon(outline)));
  }

  private static Optional<Integer> color(String text) {
    return text.matches("#[0-9A-Fa-f]{6}")
        ? Optional.of(Integer.parseInt(text.substring(1), 16))
        : Optional.empty();
  }

  @Override
  public Annotations annotations() {
    List<Annotation> areas = new ArrayList<>();
    for (Drawn each : drawn) {
      String group = each.group().equals(NO_GROUP) ? "" : each.group();
      Optional<Integer> rgb = Optional.ofNullable(groups.get(group)).or(each::rgb);
      areas.add(new Annotation(group, rgb, each.polygon()));
    }
    return new Annotations(areas, skipped);
  }
}
