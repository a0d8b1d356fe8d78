package org.intarsia.stitcher;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import ome.units.UNITS;
import ome.units.quantity.Length;
import ome.xml.model.Channel;
import ome.xml.model.Image;
import ome.xml.model.MapAnnotation;
import ome.xml.model.MapPair;
import ome.xml.model.OME;
import ome.xml.model.Pixels;
import ome.xml.model.Plane;
import ome.xml.model.StructuredAnnotations;
import ome.xml.model.TiffData;
import ome.xml.model.enums.DimensionOrder;
import ome.xml.model.enums.PixelType;
import ome.xml.model.primitives.NonNegativeInteger;
import ome.xml.model.primitives.PositiveInteger;
import org.w3c.dom.Document;

/** Describes a mask in the OME model: size, pixel size, place on the slide, classes. */
final class OmeXml {
  private static final String CLASS_NAMES = "org.intarsia/class-names";
  private static final String CLASS_COLOURS = "org.intarsia/class-colours";
  private static final String ORIGIN = "org.intarsia/origin";

  private OmeXml() {}

  /** The OME-XML document; the same text for the same layout. */
  static String describe(MaskLayout layout) {
    OME root = new OME();
    root.setCreator("Intarsia");
    Image image = new Image();
    image.setID("Image:0");
    image.setName(layout.name());
    image.setPixels(pixels(layout));
    root.addImage(image);
    StructuredAnnotations annotations = new StructuredAnnotations();
    for (MapAnnotation annotation : annotations(layout)) {
      annotation.setID("Annotation:" + annotations.sizeOfMapAnnotationList());
      annotations.addMapAnnotation(annotation);
      image.linkAnnotation(annotation);
    }
    root.setStructuredAnnotations(annotations);
    return write(root);
  }

  private static Pixels pixels(MaskLayout layout) {
    PositiveInteger one = new PositiveInteger(1);
    Pixels pixels = new Pixels();
    pixels.setID("Pixels:0");
    pixels.setDimensionOrder(DimensionOrder.XYCZT);
    pixels.setType(PixelType.UINT8);
    pixels.setSignificantBits(new PositiveInteger(8));
    pixels.setBigEndian(false);
    pixels.setInterleaved(false);
    pixels.setSizeX(new PositiveInteger((int) layout.width()));
    pixels.setSizeY(new PositiveInteger((int) layout.height()));
    pixels.setSizeZ(one);
    pixels.setSizeC(one);
    pixels.setSizeT(one);
    layout.micronsPerPixel().ifPresent(size -> pixels.setPhysicalSizeX(microns(size)));
    layout.micronsPerPixel().ifPresent(size -> pixels.setPhysicalSizeY(microns(size)));
    Channel channel = new Channel();
    channel.setID("Channel:0:0");
    channel.setName("tissue class");
    channel.setSamplesPerPixel(one);
    pixels.addChannel(channel);
    TiffData data = new TiffData();
    data.setIFD(new NonNegativeInteger(0));
    data.setPlaneCount(new NonNegativeInteger(1));
    pixels.addTiffData(data);
    pixels.addPlane(plane(layout.origin()));
    return pixels;
  }

  private static Plane plane(MaskOrigin origin) {
    NonNegativeInteger zero = new NonNegativeInteger(0);
    Plane plane = new Plane();
    plane.setTheC(zero);
    plane.setTheZ(zero);
    plane.setTheT(zero);
    OptionalDouble size = origin.micronsPerPixel();
    size.ifPresent(microns -> plane.setPositionX(microns(origin.x() * microns)));
    size.ifPresent(microns -> plane.setPositionY(microns(origin.y() * microns)));
    return plane;
  }

  private static Length microns(double value) {
    return new Length(value, UNITS.MICROMETER);
  }

  private static List<MapAnnotation> annotations(MaskLayout layout) {
    List<MapPair> names = new ArrayList<>();
    List<MapPair> colours = new ArrayList<>();
    for (int i = 0; i < layout.classes().size(); i++) {
      LabelClass label = layout.classes().get(i);
      names.add(new MapPair(Integer.toString(i), label.name()));
      colours.add(
          new MapPair(Integer.toString(i), String.format(Locale.ROOT, "#%06X", label.rgb())));
    }
    MaskOrigin origin = layout.origin();
    List<MapPair> place = new ArrayList<>();
    place.add(new MapPair("x", Long.toString(origin.x())));
    place.add(new MapPair("y", Long.toString(origin.y())));
    origin
        .micronsPerPixel()
        .ifPresent(size -> place.add(new MapPair("micronsPerPixel", Double.toString(size))));
    return List.of(
        annotation(CLASS_NAMES, "Class names by label", names),
        annotation(CLASS_COLOURS, "Class colours by label", colours),
        annotation(ORIGIN, "Top left corner of the mask in pixels of the slide's level 0", place));
  }

  private static MapAnnotation annotation(
      String namespace, String description, List<MapPair> pairs) {
    MapAnnotation annotation = new MapAnnotation();
    annotation.setNamespace(namespace);
    annotation.setDescription(description);
    annotation.setValue(pairs);
    return annotation;
  }

  /** Why the JDK's own XML classes: others on the class path may write the same otherwise. */
  private static String write(OME root) {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
      document.appendChild(root.asXMLElement(document));
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(text));
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text;
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("the JDK cannot write the OME-XML of a mask", e);
    }
  }
}
