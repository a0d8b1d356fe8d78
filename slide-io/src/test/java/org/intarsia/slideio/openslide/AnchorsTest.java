package org.intarsia.slideio.openslide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.intarsia.slideio.openslide.Anchors.Tiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorsTest {
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 4, 512})
  void wholeDownsamplesNeedNone(double downsample) {
    Anchors anchors = new Anchors(downsample, 100_000, Tiles.IN_A_GRID);
    assertThat(anchors.isFree()).isTrue();
    for (long column : new long[] {0, 1, 777, 1024, 99_999}) {
      assertThat(anchors.anchor(column)).isEqualTo(column);
      assertThat(anchors.shift(column)).isZero();
      assertThat(anchors.position(column)).isEqualTo((long) (column * downsample));
    }
  }

  @ParameterizedTest
  @CsvSource({"2.0000975800156127,5976", "4.000195160031225,2988", "64.15715725806453,5000"})
  void otherReadsBeginAtOnePlaceForEachBlock(double downsample, long extent) {
    Anchors anchors = new Anchors(downsample, extent, Tiles.IN_A_GRID);
    assertThat(anchors.isFree()).isFalse();
    for (long column = 0; column < extent; column++) {
      long first = column / Anchors.SIDE * Anchors.SIDE;
      long anchor = anchors.anchor(column);
      assertThat(anchor).isEqualTo(anchors.anchor(first));
      assertThat(anchor).isBetween(Math.max(0, first - Anchors.REACH), first);
      assertThat(anchors.end(column)).isEqualTo(first + Anchors.SIDE);
      assertThat(Math.abs(anchors.shift(anchor))).isLessThanOrEqualTo(0.5 / downsample);
    }
  }

  @ParameterizedTest
  @CsvSource({"2.5,1024,0", "2.9,1024,0", "2.9,512,0", "3.3333333333,3072,0"})
  void theBestPlaceWithinReachIsTaken(double downsample, long column, double shift) {
    Anchors anchors = new Anchors(downsample, 100_000, Tiles.IN_A_GRID);
    assertThat(anchors.shift(anchors.anchor(column))).isCloseTo(shift, within(1e-6));
  }

  @Test
  void scatteredTilesNeedOneToo() {
    Anchors anchors = new Anchors(2, 100_000, Tiles.SCATTERED);
    assertThat(anchors.isFree()).isFalse();
    assertThat(anchors.anchor(1023)).isEqualTo(512);
    assertThat(anchors.anchor(1024)).isEqualTo(1024);
  }

  /** A level of 100 columns that is off by a thousandth of a pixel at its end. */
  @ParameterizedTest
  @CsvSource({"2.00001,100,true", "2.0001,100,false"})
  void whatCannotBeSeenIsNoShift(double downsample, long extent, boolean whole) {
    assertThat(new Anchors(downsample, extent, Tiles.IN_A_GRID).isFree()).isEqualTo(whole);
  }
}
