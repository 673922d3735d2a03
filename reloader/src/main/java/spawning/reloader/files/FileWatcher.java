// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.reloader.files.Folders.Mode;
import spawning.reloader.files.Inotify.Touched;

/**
 * The loop: events of the kernel say where to look again, never what changed. When it has been quiet, it looks, and says
 * that something changed when what it sees differs from what it last told.
 */
public final class FileWatcher implements Runnable {
    /** Times of files come from the kernel's clock, which lags behind by up to one tick. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final BlockingQueue<Object> mailbox = new LinkedBlockingQueue<>();
    private final Consumer<ReloaderMessage> sink;
    private final Path workingDirectory;
    private final Inotify inotify = new Inotify(mailbox::add);
    private final Differences differences = new Differences();
    private final Warnings warnings;
    private final Surroundings surroundings;
    private final QuietPeriod quiet = new QuietPeriod();
    private final Map<Root, Tree> trees = new LinkedHashMap<>();
    private long nextPoll = System.nanoTime();
    private long nextCheck = System.nanoTime();

    /**
     * Watches nothing yet.
     *
     * @param sink is called on the loop's thread
     * @param workingDirectory as seen from which paths are named to people
     */
    public FileWatcher(Consumer<ReloaderMessage> sink, Path workingDirectory) {
        this(sink, workingDirectory, FileSystemKind::unwatchable);
    }

    FileWatcher(Consumer<ReloaderMessage> sink, Path workingDirectory, Function<Path, @Nullable String> unwatchable) {
        this.sink = sink;
        this.workingDirectory = workingDirectory;
        this.warnings = new Warnings(sink);
        this.surroundings = new Surroundings(inotify, differences, warnings, unwatchable);
    }

    /** Watches this instead of what was watched before. Any thread. */
    public void watch(WatchList list) {
        mailbox.add(list);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Object first = mailbox.poll(untilNext(), TimeUnit.NANOSECONDS);
                for (Object event = first; event != null; event = mailbox.poll()) {
                    handle(event);
                }
                passTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inotify.close();
        }
    }

    private void handle(Object event) {
        if (event instanceof WatchList list) {
            apply(list);
        } else if (event instanceof Touched touched) {
            int mattered = inotify.dispatch(touched);
            if (mattered > 0) {
                quiet.touched(System.nanoTime(), mattered);
            }
        }
    }

    private long untilNext() {
        long now = System.nanoTime();
        long wait = Duration.ofDays(1).toNanos();
        if (quiet.isOpen()) {
            wait = Math.min(wait, quiet.due() - now);
        }
        if (trees.values().stream().anyMatch(tree -> !tree.isWatched())) {
            wait = Math.min(wait, nextPoll - now);
        }
        if (trees.values().stream().anyMatch(Tree::needsCheck)) {
            wait = Math.min(wait, nextCheck - now);
        }
        return wait;
    }

    private void passTime() {
        long now = System.nanoTime();
        if (nextPoll - now <= 0) {
            poll(now);
        }
        if (nextCheck - now <= 0) {
            trees.values().stream()
                    .filter(tree -> tree.needsCheck() && tree.rootMoved())
                    .forEach(tree -> {
                        var _ = tree.touchAll(tree.root().path());
                        quiet.touched(now, 1);
                    });
            nextCheck = now + CHECK.toNanos();
        }
        if (quiet.isOpen() && quiet.due() - now <= 0) {
            settle(now);
        }
    }

    private void poll(long start) {
        List<Tree> polled =
                trees.values().stream().filter(tree -> !tree.isWatched()).toList();
        long before = differences.noted();
        polled.forEach(tree -> tree.lookEverywhere(Mode.COUNTING));
        long now = System.nanoTime();
        if (differences.noted() != before) {
            quiet.touched(now, (int) Math.min(Integer.MAX_VALUE, differences.noted() - before));
        }
        nextPoll = now + PollPace.rest(Duration.ofNanos(now - start)).toNanos();
    }

    /** When a look shows more than events told of, or something new in polled trees, it is not quiet yet. */
    private void settle(long now) {
        boolean overdue = quiet.isOverdue(now);
        long before = differences.noted();
        trees.values().stream().filter(Tree::isDirty).forEach(tree -> tree.look(Mode.COUNTING));
        quiet.found(differences.noted() - before);
        long watched = differences.noted();
        trees.values().stream().filter(tree -> !tree.isWatched()).forEach(tree -> tree.lookEverywhere(Mode.COUNTING));
        if (differences.noted() != watched) {
            quiet.touched(System.nanoTime(), 1);
        }
        if (overdue || quiet.due() - now <= 0) {
            quiet.close();
            tell();
        }
    }

    private void tell() {
        if (!differences.isEmpty()) {
            String text = differences.text(names());
            differences.clear();
            sink.accept(new ReloaderMessage.Changed(text));
        }
    }

    private Names names() {
        return new Names(
                workingDirectory, trees.keySet().stream().map(Root::path).toList());
    }

    private void apply(WatchList list) {
        Mode first = Mode.first(list.since().minus(TICK));
        Exclusions exclusions = new Exclusions(list.leftOut());
        List<Root> roots = roots(list);
        trees.values().removeIf(tree -> {
            boolean over = !roots.contains(tree.root());
            if (over) {
                tree.close();
            }
            return over;
        });
        for (Tree tree : trees.values()) {
            tree.look(Mode.COUNTING);
            tree.watchAgain();
            tree.exclude(exclusions, first);
        }
        for (Root root : roots) {
            trees.computeIfAbsent(root, r -> {
                Tree tree = new Tree(r, exclusions, surroundings);
                tree.lookEverywhere(first);
                return tree;
            });
        }
        if (trees.values().stream().allMatch(Tree::isWatched)) {
            warnings.over(FolderWatches.class);
        }
        if (!differences.isEmpty()) {
            quiet.touched(System.nanoTime(), 1);
        }
        nextPoll = System.nanoTime() + PollPace.LEAST.toNanos();
        sink.accept(new ReloaderMessage.Watching(Summary.of(List.copyOf(trees.values()))));
    }

    private List<Root> roots(WatchList list) {
        List<Root> roots = new ArrayList<>();
        list.paths().stream().map(Root::of).distinct().forEach(roots::add);
        for (String pattern : list.patterns()) {
            try {
                roots.add(Root.ofPattern(pattern));
            } catch (PatternSyntaxException | InvalidPathException e) {
                warnings.say(pattern, "'" + pattern + "' is no pattern and is not watched: " + e.getMessage());
            }
        }
        return roots;
    }
}
