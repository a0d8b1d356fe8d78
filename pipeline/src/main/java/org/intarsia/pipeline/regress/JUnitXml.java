package org.intarsia.pipeline.regress;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.intarsia.pipeline.regress.CaseOutcome.State;

/** A night as JUnit XML, as Jenkins, GitLab and the readers of GitHub take it. */
public final class JUnitXml {
  private JUnitXml() {}

  /** The whole file. */
  public static String of(Night night) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      suite(night, xml);
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot be written as XML", e);
    }
    return text.toString();
  }

  private static void suite(Night night, XMLStreamWriter xml) throws XMLStreamException {
    List<CaseOutcome> outcomes = night.outcomes();
    double seconds = outcomes.stream().mapToDouble(JUnitXml::seconds).sum();
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(night.suite().name()));
    xml.writeAttribute("timestamp", night.time().substring(0, 19));
    xml.writeAttribute("tests", String.valueOf(outcomes.size()));
    xml.writeAttribute("failures", count(outcomes, State.FAILED));
    xml.writeAttribute("errors", count(outcomes, State.ERROR));
    xml.writeAttribute("skipped", count(outcomes, State.SKIPPED));
    xml.writeAttribute("time", time(seconds));
    for (CaseOutcome outcome : outcomes) {
      testCase(night, outcome, xml);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private static String count(List<CaseOutcome> outcomes, State state) {
    Predicate<CaseOutcome> has = outcome -> outcome.state() == state;
    return String.valueOf(outcomes.stream().filter(has).count());
  }

  private static void testCase(Night night, CaseOutcome outcome, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(night.suite().name()));
    xml.writeAttribute("name", outcome.name());
    xml.writeAttribute("time", time(seconds(outcome)));
    Optional<String> element =
        switch (outcome.state()) {
          case PASSED -> Optional.empty();
          case FAILED -> Optional.of("failure");
          case SKIPPED -> Optional.of("skipped");
          case ERROR -> Optional.of("error");
        };
    if (element.isPresent()) {
      xml.writeCharacters("\n      ");
      xml.writeStartElement(element.get());
      xml.writeAttribute("message", clean(outcome.complaint()));
      if (!outcome.figures().isEmpty()) {
        xml.writeCharacters(clean(figures(outcome)));
      }
      xml.writeEndElement();
      xml.writeCharacters("\n    ");
    }
    xml.writeEndElement();
  }

  private static String figures(CaseOutcome outcome) {
    StringBuilder text = new StringBuilder("\n");
    for (Figure figure : outcome.figures()) {
      text.append(figure.failed() ? "FAILED  " : "        ").append(figure.sentence()).append('\n');
    }
    return text.toString();
  }

  private static double seconds(CaseOutcome outcome) {
    return outcome.measurement().map(Measurement::seconds).orElse(0.0);
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** XML 1.0 has no place for most control characters. */
  private static String clean(String text) {
    return text.replaceAll("[^\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
