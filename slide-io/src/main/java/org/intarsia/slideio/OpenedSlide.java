package org.intarsia.slideio;

import java.util.List;

/**
 * An open slide, and which reader was taken for it.
 *
 * @param reader owned by the caller
 * @param provider the name of the provider that opened it
 * @param why why this one, a clause for people
 * @param others names of the installed providers that accept the file too and were not taken, the
 *     next to be asked first
 */
public record OpenedSlide(SlideReader reader, String provider, String why, List<String> others) {
  /** Copies the list. */
  public OpenedSlide {
    others = List.copyOf(others);
  }
}
