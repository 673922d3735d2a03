// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Notes in a folder, a file each, for any number of processes and threads.
 *
 * <p>Readers take no lock: a file is written beside and renamed, so there is always a whole one. Between the look at a note's
 * version and the rename no other writer may come, in this process (the lock) or another one (the lock on a file, which the
 * kernel lets go when a process dies). Nothing is kept in memory, so there is nothing that could be stale.
 */
final class NoteStore {
    private static final String ENDING = ".json";

    private final Gson gson = new Gson();
    private final Path folder;
    private final ReentrantLock ownWriters = new ReentrantLock();

    NoteStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Whether a note may be called so; nothing else becomes part of a path. */
    static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /** All notes, the last changed first. */
    List<Note> all() throws IOException {
        List<Note> notes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                read(file).ifPresent(notes::add);
            }
        }
        notes.sort(Comparator.comparingLong(Note::changed).reversed());
        return notes;
    }

    Optional<Note> find(String id) throws IOException {
        return read(file(id));
    }

    Note add(Note.Draft draft) throws IOException {
        Note note = new Note(UUID.randomUUID().toString(), 1, System.currentTimeMillis(), draft.title(), draft.text());
        put(note); // without the lock, for nobody else knows this id
        return note;
    }

    /**
     * Changes a note; empty when there is none.
     *
     * @throws Problem it is not the version that was seen; nothing was changed
     */
    Optional<Note> change(String id, String seen, Note.Draft draft) throws IOException, Problem {
        return alone(id, seen, note -> {
            Note next = new Note(id, note.version() + 1, System.currentTimeMillis(), draft.title(), draft.text());
            put(next);
            return next;
        });
    }

    /** Removes a note and returns what it was; otherwise as {@link #change}. */
    Optional<Note> remove(String id, String seen) throws IOException, Problem {
        return alone(id, seen, note -> {
            Files.delete(file(id));
            return note;
        });
    }

    @FunctionalInterface
    private interface Step {
        Note take(Note current) throws IOException;
    }

    /** Takes a step while no other thread and no other process writes, if the note is still the version seen. */
    private Optional<Note> alone(String id, String seen, Step step) throws IOException, Problem {
        ownWriters.lock(); // a lock on a file is the process's: its threads would not keep each other out
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            Optional<Note> current = find(id);
            if (current.isEmpty()) {
                return current;
            }
            if (!current.get().matches(seen)) {
                throw new Problem(412, "Somebody else has changed this note since you saw it.");
            }
            return Optional.of(step.take(current.get()));
        } finally {
            ownWriters.unlock();
        }
    }

    /** Writes beside, under a name that does not end as a note's, and renames when all of it is on the disk. */
    private void put(Note note) throws IOException {
        Path beside = Files.createTempFile(folder, note.id(), ".new");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            Files.writeString(beside, gson.toJson(note));
            channel.force(true);
            Files.move(beside, file(note.id()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside); // there only when that failed: a full disk, say
        }
    }

    private Optional<Note> read(Path file) throws IOException {
        try {
            return Optional.of(gson.fromJson(Files.readString(file), Note.class));
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }
}
