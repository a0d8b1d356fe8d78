package org.intarsia.pipeline.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 4096x3072}. */
final class SizeConverter implements ITypeConverter<SizeConverter.Size> {
  /** Columns and rows. */
  record Size(long width, long height) {}

  @Override
  public Size convert(String text) {
    String[] parts = text.split("x", -1);
    if (parts.length == 2) {
      try {
        return new Size(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no size; write WIDTHxHEIGHT");
      }
    }
    throw new TypeConversionException("'" + text + "' is no size; write WIDTHxHEIGHT");
  }
}
