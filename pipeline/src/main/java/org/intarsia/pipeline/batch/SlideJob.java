package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.intarsia.pipeline.PipelineException;
import org.intarsia.pipeline.Stage;
import org.intarsia.pipeline.claims.Claim;
import org.intarsia.slideio.StorageException;
import org.intarsia.tiler.Tile;

/**
 * One slide of a batch: claims it, has its results made, puts them in their place. Whatever goes
 * wrong with the slide is a result, and ends nothing else.
 */
final class SlideJob {
  /** Pauses before the tries that follow a storage's failure. */
  private static final List<Integer> RETRY_SECONDS = List.of(1, 4);

  private final BatchContext context;
  private final SlideInput slide;
  private final SlideProgress progress;
  private String digest;

  SlideJob(BatchContext context, SlideInput slide, SlideProgress progress) {
    this.context = context;
    this.slide = slide;
    this.progress = progress;
    this.digest = context.planDigest();
  }

  /**
   * Works on the slide.
   *
   * @return empty if another process works on it
   * @throws OutputLostException if the output folder cannot be written any more
   * @throws InterruptedException if interrupted; the bands that are finished are kept
   */
  Optional<SlideResult> run() throws IOException, InterruptedException {
    for (int pause : RETRY_SECONDS) {
      Attempt attempt = attempt();
      if (!attempt.isWorthAnother()) {
        return attempt.result();
      }
      progress.note(attempt.message() + "; another try in " + pause + " s");
      Thread.sleep(1000L * pause);
    }
    return attempt().result();
  }

  /** One try, and the failure of the storage that ended it, if one did. */
  private record Attempt(Optional<SlideResult> result, Optional<Throwable> storage) {
    boolean isWorthAnother() {
      return storage.isPresent();
    }

    String message() {
      return storage.map(Throwable::getMessage).orElse("");
    }
  }

  private Attempt attempt() throws IOException, InterruptedException {
    Optional<Claim> claimed = claim();
    if (claimed.isEmpty()) {
      return new Attempt(Optional.empty(), Optional.empty());
    }
    progress.begins();
    Claim claim = claimed.get();
    SlideWork work = new SlideWork(context, slide, progress);
    try {
      SlideResult result = work(work, claim);
      release(claim);
      return new Attempt(Optional.of(result), Optional.empty());
    } catch (InterruptedException | OutputLostException e) {
      leave(claim, e);
      throw e;
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      return fail(work.stage(), e, claim);
    }
  }

  private Optional<Claim> claim() throws OutputLostException {
    try {
      return context.output().claims().claim(slide.name());
    } catch (IOException e) {
      throw context.output().lost(e);
    }
  }

  private SlideResult work(SlideWork work, Claim claim) throws IOException, InterruptedException {
    SlideFile file =
        SlideFile.awaitQuiet(slide.file(), Duration.ofSeconds(slide.wishes().patienceSeconds()));
    try {
      return work(work, claim, file);
    } catch (IOException | IllegalArgumentException e) {
      if (!file.hasChanged() || e instanceof OutputLostException) {
        throw e;
      }
      throw new IOException(file.changed(String.valueOf(e.getMessage())), e);
    }
  }

  private SlideResult work(SlideWork work, Claim claim, SlideFile file)
      throws IOException, InterruptedException {
    SlidePlan plan = SlidePlan.of(context, slide);
    digest = plan.digest();
    String fingerprint = fingerprint();
    Optional<SlideResult> settled = context.settled().of(slide, digest, fingerprint);
    if (settled.isPresent()) {
      return settled.get();
    }
    Optional<String> other = context.settled().otherPlan(slide, digest);
    other.ifPresent(progress::note);
    if (claim.attempts() > 1) {
      progress.note(claim.attempts() + " processes have died over it");
    }
    SlideWork.Made made = work.make(plan, fingerprint, claim);
    file.checkUnchanged();
    if (claim.publish(made.folder(), context.output().slide(slide.name()))) {
      return new SlideResult.Done(slide, made.record(), SlideResult.Reused.NEW);
    }
    return context
        .settled()
        .of(slide, digest, fingerprint)
        .orElseThrow(
            () ->
                new IOException(
                    slide.name() + ": another process has taken this slide over, and is not done"));
  }

  private String fingerprint() throws IOException {
    try {
      return Digest.fingerprint(slide.file());
    } catch (NoSuchFileException e) {
      throw new IOException(slide.file() + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(slide.file() + ": no permission to read it", e);
    }
  }

  /** A failure is a result, unless somebody wants the run to end or its folder is lost. */
  private Attempt fail(Stage stage, Throwable failure, Claim claim)
      throws IOException, InterruptedException {
    if (Thread.interrupted() || failure instanceof ClosedByInterruptException) {
      InterruptedException interrupted = new InterruptedException("the run was interrupted");
      leave(claim, interrupted);
      throw interrupted;
    }
    Stage where = failure instanceof PipelineException e ? e.stage() : stage;
    try {
      if (where == Stage.WRITE || where == Stage.STITCH) {
        context.output().check();
      }
      if (StorageException.isBehind(failure)) {
        claim.leave();
        return new Attempt(Optional.of(result(where, failure)), Optional.of(failure));
      }
      publish(where, failure, claim);
      if (failure instanceof OutOfMemoryError) {
        claim.leave();
      } else {
        release(claim);
      }
    } catch (OutputLostException e) {
      leave(claim, e);
      throw e;
    } catch (IOException e) {
      leave(claim, e);
      throw context.output().lost(e);
    }
    return new Attempt(Optional.of(result(where, failure)), Optional.empty());
  }

  /** What cannot be removed is in nobody's way, as long as the folder takes results. */
  private void release(Claim claim) throws OutputLostException {
    try {
      claim.release();
    } catch (IOException e) {
      context.output().check();
      progress.note("its temporary files cannot be removed: " + e);
    }
  }

  private static void leave(Claim claim, Throwable reason) {
    try {
      claim.leave();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Tells other processes that the slide has failed; finished results are never replaced. */
  private void publish(Stage where, Throwable failure, Claim claim) throws IOException {
    if (context.settled().hasResults(slide, digest)) {
      return;
    }
    Path folder = Files.createDirectories(claim.folder().resolve("failure"));
    SlideResult.Failed result = result(where, failure);
    boolean foreseen =
        failure instanceof IOException || failure instanceof IllegalArgumentException;
    FailureRecord record =
        new FailureRecord(
            FailureRecord.STATE,
            slide.file().toString(),
            digest,
            context.output().claims().run(),
            where.title(),
            tile(failure).map(t -> new FailureRecord.TilePlace(t.row(), t.column())),
            result.error(),
            result.message(),
            foreseen
                ? List.of()
                : Arrays.stream(failure.getStackTrace()).map(String::valueOf).limit(30).toList());
    Files.writeString(folder.resolve(SlideWork.RECORD), Json.pretty(record));
    claim.publish(folder, context.output().slide(slide.name()));
  }

  private static Optional<Tile> tile(Throwable failure) {
    return failure instanceof PipelineException e ? e.tile() : Optional.empty();
  }

  private SlideResult.Failed result(Stage where, Throwable failure) {
    Throwable cause =
        failure instanceof PipelineException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof OutOfMemoryError) {
      message = "out of memory (" + message + "); give fewer --workers or a smaller --batch";
    }
    return new SlideResult.Failed(
        slide, where, cause.getClass().getSimpleName(), message.replaceAll("\\s*\\R\\s*", " "));
  }
}
