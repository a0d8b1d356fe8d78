package org.intarsia.pipeline;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.intarsia.tiler.Tile;
import org.jspecify.annotations.Nullable;

/** A slide's run failed; names the stage, and the tile where there is one. */
public final class PipelineException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final transient @Nullable Tile tile;

  /**
   * A failure with its cause.
   *
   * @param stage where it happened
   * @param tile the tile that was worked on, if there was one
   * @param cause the failure itself
   */
  public PipelineException(Stage stage, Optional<Tile> tile, Throwable cause) {
    super(message(stage, tile, cause), cause);
    this.stage = stage;
    this.tile = tile.orElse(null);
  }

  private static String message(Stage stage, Optional<Tile> tile, Throwable cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return stage.title() + tile.map(t -> ", " + t).orElse("") + ": " + reason;
  }

  /** The stage that failed. */
  public Stage stage() {
    return stage;
  }

  /** The tile that was worked on, if there was one. */
  public Optional<Tile> tile() {
    return Optional.ofNullable(tile);
  }
}
