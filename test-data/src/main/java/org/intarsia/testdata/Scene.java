package org.intarsia.testdata;

import java.util.ArrayList;
import java.util.List;

/** The anatomy around one block: says what lies at a point of it. */
final class Scene {
  /** Nuclei reach into the block from this far away. */
  static final double MARGIN = 12;

  /** Collagen left between two glands that would otherwise touch. */
  private static final double SEPTUM = 5;

  /** The wall of a tissue without holes; the other way round, of a hole without epithelium. */
  private static final double SOLID = 99;

  private final Landscape landscape;
  private final FatCells fatCells;
  private final Holes cribriform;
  private final Holes bridges;
  private final List<Gland> glands = new ArrayList<>();
  private final List<Gland> near = new ArrayList<>();
  private final List<Gland> lobules = new ArrayList<>();
  private final List<Gland> found = new ArrayList<>();
  private double outside;
  private boolean deep;
  private boolean fatPossible;
  private boolean bleedingPossible;
  private int invaded;

  Scene(Landscape landscape) {
    this.landscape = landscape;
    this.fatCells = new FatCells(landscape);
    this.cribriform = new Holes(Noise.hash(landscape.seed, 31), 33, 6.5, 12.5, 0.85);
    this.bridges = new Holes(Noise.hash(landscape.seed, 32), 38, 7, 13, 0.8);
  }

  /** Prepares for the points of the block and {@link #MARGIN} around it. */
  void enter(Block block) {
    double half = block.sideMicrons() / 2;
    double x = block.xMicrons(0) - block.micronsPerPixel() / 2 + half;
    double y = block.yMicrons(0) - block.micronsPerPixel() / 2 + half;
    double reach = 1.42 * (half + MARGIN);
    outside = landscape.outline.depth(x, y) + 4 * reach;
    glands.clear();
    lobules.clear();
    if (outside < 0) {
      return;
    }
    // The bounds below are the steepest slopes of the fields times the distance.
    deep = outside > 8 * reach;
    fatPossible = landscape.fatField(x, y) > -0.009 * (reach + FatCells.REACH);
    bleedingPossible = landscape.bleeding.at(x, y) > 0.72 - 0.021 * reach;
    double invasion = landscape.invasion(x, y);
    double change = 0.06 + 0.017 * reach;
    invaded = invasion > change ? 1 : invasion < -change ? -1 : 0;
    double r = half + MARGIN;
    found.clear();
    landscape.collect(x - r, y - r, x + r, y + r, found);
    for (Gland gland : found) {
      double margin = Warp.reachMicrons();
      if (gland.touches(x - r, y - r, x + r, y + r, margin)) {
        (gland.kind == GlandKind.LOBULE ? lobules : glands).add(gland);
      }
    }
  }

  /** Makes {@link #locate} fast for points whose warped coordinates lie in the rectangle. */
  void focus(double x0, double y0, double x1, double y1) {
    near.clear();
    for (int i = 0; i < glands.size(); i++) {
      Gland gland = glands.get(i);
      if (gland.touches(x0, y0, x1, y1, 0)) {
        near.add(gland);
      }
    }
  }

  /** Makes {@link #locate} right for every point of the block and its margin. */
  void widen() {
    near.clear();
    near.addAll(glands);
  }

  /** Whether the block is nothing but glass. */
  boolean glass() {
    return outside < 0;
  }

  /** Finds what lies at a point, given also in warped coordinates and with its fold. */
  void locate(double x, double y, double wx, double wy, double fold, Site site) {
    site.gland = null;
    site.wall = SOLID;
    site.fibrous = 0;
    site.depth = Gland.FAR;
    if (!deep && landscape.outline.depth(x, y) < 0) {
      site.material = Material.GLASS;
      return;
    }
    double best = Gland.FAR;
    double second = Gland.FAR;
    for (int i = 0; i < near.size(); i++) {
      Gland gland = near.get(i);
      double depth = gland.depth(wx, wy);
      if (depth > best) {
        second = best;
        best = depth;
        site.gland = gland;
      } else if (depth > second) {
        second = depth;
      }
    }
    site.depth = Math.min(best, (best - second) * 0.5 - SEPTUM * 0.5);
    if (best < 0) {
      site.depth = best;
    }
    Gland gland = site.gland;
    if (gland != null && site.depth >= 0) {
      inside(gland, wx, wy, fold, site);
    } else {
      between(x, y, wx, wy, fold, site);
    }
  }

  private void inside(Gland gland, double wx, double wy, double fold, Site site) {
    double depth = site.depth;
    double lining = gland.thickness * (1 + 0.28 * fold);
    switch (gland.kind) {
      case DUCT, ACINUS -> lined(Material.BENIGN, gland, lining, fold, site);
      case HYPERPLASTIC_DUCT -> {
        double slit = 0.30 - landscape.focus.at(wx * 3.1, wy * 3.1) - 0.25 * fold;
        if (depth < lining || slit > 0) {
          site.material = Material.BENIGN;
          site.wall = depth < lining ? lining - depth + slit * 9 : slit * 9;
        } else {
          site.material = Material.LUMEN;
          site.wall = slit * 9;
        }
      }
      case ATYPICAL_DUCT -> atypical(gland, wx, wy, lining, fold, site);
      case DCIS_CRIBRIFORM -> {
        double distance = cribriform.distance(wx, wy);
        hollow(Material.MALIGNANT, gland, Math.max(distance, lining - depth), fold, site);
      }
      case DCIS_COMEDO -> {
        boolean dead = depth > lining + 4 * fold;
        site.material = dead ? Material.NECROSIS : Material.MALIGNANT;
      }
      case NEST -> {
        boolean tubule = gland.shortRadius > 15 && gland.chance(15) < 0.5;
        hollow(Material.MALIGNANT, gland, tubule ? lining - depth : 9, fold, site);
      }
      case VESSEL -> {
        double blood = gland.chance(16) < 0.7 ? 9 : landscape.focus.at(wx, wy);
        Material filling = blood > 0 ? Material.BLOOD : Material.LUMEN;
        site.material = depth < gland.thickness ? Material.COLLAGEN : filling;
        site.wall = -SOLID;
      }
      case DCIS_SOLID, LOBULE -> site.material = Material.MALIGNANT;
    }
  }

  private void atypical(Gland gland, double wx, double wy, double lining, double fold, Site site) {
    double focus = landscape.focus.at(wx + gland.x, wy) + 0.1;
    Material material = focus > 0 ? Material.MALIGNANT : Material.BENIGN;
    double distance = Math.max(bridges.distance(wx, wy) + 2 * fold, lining * 0.6 - site.depth);
    if (focus > 0 && site.depth < 2.2 * lining) {
      hollow(material, gland, distance, fold, site);
    } else {
      lined(material, gland, lining, fold, site);
    }
  }

  /** A lining of the given thickness around a lumen that may hold secretion. */
  private static void lined(Material material, Gland gland, double lining, double fold, Site site) {
    site.wall = lining - site.depth;
    if (site.wall >= 0) {
      site.material = material;
      return;
    }
    boolean full = gland.secretes() && -site.wall > 1.2 + 3.4 * fold;
    site.material = full ? Material.SECRETION : Material.LUMEN;
  }

  /** Solid growth but for holes at the given distance. */
  private static void hollow(
      Material material, Gland gland, double distance, double fold, Site site) {
    site.wall = distance;
    if (distance >= 0) {
      site.material = material;
      return;
    }
    site.material =
        gland.secretes() && distance < -0.6 - 3 * fold ? Material.SECRETION : Material.LUMEN;
  }

  private void between(double x, double y, double wx, double wy, double fold, Site site) {
    if (bleedingPossible && site.depth < -7 && landscape.bleeding.at(x, y) + 0.05 * fold > 0.78) {
      site.material = Material.BLOOD;
      return;
    }
    if (fatPossible && site.depth < -16 && fatCells.inside(x, y)) {
      site.material = Material.FAT;
      return;
    }
    site.material = ground(x, y, wx, wy, fold, site);
  }

  private Material ground(double x, double y, double wx, double wy, double fold, Site site) {
    if (invaded > 0) {
      return Material.DESMOPLASIA;
    }
    double invasion = invaded == 0 ? landscape.invasion(x, y) + 0.05 * fold : -1;
    if (invasion > 0) {
      site.fibrous = Math.max(0, 1 - invasion * 9);
      return Material.DESMOPLASIA;
    }
    Gland gland = site.gland;
    if (gland != null
        && gland.malignant()
        && gland.chance(14) < landscape.composition.desmoplasticRims()
        && site.depth > -26 + 8 * fold) {
      site.fibrous = Math.max(0, 1 - (site.depth + 26 - 8 * fold) / 9);
      return Material.DESMOPLASIA;
    }
    for (int i = 0; i < lobules.size(); i++) {
      double depth = lobules.get(i).depth(wx, wy) + 6 * fold;
      if (depth > 0) {
        site.fibrous = Math.max(0, 1 - depth / 14);
        return Material.LOOSE_STROMA;
      }
    }
    return Material.COLLAGEN;
  }
}
